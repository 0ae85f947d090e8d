package org.fangzhi.console;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A version of a source's file: a text that was saved here or replaced, or else what runs were made
 * by, of which the comments are not kept.
 *
 * @param who saved it; null when it was written otherwise
 * @param written whether it is the text itself
 * @param runs that it served
 * @param faulty whether it had a fault
 */
public record SourceVersion(
    String key,
    String at,
    @Nullable String who,
    boolean written,
    long runs,
    boolean faulty,
    String text) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final YAMLMapper YAML = new YAMLMapper();

  private static final String ALL =
      """
      select 't' || f.id as key, f.at, f.who, true as written, f.definition is null as faulty, f.content,
        (select count(*) from fangzhi.configuration c join fangzhi.run_configuration r on r.configuration_id = c.id
         where c.source_id = f.source_id and c.sha256 = f.definition) as runs
      from fangzhi.source_file f where f.source_id = ?
      union all
      select 'c' || c.id, c.first_at, null, false, false, c.content::text,
        (select count(*) from fangzhi.run_configuration r where r.configuration_id = c.id)
      from fangzhi.configuration c where c.source_id = ?
        and not exists (select from fangzhi.source_file f where f.source_id = c.source_id and f.definition = c.sha256)
      order by at desc, key desc limit 100""";

  /** The versions of a source, the last first. */
  static List<SourceVersion> all(Connection connection, String id) throws SQLException {
    return Rows.list(
        connection,
        ALL,
        row -> {
          boolean written = row.getBoolean("written");
          String content = row.getString("content");
          return new SourceVersion(
              row.getString("key"),
              Rows.minute(row, "at"),
              row.getString("who"),
              written,
              row.getLong("runs"),
              row.getBoolean("faulty"),
              written ? content : yaml(content));
        },
        id,
        id);
  }

  private static String yaml(String json) {
    return YAML.writeValueAsString(JSON.readTree(json)).replaceFirst("^---\\s*", "");
  }
}
