package org.fangzhi.document;

/**
 * What tells a table that only arranges a page from one that holds data.
 *
 * @param cells how many cells it has
 * @param filled how many of them hold text
 * @param nested how many of them hold a table
 * @param longest length of the longest cell's text
 * @param all length of all text
 * @param paragraphs how many paragraphs the longest cell has
 */
record Layout(int cells, int filled, int nested, int longest, int all, int paragraphs) {
  /** As many cells are never there for layout alone. */
  static final int MANY_CELLS = 20;

  /**
   * Whether it only arranges: it holds a table, or a single cell with text, or most of its text is
   * the paragraphs of one cell.
   */
  boolean is() {
    if (filled <= 1) {
      return nested > 0 || cells < MANY_CELLS;
    }
    if (nested > 0) {
      // a data table may hold a small table in a cell: then most of its cells are plain
      return filled - nested < 8 || longest * 2 > all;
    }
    return longest * 10 > all * 6 && longest > 400 && paragraphs >= 3 && cells < MANY_CELLS;
  }
}
