package org.fangzhi.crawl;

import org.jspecify.annotations.Nullable;

/**
 * A link that the harvest follows.
 *
 * @param kind what it leads to
 * @param url canonical
 * @param text the link's own words, the title attribute where that is fuller; empty for requisites,
 *     {@link #PERHAPS} for a page that need not be there
 * @param date the entry's date where an interface tells it, as it tells it
 */
public record Link(Kind kind, String url, String text, @Nullable String date) {

  /** The words for a further list page that nothing announces: its absence is the list's end. */
  public static final String PERHAPS = "the page after, if there is one";

  /** A link without a date. */
  public Link(Kind kind, String url, String text) {
    this(kind, url, text, null);
  }

  /** What a link leads to. */
  public enum Kind {
    /** Another page of the list. */
    LIST,
    /** An entry of the list. */
    ARTICLE,
    /** A file that carries content: linked, or embedded in the page. */
    ATTACHMENT,
    /** What the page needs to be seen as it was: style sheets and images. */
    REQUISITE
  }
}
