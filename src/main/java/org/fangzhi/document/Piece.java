package org.fangzhi.document;

import org.jspecify.annotations.Nullable;

/** A line or table as found, before chrome is cut and places are numbered. */
sealed interface Piece {

  /** The prefix of its place: empty, or the page of a PDF. */
  String where();

  /**
   * A paragraph, heading or line.
   *
   * @param text mended and tidy, never empty
   * @param level 1 to 6 when marked up as a heading, else 0
   * @param where prefix of its place
   */
  record Line(String text, int level, String where) implements Piece {}

  /** A table; {@code where} as in {@link Line}. */
  record Sheet(@Nullable String caption, Grid grid, String where) implements Piece {}
}
