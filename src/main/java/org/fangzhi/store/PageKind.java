package org.fangzhi.store;

import java.util.Locale;

/** What a page is to its source. */
public enum PageKind {
  /** Leads to others: an entry or a page of a list. */
  LIST(false),
  /** A document of its own. */
  ARTICLE(true),
  /** A file that belongs to an article. */
  ATTACHMENT(true),
  /** A style or an image that a kept page needs to be shown. */
  REQUISITE(false),
  /** Names pages of its site, and when they changed. */
  SITEMAP(false);

  private final boolean read;

  PageKind(boolean read) {
    this.read = read;
  }

  /** Whether its versions are read into documents. */
  public boolean isRead() {
    return read;
  }

  /** The name in the database. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind with this name in the database. */
  public static PageKind of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
