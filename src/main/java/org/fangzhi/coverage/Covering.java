package org.fangzhi.coverage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fangzhi.division.Division;
import org.fangzhi.division.Division.Level;
import org.fangzhi.division.Divisions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A source, as its file says what it covers.
 *
 * @param id the source
 * @param division what it tells of
 * @param since the first year that is expected of it
 * @param agencies agencies that are expected whether they ever published or not
 * @param except codes of divisions and names of agencies that are not expected
 */
record Covering(
    String id, Division division, int since, List<String> agencies, Set<String> except) {

  /** The first year that the Regulations of 2007 demanded a report of. */
  static final int FIRST = 2008;

  private static final JsonMapper JSON = new JsonMapper();

  Covering {
    agencies = List.copyOf(agencies);
    except = Set.copyOf(except);
  }

  /** All sources that name a division and are harvested, in order of id. */
  static List<Covering> load(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select id, name, division, coalesce(definition -> 'coverage', '{}')::text from source"
                + " where removed_at is null and division is not null order by id")) {
      ResultSet row = select.executeQuery();
      List<Covering> sources = new ArrayList<>();
      while (row.next()) {
        JsonNode told = JSON.readTree(row.getString(4));
        sources.add(
            new Covering(
                row.getString(1),
                division(row.getString(3), row.getString(2)),
                told.path("since").asInt(FIRST),
                told.path("agencies").values().stream().map(JsonNode::asString).toList(),
                new HashSet<>(
                    told.path("except").values().stream().map(JsonNode::asString).toList())));
      }
      return sources;
    }
  }

  /** A code that the table does not have is one of its own, under the name of the source. */
  private static Division division(String code, String name) {
    return Divisions.byCode(code)
        .orElseGet(
            () ->
                new Division(
                    code, name, code.length() > 6 ? Level.TOWNSHIP : Level.COUNTY, List.of(name)));
  }
}
