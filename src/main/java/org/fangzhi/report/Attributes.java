package org.fangzhi.report;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.division.Division;
import org.fangzhi.document.Document;
import org.fangzhi.document.Hints;
import org.jspecify.annotations.Nullable;

/** Stand-in. */
record Attributes(
    @Nullable String title,
    @Nullable String agency,
    @Nullable Division division,
    Report.@Nullable Scope scope,
    @Nullable Integer year,
    @Nullable String published,
    List<Report.Withheld> withheld) {
  private static final Pattern YEAR = Pattern.compile("(20[0-3]\\d)年");

  static Attributes of(Document document, Hints hints) {
    String title = document.title();
    Integer year = null;
    if (title != null) {
      Matcher m = YEAR.matcher(title.replace(" ", ""));
      year = m.find() ? Integer.valueOf(m.group(1)) : null;
    }
    return new Attributes(title, null, null, null, year, null, List.of());
  }
}
