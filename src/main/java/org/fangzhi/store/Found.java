package org.fangzhi.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A page found, to be known from now on, or to be counted as left out.
 *
 * @param url normalised: the page's identity
 * @param group the name of its pace group
 * @param foundOn the page that links to it; null for an entry
 * @param anchor the text of that link
 * @param changed when it last changed, as a sitemap says; a known page that was not seen since gets
 *     a turn. Null: nobody says
 * @param left why it is not followed; null: it is
 */
public record Found(
    String url,
    PageKind kind,
    String group,
    int depth,
    @Nullable Long foundOn,
    @Nullable String anchor,
    @Nullable String cms,
    @Nullable Instant changed,
    @Nullable String left) {

  /** A page to be followed. */
  public Found(
      String url,
      PageKind kind,
      String group,
      int depth,
      @Nullable Long foundOn,
      @Nullable String anchor,
      @Nullable String cms) {
    this(url, kind, group, depth, foundOn, anchor, cms, null, null);
  }

  /** The same under another spelling of its address. */
  public Found at(String address) {
    return new Found(address, kind, group, depth, foundOn, anchor, cms, changed, left);
  }

  /** The same, known to have changed. */
  public Found changed(@Nullable Instant at) {
    return new Found(url, kind, group, depth, foundOn, anchor, cms, at, left);
  }

  /** The same, not to be followed. */
  public Found leftOut(@Nullable String why) {
    return new Found(url, kind, group, depth, foundOn, anchor, cms, changed, why);
  }
}
