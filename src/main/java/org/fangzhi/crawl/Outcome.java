package org.fangzhi.crawl;

import java.util.Locale;

/** What an attempt to fetch a page came to. */
public enum Outcome {
  /** A payload where none was held. */
  NEW,
  /** Another payload than the one held. */
  CHANGED,
  /** The payload that is held, or 304. */
  UNCHANGED,
  /** A redirect to another address, which is a page of its own. */
  MOVED,
  /** 404 or 410. */
  MISSING,
  /** A firewall, a challenge or a limit stands before the page. */
  BLOCKED,
  /** Status 200, but the page says that it is not there. */
  SOFT_MISSING,
  /** No answer, an error of the server, or an answer that is not usable. */
  FAILED,
  /** Not asked: robots.txt, the address guard or the operator forbids it. */
  REFUSED;

  /** The word used in tables and messages: {@code soft-missing}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether the answer is the page's own content. */
  public boolean isContent() {
    return this == NEW || this == CHANGED || this == UNCHANGED;
  }

  /** Whether the page is said not to be there. */
  public boolean isAbsence() {
    return this == MISSING || this == SOFT_MISSING;
  }
}
