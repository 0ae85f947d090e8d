package org.fangzhi.console;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.fangzhi.division.Division;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one division and year.
 *
 * @param status as in {@code api.coverage}, with hyphens; none where no source names the division
 * @param source the source that is to give it; null when there is none
 * @param reports what is held
 * @param gaps who is expected to report on the year, and of whom nothing is held
 * @param pages pages of the source that speak of the year and could not be had, and why
 */
public record CoverageCell(
    int year,
    String status,
    @Nullable String source,
    List<Held> reports,
    List<Gap> gaps,
    List<Fault> pages) {

  /** A report of the division and year. */
  public record Held(String id, String title, @Nullable String agency, String scope) {}

  /**
   * A line of the work list: who, why nothing is held, and the next step; {@code agency} is null
   * for the government.
   */
  public record Gap(
      @Nullable String agency, String status, String why, String nextStep, @Nullable String url) {}

  /** A page that gave nothing. */
  public record Fault(String url, @Nullable String anchor, String why) {}

  private static final int MOST = 50;

  static CoverageCell load(Connection connection, Division division, int year, Visit visit)
      throws SQLException {
    String[] told =
        Rows.first(
            connection,
            "select status, source_id from api.coverage where division_code = ? and year = ?",
            row -> new String[] {row.getString(1), row.getString(2)},
            division.code(),
            year);
    List<Held> reports =
        Rows.list(
            connection,
            "select id, coalesce(title, id), agency, scope from fangzhi.report where division_code = ? and year = ?"
                + " and deleted_at is null order by scope desc, agency limit "
                + MOST,
            row ->
                new Held(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    visit.texts().term("scope", row.getString(4))),
            division.code(),
            year);
    String source = told == null ? null : told[1];
    List<Fault> pages =
        source == null
            ? List.of()
            : Rows.list(
                connection,
                "select url, case when not exists (select from fangzhi.version w join fangzhi.payload y on y.sha256 = w.sha256"
                    + " where w.page_id = page.found_on and y.hidden is not null) then anchor end, fault"
                    + " from fangzhi.page where source_id = ? and fault is not null"
                    + " and (anchor like ? or url like ?) order by url limit "
                    + MOST,
                row -> new Fault(row.getString(1), row.getString(2), row.getString(3)),
                source,
                "%" + year + "%",
                "%" + year + "%");
    List<Gap> gaps =
        Rows.list(
            connection,
            "select agency, status, why, next_step, url from api.gap where division_code = ? and year = ?"
                + " order by agency nulls first limit "
                + MOST,
            row ->
                new Gap(
                    row.getString(1),
                    row.getString(2).replace(' ', '-'),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5)),
            division.code(),
            year);
    String status = told != null ? told[0].replace(' ', '-') : reports.isEmpty() ? "none" : "held";
    return new CoverageCell(year, status, source, reports, gaps, pages);
  }
}
