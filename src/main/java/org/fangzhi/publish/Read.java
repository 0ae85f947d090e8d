package org.fangzhi.publish;

import org.jspecify.annotations.Nullable;

/**
 * What was read from a version, ready to be staged.
 *
 * @param fault why it could not be read; the rest is null then
 * @param textHash SHA-256 of the normalised text; null without text
 * @param reports one a report; one with a null form when there is none
 */
public record Read(
    Unread unread,
    @Nullable String fault,
    @Nullable String mediaType,
    @Nullable String charset,
    @Nullable String title,
    boolean mirror,
    @Nullable String text,
    byte @Nullable [] textHash,
    @Nullable Folded reports) {

  /** A version that could not be read this time. */
  public static Read failed(Unread unread, String fault) {
    return new Read(unread, fault, null, null, null, false, null, null, null);
  }
}
