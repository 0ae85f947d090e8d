package org.fangzhi.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The mirror's page has the wounds that pages of real mirrors have. */
class ConverterMirrorTest {

  @Test
  void pinyin_follows_the_characters_of_its_set() {
    assertThat(ConverterMirror.convert("县政府网站发布")).isEqualTo("縣政府網(wǎng)站發(fā)布");
  }

  /** Each of these strings was seen on pages of real mirrors. */
  @Test
  void bytes_are_torn_where_they_look_like_a_mark_or_an_annotated_character() {
    assertThat(ConverterMirror.convert("水平。现将")).isEqualTo("水平?，F(xiàn)將");
    assertThat(ConverterMirror.convert("的形式。县政府")).isEqualTo("的形式?？h政府");
    assertThat(ConverterMirror.convert("领域专项治理、权力")).isEqualTo("領(lǐng)域?qū)ｍ椫卫怼\uE57E?quán)力");
    assertThat(ConverterMirror.convert("皖ICP备")).isEqualTo("皖I(lǐng)CP備");
  }

  @Test
  void the_kept_page_is_what_becomes_of_the_page_that_it_copies() {
    assertThat(Resources.text("sites/spam/mangled.htm"))
        .isEqualTo(ConverterMirror.mirror())
        .contains("域?qū)ｍ椫卫怼", "charset=utf-8", "古堨")
        .doesNotContain("规范");
  }
}
