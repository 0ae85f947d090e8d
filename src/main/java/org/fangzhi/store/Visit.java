package org.fangzhi.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A page claimed to be asked for, with what is known of it.
 *
 * @param token the fencing token: a result with an older one is refused
 * @param attempts attempts of this run, this one included
 * @param state as last seen, {@code unseen} before the first answer
 * @param sha256 payload of its latest content version
 * @param misses confirmations of its absence in a row
 */
public record Visit(
    long pageId,
    long token,
    long groupId,
    String sourceId,
    long runId,
    String url,
    PageKind kind,
    int depth,
    @Nullable String cms,
    int attempts,
    String state,
    @Nullable String etag,
    @Nullable String lastModified,
    byte @Nullable [] sha256,
    int misses,
    @Nullable Instant missedSince) {}
