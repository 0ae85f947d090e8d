package org.fangzhi.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fangzhi.document.Hints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real documents against values read by hand. */
@EnabledIf("present")
class CorpusTest {
  private static final Path CORPUS = Path.of("../shared/corpus");

  static boolean present() {
    return Files.isDirectory(CORPUS);
  }

  @Test
  void noCellIsWrong() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (String line : Files.readAllLines(CORPUS.resolve("html_gold.jsonl"))) {
      JsonNode gold = JsonMapper.shared().readTree(line);
      String file = gold.path("file").asString();
      for (Report report :
          Reports.read(
                  Files.readAllBytes(CORPUS.resolve("html").resolve(file)),
                  new Hints(null, null, file, null))
              .reports()) {
        wrong.addAll(compare(file, gold, report));
      }
    }
    for (String line : Files.readAllLines(CORPUS.resolve("pdf_gold.jsonl"))) {
      JsonNode gold = JsonMapper.shared().readTree(line);
      String file = gold.path("file").asString();
      if (file.endsWith(".md")) {
        for (Report report :
            Reports.read(
                    Files.readAllBytes(CORPUS.resolve(file)), new Hints(null, null, file, null))
                .reports()) {
          wrong.addAll(compare(file, gold, report));
        }
      }
    }
    for (String s :
        List.of(
            "000_7b0f8fbbe84c9ac2",
            "001_79ef27311e66addd",
            "002_d51cb867e625ff36",
            "003_3ff82377b92f7b75",
            "004_a58e8730852aa5b1")) {
      for (Report report :
          Reports.read(
                  Files.readAllBytes(CORPUS.resolve("seeds/" + s + ".txt")),
                  new Hints(null, null, s + ".txt", null))
              .reports()) {
        compare(s, JsonMapper.shared().readTree("{}"), report);
        System.out.println(
            "   values "
                + report.values().stream()
                    .map(
                        v ->
                            v.indicator()
                                + (v.column() == null ? "" : ":" + v.column())
                                + "="
                                + v.value()
                                + (v.qualifier() == null ? "" : "(" + v.qualifier() + ")"))
                    .toList());
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static List<String> compare(String file, JsonNode gold, Report report) {
    List<String> wrong = new ArrayList<>();
    Map<String, Report.Value> read = new HashMap<>();
    report.values().forEach(v -> read.put(Tally.place(v.indicator(), v.column()), v));
    int exact = 0;
    List<String> withheld = new ArrayList<>();
    for (Map.Entry<String, JsonNode> cell : gold.path("cells").properties()) {
      Report.Value value = read.get(cell.getKey());
      if (value == null) {
        withheld.add(cell.getKey());
      } else if (agrees(cell.getValue(), value)) {
        exact++;
      } else {
        wrong.add(file + " " + cell.getKey() + ": gold " + cell.getValue() + ", read " + value);
      }
    }
    System.out.printf(
        "%-45s form=%s year=%s exact=%d withheld=%d wrong=%d sections=%s%n",
        file,
        report.form(),
        report.year(),
        exact,
        withheld.size(),
        wrong.size(),
        report.sections().stream().map(s -> s.code() + "/" + s.title()).toList());
    System.out.println("   findings " + report.findings());
    System.out.println("   not given " + withheld);
    System.out.println("   withheld " + report.withheld());
    return wrong;
  }

  private static boolean agrees(JsonNode gold, Report.Value value) {
    BigDecimal number = value.value();
    if (gold.isNull()) {
      return number == null;
    }
    if (gold.isArray()) {
      for (JsonNode one : gold) {
        if (agrees(one, value)) {
          return true;
        }
      }
      return false;
    }
    return number != null && number.compareTo(gold.decimalValue()) == 0;
  }
}
