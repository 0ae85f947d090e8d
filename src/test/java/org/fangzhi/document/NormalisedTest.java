package org.fangzhi.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.houbb.opencc4j.util.ZhConverterUtil;
import java.text.Normalizer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class NormalisedTest {

  @Test
  void widthsSpacesAndScriptsDoNotMatter() {
    assertThat(Normalised.of("（２０１２年） 公\u00A0開\u3000條例，“三公”經費①㎡…"))
        .isEqualTo("(2012年)公开条例,“三公”经费1m2...");
  }

  @Test
  void phrasesComeOutAsPhrases() {
    assertThat(Simplified.of("瞭望、瞭解、乾縣、系統、著作")).isEqualTo("瞭望、了解、乾县、系统、著作");
  }

  @Test
  void theLookUpAgreesWithTheConverter() {
    String text = "績溪縣2012年度政府信息公開工作報告：按照市政府統一部署，強化組織領導，還存在著問題，應當改進後續監督機制";

    assertThat(Simplified.of(text)).isEqualTo(ZhConverterUtil.toSimple(text));
  }

  @Property(tries = 2_000)
  void theQuickWayAgreesWithTheNormaliserOfTheJdk(@ForAll String text) {
    String slow = Normalizer.normalize(text, Normalizer.Form.NFKC);
    StringBuilder bare = new StringBuilder();
    for (char c : slow.toCharArray()) {
      if (!Characters.isBlank(c)) {
        bare.append(c);
      }
    }

    assertThat(Normalised.of(text)).isEqualTo(Simplified.of(bare.toString()));
  }
}
