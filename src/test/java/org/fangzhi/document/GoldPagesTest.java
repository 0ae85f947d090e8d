package org.fangzhi.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Real report pages: every cell that was read by hand stands in the grids, in its row. */
class GoldPagesTest {

  @Test
  void everyLabelledCellStandsInItsRow() throws IOException {
    int cells = 0;
    List<String> missing = new ArrayList<>();
    for (JsonNode gold : Shared.jsonLines("corpus/html_gold_labels.jsonl")) {
      String file = gold.get("file").asString();
      if (gold.get("form").asString().equals("list")) {
        continue;
      }
      Document document = Documents.read(Shared.bytes("corpus/html/" + file), Hints.NONE);
      assertThat(document.title()).isEqualTo(gold.get("title").asString());
      List<List<String>> rows =
          Shared.tables(document).stream().flatMap(t -> Shared.rows(t).stream()).toList();
      List<List<String>> expected = new ArrayList<>();
      gold.get("table2").properties().forEach(e -> expected.add(row(e.getKey(), e.getValue())));
      gold.get("table3").properties().forEach(e -> expected.add(row(e.getKey(), e.getValue())));
      gold.get("other").properties().forEach(e -> expected.add(row(e.getKey(), e.getValue())));
      List<String> table4 = new ArrayList<>();
      gold.get("table4").forEach(block -> table4.addAll(values(block)));
      expected.add(table4);
      for (List<String> row : expected) {
        cells += row.size();
        if (rows.stream().noneMatch(found -> endsWith(found, row))) {
          missing.add(file + " " + row);
        }
      }
    }
    System.out.println("cells of real pages: " + cells);
    assertThat(missing).isEmpty();
    assertThat(cells).isGreaterThan(600);
  }

  /** The last of a path of labels, then its values. */
  private static List<String> row(String path, JsonNode values) {
    List<String> row = new ArrayList<>();
    String label = path.replaceAll("\\s", "");
    row.add(label.substring(label.lastIndexOf('/') + 1));
    row.addAll(values(values));
    return row;
  }

  private static List<String> values(JsonNode values) {
    return StreamSupport.stream(values.spliterator(), false)
        .map(v -> v.asString().replaceAll("\\s", ""))
        .toList();
  }

  private static boolean endsWith(List<String> row, List<String> end) {
    return row.size() >= end.size() && row.subList(row.size() - end.size(), row.size()).equals(end);
  }
}
