package org.fangzhi.report;

import java.util.ArrayList;
import java.util.List;
import org.fangzhi.division.Division;
import org.fangzhi.division.Division.Level;
import org.fangzhi.division.Divisions;
import org.fangzhi.division.Resolution;
import org.jspecify.annotations.Nullable;

/** What the text of a report says of the place of a name that does not tell its own. */
final class PlaceInText {
  private static final int LONGEST_PARENT = 14;

  /** Before a name that begins here, besides what is no letter. */
  private static final String BOUNDARY = "与由和在请向到按至及对为是经的了据度于括布如";

  private PlaceInText() {}

  /**
   * The township whose county the text names; for the only bearer of a name, its prefecture. A text
   * names other cities too readily to place a district by it.
   */
  static Resolution.@Nullable Found township(Resolution.Ambiguous ambiguous, Excerpt excerpt) {
    List<Division> named = new ArrayList<>();
    for (Division candidate : ambiguous.candidates()) {
      if (candidate.level() != Level.TOWNSHIP) return null;
      List<String> path = candidate.path();
      boolean alone = ambiguous.candidates().size() == 1;
      int from = alone ? Math.min(1, path.size() - 1) : path.size() - 2;
      for (int i = Math.max(0, from); i < path.size() - 1; i++) {
        String parent = path.get(i);
        if (parent.length() > 2 && excerpt.names(parent)) {
          named.add(candidate);
          break;
        }
      }
    }
    return named.size() == 1 ? new Resolution.Found(named.get(0), ambiguous.length()) : null;
  }

  /**
   * The division that the text puts before a name: 县教育局, 水东镇 where it also says 海丰县教育局, 章贡区人民政府水东镇.
   * Null when it does nowhere, or puts several.
   */
  static @Nullable Division before(String name, Excerpt excerpt, @Nullable Integer year) {
    Division placed = null;
    for (String text : excerpt.texts()) {
      for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
        Division here = before(text, at, at + name.length(), year);
        if (here == null) continue;
        if (placed != null && !placed.equals(here)) return null;
        placed = here;
      }
    }
    return placed;
  }

  private static @Nullable Division before(String text, int at, int end, @Nullable Integer year) {
    for (int start = Math.max(0, at - LONGEST_PARENT); start < at; start++) {
      if (!isBoundary(text, start)) continue;
      Resolution whole = Divisions.find(text.substring(start, end), null, year);
      if (whole instanceof Resolution.Found found && found.length() >= at - start) {
        return found.division();
      }
    }
    return null;
  }

  private static boolean isBoundary(String text, int start) {
    if (start == 0) return true;
    char before = text.charAt(start - 1);
    return BOUNDARY.indexOf(before) >= 0
        || Character.UnicodeScript.of(before) != Character.UnicodeScript.HAN;
  }
}
