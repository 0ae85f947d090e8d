package org.fangzhi.api;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.fangzhi.division.Divisions;
import org.jspecify.annotations.Nullable;

/**
 * A set of reports: of a division and all in it ({@code 53:5303:530381}), or of a year ({@code
 * year:2021}).
 *
 * @param column what the records are told by
 * @param pattern what it is like, as SQL has it
 */
record OaiSet(String column, String pattern) {

  static final OaiSet ALL = new OaiSet("report_id", "%");

  /** Legal by the protocol, and nothing is in it. */
  private static final OaiSet NONE = new OaiSet("report_id", "");

  private static final String YEAR = "year";

  private static final Pattern LEGAL =
      Pattern.compile("[A-Za-z0-9\\-_.!~*'()]+(:[A-Za-z0-9\\-_.!~*'()]+)*");

  private static final int[] LEVELS = {2, 4, 6, 9};

  /**
   * The set that is asked for; one that nobody knows is empty.
   *
   * @throws OaiError badArgument when it can be no set at all
   */
  static OaiSet asked(String spec) throws OaiError {
    if (!LEGAL.matcher(spec).matches()) {
      throw OaiRequest.wrong("'set' is a name such as 53:5303:530381 or year:2021");
    }
    String code = spec.substring(spec.lastIndexOf(':') + 1);
    if (spec.equals(ofDivision(code))) {
      return new OaiSet("division_code", code + "%");
    }
    if (spec.equals(YEAR)) {
      return new OaiSet("year::text", "%");
    }
    return spec.matches("year:\\d{4}") ? new OaiSet("year::text", code) : NONE;
  }

  /** The set of a division alone, without those around it; null where the code is none. */
  static @Nullable String ofDivision(@Nullable String code) {
    if (code == null || !code.matches("\\d{2}|\\d{4}|\\d{6}|\\d{9}")) {
      return null;
    }
    String plain = code;
    while (plain.length() <= 6 && plain.length() > 2 && plain.endsWith("00")) {
      plain = plain.substring(0, plain.length() - 2);
    }
    List<String> parts = new ArrayList<>();
    for (int level : LEVELS) {
      if (level <= plain.length()) {
        parts.add(plain.substring(0, level));
      }
    }
    return String.join(":", parts);
  }

  /** The set of a year. */
  static @Nullable String ofYear(@Nullable Integer year) {
    return year == null ? null : YEAR + ":" + year;
  }

  /**
   * The sets that there are, by their spec, each with its name.
   *
   * @param codes of the divisions that have a report
   * @param years that have one
   */
  static SortedMap<String, String> named(Iterable<String> codes, Iterable<Integer> years) {
    SortedMap<String, String> names = new TreeMap<>();
    for (String code : codes) {
      String spec = ofDivision(code);
      for (int end = spec == null ? -1 : spec.length();
          end > 0;
          end = spec.lastIndexOf(':', end - 1)) {
        String one = spec.substring(0, end);
        String last = one.substring(one.lastIndexOf(':') + 1);
        names.computeIfAbsent(
            one, s -> Divisions.byCode(last).map(d -> String.join(" ", d.path())).orElse(last));
      }
    }
    names.put(YEAR, "年度");
    years.forEach(year -> names.put(YEAR + ":" + year, year + "年度"));
    return names;
  }
}
