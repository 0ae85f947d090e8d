package org.fangzhi.coverage;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.fangzhi.division.Division;
import org.fangzhi.division.Division.Level;
import org.jspecify.annotations.Nullable;

/**
 * A government or an agency that is expected to report.
 *
 * @param key its division's code; with a slash and its name there when it is an agency
 * @param agency as last printed; null: a government
 * @param own whether a source names its very division
 * @param basis why it is expected
 * @param since expected from that year on; null: only in {@code others}
 * @param others years that it is expected in besides
 * @param held the report of each year that is held
 * @param unsure years of which a report is held but none of its figures is certain
 * @param last the last year that it ever published; null: none
 */
record Body(
    String key,
    Division division,
    @Nullable String agency,
    Covering source,
    boolean own,
    Basis basis,
    @Nullable Integer since,
    SortedSet<Integer> others,
    SortedMap<Integer, String> held,
    SortedSet<Integer> unsure,
    @Nullable Integer last) {

  /** Why somebody is expected. */
  enum Basis {
    /** A source names the division. */
    SOURCE,
    /** The table of divisions has it in a division that a source names. */
    DIVISION,
    /** The file of its source names the agency. */
    DECLARED,
    /** Its reports are or were held. */
    REPORTS,
    /** A link, or a report that is not certain, names it. */
    LINK
  }

  /** What is known of somebody's reports. */
  record Published(
      String printed,
      SortedSet<Integer> ever,
      SortedMap<Integer, String> held,
      SortedSet<Integer> unsure) {}

  /** A government. */
  static Body government(
      Division division, Covering source, boolean own, boolean inTable, Published published) {
    boolean expected = (own || inTable) && !source.except().contains(division.code());
    Basis known = published.ever().isEmpty() ? Basis.LINK : Basis.REPORTS;
    Basis basis = own ? Basis.SOURCE : inTable ? Basis.DIVISION : known;
    return of(division.code(), division, null, source, own, basis, published)
        .from(expected ? Integer.valueOf(source.since()) : null);
  }

  /**
   * An agency. Bureaus come and go, so that two neighbouring years make it expected, from the first
   * of them on; a single year does not.
   */
  static Body agency(
      String key,
      Division division,
      Covering source,
      boolean own,
      boolean declared,
      Published published) {
    String name = key.substring(key.indexOf('/') + 1);
    boolean not =
        source.except().contains(division.code())
            || source.except().stream().anyMatch(e -> AgencyName.within(division, e).equals(name));
    Integer since = declared ? Integer.valueOf(source.since()) : firstOfTwo(published.ever());
    Basis basis =
        declared ? Basis.DECLARED : published.ever().isEmpty() ? Basis.LINK : Basis.REPORTS;
    return of(key, division, published.printed(), source, own, basis, published)
        .from(not || since == null ? null : Integer.valueOf(Math.max(since, source.since())));
  }

  private static Body of(
      String key,
      Division division,
      @Nullable String agency,
      Covering source,
      boolean own,
      Basis basis,
      Published published) {
    return new Body(
        key,
        division,
        agency,
        source,
        own,
        basis,
        null,
        published.ever(),
        published.held(),
        published.unsure(),
        published.ever().isEmpty() ? null : published.ever().last());
  }

  private Body from(@Nullable Integer first) {
    return new Body(key, division, agency, source, own, basis, first, others, held, unsure, last);
  }

  /** The same, expected in these years too. */
  Body also(SortedSet<Integer> years) {
    SortedSet<Integer> all = new TreeSet<>(others);
    all.addAll(years);
    return new Body(key, division, agency, source, own, basis, since, all, held, unsure, last);
  }

  private static @Nullable Integer firstOfTwo(SortedSet<Integer> years) {
    return years.stream().filter(year -> years.contains(year + 1)).findFirst().orElse(null);
  }

  /** By which deadline it is to publish. */
  String who() {
    if (agency != null) {
      return "agency";
    }
    return division.level() == Level.TOWNSHIP ? "township" : "government";
  }

  /** Its division, or the one that its township is counted with. */
  String parent() {
    return agency == null ? Area.parent(division.code()) : division.code();
  }
}
