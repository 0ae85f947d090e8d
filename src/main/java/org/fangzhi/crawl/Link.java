package org.fangzhi.crawl;

/**
 * A link that the harvest follows.
 *
 * @param kind what it leads to
 * @param url canonical
 * @param text the link's own words, the title attribute where that is fuller; empty for requisites
 */
public record Link(Kind kind, String url, String text) {
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
