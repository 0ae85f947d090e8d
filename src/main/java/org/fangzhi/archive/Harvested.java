package org.fangzhi.archive;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.fangzhi.crawl.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What another archive of ours knew of a capture beside its bytes, so that the same comes of it
 * here.
 *
 * @param source the id of the page's source
 * @param version content, restoration or tombstone; null when it made none
 * @param hops redirects on the way, as JSON
 * @param via the page that led here
 * @param anchor the text of that link
 * @param group the name of the page's pace group
 * @param document the document that the version is; null when it was given none
 */
public record Harvested(
    String source,
    Outcome outcome,
    @Nullable String version,
    @Nullable Integer status,
    @Nullable String why,
    Duration took,
    @Nullable String hops,
    @Nullable String tls,
    @Nullable String via,
    @Nullable String anchor,
    String group,
    int depth,
    @Nullable String movedTo,
    @Nullable Named document,
    List<Named> reports) {

  public Harvested {
    reports = List.copyOf(reports);
  }

  /**
   * An id once given.
   *
   * @param ordinal which report of its document it is; 0 for a document
   * @param firstAt when it was given
   */
  public record Named(int ordinal, String id, Instant firstAt) {}
}
