package org.fangzhi.store;

import java.util.Locale;

/** What came of asking for a page: a closed set. */
public enum Outcome {
  /** Its first payload. */
  NEW,
  /** Another payload than before. */
  CHANGED,
  /** The same payload, sent again or confirmed by 304. */
  UNCHANGED,
  /** It stands elsewhere now. */
  MOVED,
  /** The site says that it is not there (404, 410). */
  MISSING,
  /** The site or something before it refuses us. */
  BLOCKED,
  /** It answers 200, but with words or a redirect that say it is not there. */
  SOFT_MISSING,
  /** No answer, or none that can be used. */
  FAILED,
  /** Not asked: robots.txt, a private address or another rule of ours forbids it. */
  REFUSED;

  /** The name in the database. */
  public String key() {
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
