package org.fangzhi.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fangzhi.api.Caller;
import org.junit.jupiter.api.Test;

class TextsTest {
  private static final Pattern WORD = Pattern.compile("t\\.(?:word|of)\\(\"([\\w.-]+)\"\\)");
  private static final Pattern UNESCAPED =
      Pattern.compile("\\$unsafe|\\sstyle=|<script|<style|\\son\\w+=");

  private static String templates() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/jte"))) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(f -> f.toString().endsWith(".jte")).sorted().toList()) {
        all.append(Files.readString(file));
      }
      return all.toString();
    }
  }

  @Test
  void both_languages_have_the_same_words_and_none_is_empty() {
    assertThat(Texts.ZH.all().keySet()).isEqualTo(Texts.EN.all().keySet());
    for (Texts texts : List.of(Texts.ZH, Texts.EN)) {
      assertThat(texts.all().values()).allSatisfy(v -> assertThat(v.toString()).isNotBlank());
    }
  }

  @Test
  void every_word_that_a_template_names_is_there() throws IOException {
    Set<String> named =
        WORD.matcher(templates())
            .results()
            .map((MatchResult m) -> m.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(named).hasSizeGreaterThan(100);
    assertThat(Texts.EN.all().keySet()).containsAll(named);
  }

  @Test
  void no_template_has_what_the_content_policy_forbids() throws IOException {
    assertThat(UNESCAPED.matcher(templates()).results().map(MatchResult::group)).isEmpty();
  }

  private static Visit visit(String path, String query, String cookie, String accepted) {
    return Visit.of(path, query, cookie, accepted, Caller.NOBODY);
  }

  @Test
  void the_language_is_the_one_asked_for_then_remembered_then_accepted() {
    assertThat(visit("/", "lang=zh", "lang=en", "en").texts()).isSameAs(Texts.ZH);
    assertThat(visit("/", null, "a=b; lang=zh", "en").texts()).isSameAs(Texts.ZH);
    assertThat(visit("/", null, null, "fr, zh-CN;q=0.9, en;q=0.8").texts()).isSameAs(Texts.ZH);
    assertThat(visit("/", "lang=xx", null, null).texts()).isSameAs(Texts.EN);
  }

  @Test
  void a_changed_question_begins_at_its_first_page() {
    Visit visit = visit("/search", "q=%E5%85%AC%E5%BC%80&after=2021.x&lang=en", null, null);
    assertThat(visit.with("year", "2021")).isEqualTo("/search?q=%E5%85%AC%E5%BC%80&year=2021");
    assertThat(visit.in("zh")).isEqualTo("/search?q=%E5%85%AC%E5%BC%80&after=2021.x&lang=zh");
  }
}
