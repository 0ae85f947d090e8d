package org.fangzhi.archive;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.fangzhi.crawl.Outcome;
import org.fangzhi.store.Found;
import org.fangzhi.store.Visit;
import org.jspecify.annotations.Nullable;

/**
 * One attempt on a page with its evidence, ready to be recorded.
 *
 * @param status null when there was no answer
 * @param why in an operator's words; null when all is plain
 * @param request request line and header block as sent
 * @param head status line and header block as received, in order
 * @param wire the body as encoded on the wire; null without one
 * @param contentCoding the Content-Encoding of the wire bytes; null for none
 * @param payload the decoded body; null without one
 * @param hops redirects that were followed, as JSON
 * @param restFor how long the site asked to be left alone, or a block tells us to leave it
 * @param movedTo where it stands now, when it moved
 * @param found pages that it leads to
 * @param last whether it was the last page of its lease
 */
public record Attempt(
    Visit visit,
    Outcome outcome,
    Instant at,
    Duration took,
    @Nullable Integer status,
    @Nullable String why,
    byte @Nullable [] request,
    byte @Nullable [] head,
    byte @Nullable [] wire,
    @Nullable String contentCoding,
    byte @Nullable [] payload,
    @Nullable String hops,
    @Nullable String ip,
    @Nullable String tls,
    @Nullable String truncated,
    @Nullable String etag,
    @Nullable String lastModified,
    @Nullable Duration restFor,
    @Nullable String movedTo,
    List<Found> found,
    boolean last) {
  public Attempt {
    found = List.copyOf(found);
  }

  /** The same attempt, when what came is no page: an absence with status 200. */
  Attempt absent(String reason) {
    return new Attempt(
        visit,
        Outcome.SOFT_MISSING,
        at,
        took,
        status,
        reason,
        request,
        head,
        wire,
        contentCoding,
        payload,
        hops,
        ip,
        tls,
        truncated,
        null,
        null,
        restFor,
        null,
        List.of(),
        last);
  }
}
