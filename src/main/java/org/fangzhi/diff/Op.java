package org.fangzhi.diff;

/** What became of a piece. */
public enum Op {
  /** In both, at the same place; it may be spelled otherwise. */
  SAME,
  /** In both, with another content. */
  CHANGED,
  /** Only in the new version. */
  ADDED,
  /** Only in the old version. */
  REMOVED,
  /** In both, at another place. */
  MOVED
}
