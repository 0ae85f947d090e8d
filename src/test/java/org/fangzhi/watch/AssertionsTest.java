package org.fangzhi.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.fangzhi.watch.Tally.Sample;
import org.fangzhi.watch.Tally.Waiting;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssertionsTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 31);

  private static Sample some(int count) {
    return new Sample(count, count == 0 ? null : "http://site/1.html");
  }

  private static Waiting waiting(int fresh, int noReport, int otherFigures, int gone) {
    return waiting(fresh, noReport, otherFigures, gone, 0);
  }

  private static Waiting waiting(
      int fresh, int noReport, int otherFigures, int gone, long replaced) {
    return new Waiting(
        10,
        fresh,
        10,
        8,
        10_000,
        replaced,
        some(gone),
        some(noReport),
        Sample.NONE,
        Sample.NONE,
        Sample.NONE,
        Sample.NONE,
        Sample.NONE,
        some(otherFigures),
        Sample.NONE);
  }

  private static Tally tally(int links, Waiting waiting) {
    return new Tally(
        2,
        links,
        Sample.NONE,
        null,
        20,
        Sample.NONE,
        100,
        Map.of(2020, 1, 2021, 2, 2023, 1),
        Map.of(),
        waiting);
  }

  private static List<String> rules(Tally now, @Nullable Tally before, String expect) {
    return Assertions.of(now, before, Expectations.of(Watch.JSON.readTree(expect)), TODAY).stream()
        .map(Breach::rule)
        .toList();
  }

  @Test
  void a_site_as_it_was_breaks_nothing() {
    Tally same = tally(20, waiting(0, 0, 0, 0));
    assertThat(rules(same, same, "{}")).isEmpty();
    assertThat(rules(same, null, "{}")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // Of 20 pages with a report a twentieth is one, a third is seven, a fifth is four.
    "20, 0, 1, 0, 0, no-report",
    "20, 0, 0, 7, 0, other-figures",
    "20, 0, 0, 6, 0, ",
    "20, 0, 0, 0, 4, gone",
    "20, 0, 0, 0, 3, ",
    "9, 0, 0, 0, 0, shrunken",
    "10, 0, 0, 0, 0, ",
    "20, 16, 0, 0, 0, other-pages",
    "20, 15, 0, 0, 0, "
  })
  void thresholds(int links, int fresh, int noReport, int otherFigures, int gone, String rule) {
    Tally before = tally(20, waiting(0, 0, 0, 0));
    Tally now = tally(links, waiting(fresh, noReport, otherFigures, gone));
    assertThat(rules(now, before, "{}")).isEqualTo(rule == null ? List.of() : List.of(rule));
  }

  @Test
  void a_site_never_published_has_no_history_to_break() {
    assertThat(rules(tally(0, waiting(20, 0, 0, 0)), null, "{}")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"reports-per-year\": \"1..\"}', ",
    "'{\"reports-per-year\": 1}', reports-per-year",
    "'{\"reports-per-year\": \"1..2\"}', ",
    "'{\"entries\": \"20..\"}', ",
    "'{\"entries\": \"21..\"}', entries",
    "'{\"list-pages\": 3}', list-pages",
    "'{\"silent-days\": 100}', ",
    "'{\"silent-days\": 99}', silent-days",
    "'{\"fill-rate\": 80}', ",
    "'{\"fill-rate\": 80.5}', fill-rate",
    // 2022 and 2024 lack; the report of 2025 is due until today.
    "'{\"year-gaps\": 2}', ",
    "'{\"year-gaps\": 1}', year-gaps"
  })
  void what_the_file_expects(String expect, String rule) {
    Tally now = tally(20, waiting(0, 0, 0, 0));
    assertThat(rules(now, now, expect)).isEqualTo(rule == null ? List.of() : List.of(rule));
  }

  @Test
  void one_character_in_a_hundred_may_be_unreadable_unless_the_file_says_otherwise() {
    Tally hundred = tally(20, waiting(0, 0, 0, 0, 100));
    assertThat(rules(hundred, null, "{}")).isEmpty();
    assertThat(rules(tally(20, waiting(0, 0, 0, 0, 101)), null, "{}"))
        .containsExactly("replacement-characters");
    assertThat(rules(hundred, null, "{\"replacement-characters\": 0.99}"))
        .containsExactly("replacement-characters");
  }

  @Test
  void a_tally_comes_back_from_json_as_it_was() {
    Tally tally = tally(20, waiting(1, 2, 3, 4));
    assertThat(Watch.JSON.readValue(Watch.JSON.writeValueAsString(tally), Tally.class))
        .isEqualTo(tally);
  }
}
