package org.fangzhi.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.api.Test;

class SearchableTest {

  private static String marked(String text, String... words) {
    StringBuilder out = new StringBuilder(text);
    List<Searchable.Hit> hits = Searchable.of(text).hits(List.of(words));
    for (int i = hits.size() - 1; i >= 0; i--) {
      out.insert(hits.get(i).to(), ']').insert(hits.get(i).from(), '[');
    }
    return out.toString();
  }

  @Test
  void traditional_wide_and_spaced_characters_are_found_as_simplified_ones() {
    assertThat(Searchable.of("政府資訊 公開\nＡ１").text()).isEqualTo("政府资讯公开a1");
    assertThat(marked("信訪局收到申請", "信访")).isEqualTo("[信訪]局收到申請");
    assertThat(marked("政府信息公\n  开工作", "公开")).isEqualTo("政府信息[公\n  开]工作");
  }

  @Test
  void hits_that_touch_are_one_and_what_is_not_there_is_none() {
    assertThat(marked("公开公开了", "公开")).isEqualTo("[公开公开]了");
    assertThat(marked("信息公开", "信息", "息公")).isEqualTo("[信息公]开");
    assertThat(marked("信息公开", "保密")).isEqualTo("信息公开");
  }

  @Test
  void a_ligature_that_grows_and_a_character_beyond_the_first_plane_keep_their_places() {
    assertThat(marked("㈱𠮷野", "野")).isEqualTo("㈱𠮷[野]");
    assertThat(marked("共㎏计", "kg")).isEqualTo("共[㎏]计");
  }

  @Test
  void grams_are_each_two_neighbours_once() {
    // 公 is U+516C, 开 is U+5F00.
    assertThat(Searchable.grams("公开公开")).containsExactly(0x516C5F00, 0x5F00516C);
    assertThat(Searchable.grams("公")).isEmpty();
  }

  @Property
  void a_text_is_searched_as_it_is_compared(
      @ForAll @Chars({'信', '訪', '后', '後', '發', '着', '著', ' ', '，', '：', '１'}) String text) {
    assertThat(Searchable.of(text).text()).isEqualTo(Normalised.of(text));
  }
}
