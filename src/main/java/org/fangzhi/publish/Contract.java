package org.fangzhi.publish;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fangzhi.store.Transactions;
import org.jspecify.annotations.Nullable;

/**
 * What others may rely on: the views of schema {@code api}, as the database itself tells them.
 *
 * @param version by <a href="https://semver.org">Semantic Versioning</a>: a new view or column is a
 *     new minor version, one that is taken away or meant otherwise a new major one
 * @param views in the order of their names
 */
public record Contract(String version, List<View> views) {

  private static final String COLUMNS =
      """
      select c.relname, obj_description(c.oid, 'pg_class'), a.attname,
        format_type(a.atttypid, a.atttypmod), col_description(c.oid, a.attnum)
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'api'::regnamespace and c.relkind = 'v'
      order by c.relname, a.attnum""";

  public Contract {
    views = List.copyOf(views);
  }

  /**
   * A view.
   *
   * @param meaning what a row is; null when nothing tells
   */
  public record View(String name, @Nullable String meaning, List<Column> columns) {
    public View {
      columns = List.copyOf(columns);
    }
  }

  /**
   * A column.
   *
   * @param type as PostgreSQL writes it
   * @param meaning null when nothing tells
   */
  public record Column(String name, String type, @Nullable String meaning) {}

  /** The contract of a database. */
  public static Contract of(Transactions transactions) throws SQLException {
    try (Connection connection = transactions.dataSource().getConnection()) {
      return of(connection);
    }
  }

  /** The contract of the database of a connection. */
  public static Contract of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      Map<String, String> meanings = new LinkedHashMap<>();
      Map<String, List<Column>> columns = new LinkedHashMap<>();
      ResultSet row = statement.executeQuery(COLUMNS);
      while (row.next()) {
        meanings.put(row.getString(1), row.getString(2));
        columns
            .computeIfAbsent(row.getString(1), view -> new ArrayList<>())
            .add(new Column(row.getString(3), row.getString(4), row.getString(5)));
      }
      ResultSet version = statement.executeQuery("select version from api.contract");
      version.next();
      return new Contract(
          version.getString(1),
          columns.entrySet().stream()
              .map(view -> new View(view.getKey(), meanings.get(view.getKey()), view.getValue()))
              .toList());
    }
  }

  /** A page of Markdown with every view, column, type and meaning. */
  public String markdown() {
    StringBuilder page = new StringBuilder("# The views of schema `api`\n\n");
    page.append("Contract version ").append(version);
    page.append(
        ". Written by `./fangzhi dictionary views`; how to use them is told in [data.md](data.md).\n");
    for (View view : views) {
      page.append("\n## api.").append(view.name()).append("\n\n");
      page.append(view.meaning()).append(".\n\n| column | type | meaning |\n|---|---|---|\n");
      for (Column column : view.columns()) {
        page.append("| `").append(column.name()).append("` | ").append(column.type());
        page.append(" | ").append(cell(column.meaning())).append(" |\n");
      }
    }
    return page.toString();
  }

  /** The columns alone, a line each: what a program relies on. */
  public List<String> lines() {
    return views.stream()
        .flatMap(
            view ->
                view.columns().stream()
                    .map(column -> view.name() + "." + column.name() + " " + column.type()))
        .sorted()
        .toList();
  }

  private static String cell(@Nullable String meaning) {
    return meaning == null ? "" : meaning.replace("|", "\\|").replace("<", "&lt;");
  }
}
