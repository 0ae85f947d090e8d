package org.fangzhi.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Real documents against what was read from them by hand: {@code ./mvnw -Pcorpus verify} prints
 * what came of each and of all. The corpus stands beside the project, or where {@code
 * -Dfangzhi.corpus} says.
 */
@Tag("thorough")
@Tag("corpus")
class CorpusTest {

  @Test
  void nothingIsReadWrongAndNearlyAllIsRead() throws IOException {
    if (!CorpusGold.present()) {
      String why =
          "no corpus at " + CorpusGold.CORPUS + ": put it there or give -Dfangzhi.corpus=DIR";
      System.out.println("SKIPPED: " + why);
      assumeTrue(false, why);
    }
    CorpusScore total = new CorpusScore();
    Map<String, List<Report>> read = new HashMap<>();
    for (CorpusGold gold : CorpusGold.all()) {
      if (!read.containsKey(gold.file())) {
        read.put(gold.file(), CorpusGold.read(gold.file()).reports());
      }
      Report report = of(gold, read.get(gold.file()));
      CorpusScore score = CorpusScore.of(gold, report);
      System.out.printf("%s (%s): %s", gold.file(), report.form(), score.line());
      total.add(score);
    }
    System.out.printf("TOTAL%n%s", total.total());

    assertThat(total.reports).as("documents with gold").isGreaterThan(10);
    SoftAssertions.assertSoftly(
        softly -> {
          softly.assertThat(total.missedReports).as("reports not known").isEmpty();
          softly.assertThat(total.falseReports).as("others taken for reports").isEmpty();
          softly.assertThat(total.cells.wrong).as("wrong cells").isEmpty();
          softly.assertThat(total.cells.right).isGreaterThanOrEqualTo(total.cells.all() * 98 / 100);
          softly.assertThat(total.missedFindings).as("findings missed").isEmpty();
          softly.assertThat(total.falseFindings).as("false findings").isEmpty();
          total.fields.forEach(
              (field, tally) -> {
                softly.assertThat(tally.wrong).as(field).isEmpty();
                softly
                    .assertThat(tally.right)
                    .as(field)
                    .isGreaterThanOrEqualTo(tally.all() * 98 / 100);
              });
        });
  }

  /** The report of the year, where a document holds several. */
  private static Report of(CorpusGold gold, List<Report> reports) {
    String year = gold.metadata().get("year");
    return reports.stream()
        .filter(report -> String.valueOf(report.year()).equals(year))
        .findFirst()
        .orElse(reports.get(0));
  }
}
