package org.fangzhi.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwinsTest {
  @ParameterizedTest
  @CsvSource({
    "http://www.a.gov.cn/nb/, https://www.a.gov.cn/nb/",
    "http://www.a.gov.cn/nb/, http://www.a.gov.cn/nb/index.html",
    "http://www.a.gov.cn/nb/, https://www.a.gov.cn/nb/index.shtml",
    "http://www.a.gov.cn/art/1.html, http://m.a.gov.cn/art/1.html",
    "http://www.a.gov.cn/art/1.html, http://wap.a.gov.cn/art/1.html",
    "http://www.a.gov.cn/art/1.html, http://a.gov.cn/art/1.html",
    "http://www.a.gov.cn/art/1.html, http://www.a.gov.cn/art/1_wap.html",
    "http://127.0.0.1:8080/nb/1.html, http://127.0.0.1:8080/nb/1_wap.html",
    "http://www.a.gov.cn/s?id=7, https://m.a.gov.cn/s?id=7"
  })
  void twins_are_each_others_spellings(String one, String other) {
    assertThat(Twins.spellings(one)).contains(other).doesNotContain(one).hasSizeLessThan(50);
    assertThat(Twins.spellings(other)).contains(one).doesNotContain(other);
    assertThat(Twins.spellings(one))
        .allSatisfy(s -> assertThat(Addresses.canonical(s)).isEqualTo(s));
  }
}
