package org.fangzhi.coverage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fangzhi.division.Division;
import org.fangzhi.division.Division.Level;
import org.fangzhi.division.Divisions;
import org.jspecify.annotations.Nullable;

/** Which source would have the reports of a division: its own, else that of what holds it. */
final class Area {
  private final Map<String, Covering> own = new HashMap<>();

  /**
   * @param sources in order; the first that names a division is its own
   */
  Area(List<Covering> sources) {
    sources.forEach(source -> own.putIfAbsent(source.division().code(), source));
  }

  /** The source of a division; null when none names it or what holds it. */
  @Nullable Covering of(String code) {
    for (String holder : holders(code)) {
      Covering source = own.get(holder);
      if (source != null) {
        return source;
      }
    }
    return null;
  }

  /** Whether a source names this very division. */
  boolean isOwn(String code) {
    return own.containsKey(code);
  }

  /** The division of a code; empty for one that neither the table nor a source knows. */
  Optional<Division> division(String code) {
    Covering source = own.get(code);
    return source == null ? Divisions.byCode(code) : Optional.of(source.division());
  }

  /**
   * The divisions whose governments are expected of a source: its own, the counties and cities in
   * it, and where it has none, its townships.
   */
  static Map<String, Division> expected(Division division) {
    Map<String, Division> all = new LinkedHashMap<>();
    all.put(division.code(), division);
    List<Division> below = new ArrayList<>();
    if (division.level() == Level.PROVINCE) {
      below.addAll(Divisions.within(division, Level.PREFECTURE));
    }
    if (division.level() == Level.PROVINCE || division.level() == Level.PREFECTURE) {
      below.addAll(Divisions.within(division, Level.COUNTY));
      // 东莞市 stands in the table as a county of itself.
      below.removeIf(one -> one.code().equals(division.code()));
    }
    if (below.isEmpty() && division.level() != Level.TOWNSHIP) {
      below.addAll(Divisions.within(division, Level.TOWNSHIP));
    }
    below.forEach(one -> all.put(one.code(), one));
    return all;
  }

  /** The division that another is counted with: the county of a township, else the one above. */
  static String parent(String code) {
    List<String> holders = holders(code);
    return holders.get(Math.min(1, holders.size() - 1));
  }

  /** A code and those of the divisions around it, from the inside. */
  private static List<String> holders(String code) {
    String county = code.substring(0, 6);
    String city = code.substring(0, 4) + "00";
    String province = code.substring(0, 2) + "0000";
    return List.of(code, county, city, province).stream().distinct().toList();
  }
}
