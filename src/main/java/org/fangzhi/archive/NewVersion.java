package org.fangzhi.archive;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version to be written.
 *
 * @param kind content, tombstone or restoration
 * @param sha256 null for a tombstone
 * @param isRead whether its publication waits: for a reading, or as the tombstone of a document
 */
record NewVersion(
    long pageId,
    long runId,
    long observationId,
    Instant at,
    String kind,
    byte @Nullable [] sha256,
    boolean isRead) {}
