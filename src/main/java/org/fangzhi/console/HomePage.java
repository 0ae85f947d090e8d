package org.fangzhi.console;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.fangzhi.division.Divisions;
import org.jspecify.annotations.Nullable;

/** What is held, at a glance. */
public record HomePage(
    long reports,
    long divisions,
    long sources,
    long ailing,
    String years,
    List<TileMap.Tile> tiles,
    List<Latest> latest) {

  /** A report that was published or changed lately. */
  public record Latest(
      String op,
      String time,
      String id,
      String title,
      @Nullable String division,
      @Nullable String year,
      String form) {}

  private static final String COUNTS =
      """
      select count(*) as reports, count(distinct division_code) as divisions, min(year) as first, max(year) as last,
        (select count(*) from fangzhi.source where removed_at is null) as sources,
        (select count(*) from fangzhi.source where removed_at is null and (held_why is not null or paused_at is not null)) as ailing
      from fangzhi.report where deleted_at is null""";

  private static final String LATEST =
      """
      select c.op, c.at, r.id, coalesce(r.title, r.id) as title, r.division_code, r.year::text as year, r.form
      from (select max(seq) as seq from (select id, seq from fangzhi.change where entity = 'report'
        order by seq desc limit 60) l group by id order by 1 desc limit 12) l
      join fangzhi.change c on c.seq = l.seq join fangzhi.report r on r.id = c.id and r.deleted_at is null
      order by c.seq desc""";

  static HomePage load(Connection connection, Visit visit) throws SQLException {
    HeldReports held = HeldReports.of(connection, "", 2);
    List<Latest> latest =
        Rows.list(
            connection,
            LATEST,
            row -> {
              String code = row.getString("division_code");
              return new Latest(
                  row.getString("op"),
                  Rows.minute(row, "at"),
                  row.getString("id"),
                  row.getString("title"),
                  code == null ? null : Divisions.byCode(code).map(d -> d.name()).orElse(code),
                  row.getString("year"),
                  row.getString("form"));
            });
    return Objects.requireNonNull(
        Rows.first(
            connection,
            COUNTS,
            row ->
                new HomePage(
                    row.getLong("reports"),
                    row.getLong("divisions"),
                    row.getLong("sources"),
                    row.getLong("ailing"),
                    row.getString("first") == null
                        ? ""
                        : row.getString("first") + "–" + row.getString("last"),
                    TileMap.of(held.heldInAll(), held.expected(CoveragePage.expected().size())),
                    latest)));
  }
}
