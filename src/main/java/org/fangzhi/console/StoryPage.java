package org.fangzhi.console;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.fangzhi.watch.Story;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The story of an address.
 *
 * @param url as asked; empty when none is
 * @param story null when it is not known
 */
public record StoryPage(String url, @Nullable Story story) {
  private static final int MOST_LENGTH = 2000;

  static StoryPage load(Connection connection, Visit visit) throws SQLException {
    String url = Objects.requireNonNullElse(visit.get("url"), "");
    return new StoryPage(
        url, url.isEmpty() || url.length() > MOST_LENGTH ? null : Story.of(connection, url));
  }

  /** A field as text; empty where there is none. */
  public static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }

  /** Whether a field says something. */
  public static boolean has(JsonNode node, String field) {
    return !text(node, field).isEmpty();
  }
}
