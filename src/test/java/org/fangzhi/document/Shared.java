package org.fangzhi.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Real documents and public suites beside the project; tests pass without them. */
final class Shared {
  private static final Path ROOT = Path.of("../shared");

  private Shared() {}

  /** The bytes of a file; the test is skipped where it is not. */
  static byte[] bytes(String path) throws IOException {
    Path file = ROOT.resolve(path);
    assumeTrue(Files.exists(file), () -> file + " is not here");
    return Files.readAllBytes(file);
  }

  static List<JsonNode> jsonLines(String path) throws IOException {
    ObjectMapper json = new ObjectMapper();
    return new String(bytes(path), StandardCharsets.UTF_8).lines().map(json::readTree).toList();
  }

  /** The only file whose name begins so. */
  static byte[] seed(String start) throws IOException {
    Path folder = ROOT.resolve("corpus/seeds");
    assumeTrue(Files.exists(folder), () -> folder + " is not here");
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.filter(f -> f.getFileName().toString().startsWith(start)).toList();
      assertThat(found).hasSize(1);
      return Files.readAllBytes(found.get(0));
    }
  }

  /** The distinct cells of each row of a table, as text without white space. */
  static List<List<String>> rows(Block.Table table) {
    List<List<String>> rows = new ArrayList<>();
    for (List<Block.@Nullable Cell> row : table.rows()) {
      rows.add(
          row.stream()
              .filter(c -> c != null)
              .distinct()
              .map(c -> c.text().replaceAll("\\s", ""))
              .toList());
    }
    return rows;
  }

  static List<Block.Table> tables(Document document) {
    return document.blocks().stream()
        .filter(Block.Table.class::isInstance)
        .map(Block.Table.class::cast)
        .toList();
  }

  static Document html(String html) {
    return Documents.read(html.getBytes(StandardCharsets.UTF_8), Hints.NONE);
  }

  static Document text(String text) {
    return Documents.read(text.getBytes(StandardCharsets.UTF_8), Hints.NONE);
  }
}
