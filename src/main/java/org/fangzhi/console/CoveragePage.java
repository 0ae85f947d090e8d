package org.fangzhi.console;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.fangzhi.division.Division;
import org.fangzhi.division.Divisions;
import org.jspecify.annotations.Nullable;

/**
 * What is held, by division and year.
 *
 * @param division the one looked into; null: the country
 * @param tiles the map; empty below the country
 * @param years columns, the latest first
 * @param rows the division itself, its agencies, and the divisions right below it
 * @param cell what is known of one year of the division, when asked for
 */
public record CoveragePage(
    @Nullable Division division,
    List<Division> trail,
    List<TileMap.Tile> tiles,
    List<Integer> years,
    List<Row> rows,
    @Nullable CoverageCell cell) {

  /** A division's years; {@code code} is null for its agencies together. */
  public record Row(@Nullable String code, String name, boolean deeper, List<Cell> cells) {}

  /**
   * A year.
   *
   * @param status held, missing, withheld, blocked, not-yet-due; some, when only some of those
   *     below are held; none where nothing is expected
   * @param text how many
   */
  public record Cell(int year, String status, String text, @Nullable String address) {}

  private static final Pattern CODE = Pattern.compile("\\d{2}|\\d{4}|\\d{6}|\\d{9}");
  private static final Pattern YEAR = Pattern.compile("20\\d\\d");
  private static final int FIRST_YEAR = 2008;
  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

  /** The years that reports are expected of, the latest first. */
  static List<Integer> expected() {
    int last = LocalDate.now(CHINA).getYear() - 1;
    return IntStream.rangeClosed(FIRST_YEAR, last).map(y -> last + FIRST_YEAR - y).boxed().toList();
  }

  static @Nullable CoveragePage load(Connection connection, Visit visit) throws SQLException {
    String code = visit.get("division", CODE);
    Optional<Division> found = code == null ? Optional.empty() : Divisions.byCode(code);
    if (visit.get("division") != null && found.isEmpty()) {
      return null;
    }
    Division division = found.orElse(null);
    String year = visit.get("year", YEAR);
    if (division == null) {
      HeldReports held = HeldReports.of(connection, "", 2);
      return new CoveragePage(
          null,
          List.of(),
          TileMap.of(held.heldInAll(), held.expected(expected().size())),
          expected(),
          counted(held, Divisions.within(null)),
          null);
    }
    return new CoveragePage(
        division,
        trail(division),
        List.of(),
        expected(),
        rows(connection, division),
        year == null
            ? null
            : CoverageCell.load(connection, division, Integer.parseInt(year), visit));
  }

  /** The divisions above one, from the province down, and itself. */
  private static List<Division> trail(Division division) {
    List<Division> trail = new ArrayList<>();
    for (int digits : new int[] {2, 4, 6, 9}) {
      if (digits <= division.code().length()) {
        Divisions.byCode(division.code().substring(0, digits))
            .filter(d -> trail.stream().noneMatch(t -> t.code().equals(d.code())))
            .filter(d -> division.path().contains(d.name()))
            .ifPresent(trail::add);
      }
    }
    return trail;
  }

  /** Digits that the codes of what lies in a division begin with. */
  static String prefix(Division division) {
    String code = division.code();
    return switch (division.level()) {
      case PROVINCE -> code.substring(0, 2);
      case PREFECTURE -> code.substring(0, 4);
      default -> code;
    };
  }

  private static List<Row> rows(Connection connection, Division division) throws SQLException {
    List<Division> below = Divisions.within(division.code());
    String prefix = prefix(division);
    List<Row> rows = new ArrayList<>();
    boolean prefectures = below.stream().anyMatch(d -> d.level() == Division.Level.PREFECTURE);
    Map<String, Map<Integer, String>> status = new HashMap<>();
    Rows.list(
        connection,
        prefectures
            ? "select division_code, year, status from api.coverage where division_code = ?"
            : "select division_code, year, status from api.coverage where division_code like ?",
        row ->
            status
                .computeIfAbsent(row.getString(1), c -> new HashMap<>())
                .put(row.getInt(2), row.getString(3)),
        prefectures ? division.code() : prefix + "%");
    Map<String, Map<Integer, Long>> held = HeldReports.of(connection, prefix, 9).held();
    rows.add(told(division, status, held, false));
    Row agencies = agencies(connection, division);
    if (agencies != null) {
      rows.add(agencies);
    }
    if (prefectures) {
      HeldReports counts = HeldReports.of(connection, prefix, 4);
      rows.addAll(counted(counts, below));
    } else {
      for (Division one : below) {
        boolean known = status.containsKey(one.code()) || held.containsKey(one.code());
        if (known || one.level() != Division.Level.TOWNSHIP) {
          rows.add(told(one, status, held, one.level() != Division.Level.TOWNSHIP));
        }
      }
    }
    return rows;
  }

  /** A division's own government, year by year. */
  private static Row told(
      Division division,
      Map<String, Map<Integer, String>> status,
      Map<String, Map<Integer, Long>> held,
      boolean deeper) {
    Map<Integer, String> known = status.getOrDefault(division.code(), Map.of());
    Map<Integer, Long> have = held.getOrDefault(division.code(), Map.of());
    return new Row(
        division.code(),
        division.name(),
        deeper,
        expected().stream()
            .map(
                year -> {
                  String is = have.containsKey(year) ? "held" : known.getOrDefault(year, "none");
                  String address =
                      is.equals("none")
                          ? null
                          : "/coverage?division=" + division.code() + "&year=" + year + "#cell";
                  return new Cell(year, is.replace(' ', '-'), "", address);
                })
            .toList());
  }

  private static @Nullable Row agencies(Connection connection, Division division)
      throws SQLException {
    Map<Integer, Long> counts = new HashMap<>();
    Rows.list(
        connection,
        "select year, count(*) from fangzhi.report where division_code = ? and scope = 'agency'"
            + " and deleted_at is null and year is not null group by 1",
        row -> counts.put(row.getInt(1), row.getLong(2)),
        division.code());
    return counts.isEmpty()
        ? null
        : new Row(
            null,
            "",
            false,
            expected().stream()
                .map(
                    year -> {
                      Long count = counts.get(year);
                      return count == null
                          ? new Cell(year, "none", "", null)
                          : new Cell(
                              year,
                              "held",
                              count.toString(),
                              "/search?scope=agency&division=" + division.code() + "&year=" + year);
                    })
                .toList());
  }

  /** Rows of divisions that hold many others: how many of those with a source are held. */
  private static List<Row> counted(HeldReports counts, List<Division> divisions) {
    List<Row> rows = new ArrayList<>();
    for (Division division : divisions) {
      String prefix = prefix(division);
      long expected = counts.sources().getOrDefault(prefix, 0L);
      Map<Integer, Long> held = counts.held().getOrDefault(prefix, Map.of());
      rows.add(
          new Row(
              division.code(),
              division.name(),
              true,
              expected().stream()
                  .map(year -> counted(prefix, year, held.getOrDefault(year, 0L), expected))
                  .toList()));
    }
    return rows;
  }

  private static Cell counted(String prefix, int year, long held, long expected) {
    if (held == 0 && expected == 0) {
      return new Cell(year, "none", "", null);
    }
    String status = held == 0 ? "missing" : held < expected ? "some" : "held";
    String address =
        held == 0
            ? "/coverage?division=" + prefix
            : "/search?scope=government&division=" + prefix + "&year=" + year;
    return new Cell(year, status, String.valueOf(held), address);
  }
}
