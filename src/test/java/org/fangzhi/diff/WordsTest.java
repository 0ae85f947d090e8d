package org.fangzhi.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
  private static List<String> words(String text) {
    return Words.of(text).stream().map(Words.Word::text).toList();
  }

  @Test
  void numbers_dates_and_latin_words_are_whole() {
    assertThat(words("2022年1月26日收费2,316.80万元，增长11.5%，见www.example.gov.cn"))
        .contains("2022年1月26日", "2,316.80", "11.5%", "www.example.gov.cn");
    assertThat(words("１９６４９件")).startsWith("１９６４９");
  }

  @Test
  void chinese_is_parted_into_words() {
    assertThat(words("依法不予公开政府信息")).contains("不予", "公开", "政府", "信息");
  }

  @Test
  void width_script_and_white_space_do_not_matter_but_between_numbers() {
    assertThat(Words.key("政府信息　公開（１２件）")).isEqualTo(Words.key("政府信息公开(12件)"));
    assertThat(Words.key("1 2件")).isNotEqualTo(Words.key("12件"));
  }
}
