package org.fangzhi.document;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import org.fangzhi.document.CharsetEvidence.By;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CharsetsTest {
  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final String REPORT = "宣威市人民政府2018年政府信息公开工作年度报告";
  private static final String TRADITIONAL = "臺北市政府資訊公開年度報告，各機關應依本法規定主動公開政府資訊。";

  @ParameterizedTest
  @CsvSource({
    "text/html; charset=utf-8, GB18030, gb18030, DETECTION",
    "text/html; charset=ISO-8859-1, GB18030, gb18030, DETECTION",
    "text/html; charset=big5, GB18030, gb18030, DETECTION",
    "text/html; charset=gb2312, UTF-8, utf-8, DETECTION",
    "text/html; charset=iso-8859-1, UTF-8, utf-8, DETECTION",
    "text/html; charset=GBK, GB18030, gb18030, HEADER",
    "text/html; charset=utf-8, UTF-8, utf-8, HEADER",
    "text/html, GB18030, gb18030, DETECTION",
    "text/html, UTF-8, utf-8, DETECTION",
  })
  void aHeaderWinsOnlyWhenTheBytesBearItOut(String contentType, String actual, String name, By by) {
    Decoded decoded = Charsets.decode(REPORT.getBytes(Charset.forName(actual)), contentType);

    assertThat(decoded.text()).isEqualTo(REPORT);
    assertThat(decoded.evidence()).isEqualTo(new CharsetEvidence(name, by, 0));
  }

  @Test
  void theMetaElementDecidesAgainstAWrongHeader() {
    byte[] page = ("<meta charset='gb2312'><p>" + REPORT).getBytes(GB18030);

    Decoded decoded = Charsets.decode(page, "text/html; charset=utf-8");

    assertThat(decoded.text()).endsWith(REPORT);
    assertThat(decoded.evidence()).isEqualTo(new CharsetEvidence("gb18030", By.META, 0));
  }

  @Test
  void gb2312MeansGb18030() {
    // 镕 and 喆 are not in GB 2312, 㐀 takes four bytes
    byte[] page = ("<meta charset=gb2312>政府信息公开 朱镕 喆 㐀").getBytes(GB18030);

    assertThat(Charsets.decode(page, null).text()).endsWith("朱镕 喆 㐀");
  }

  @Test
  void traditionalTextIsBig5OrGb18030ByItsCommonCharacters() {
    Decoded big5 = Charsets.decode(TRADITIONAL.getBytes(Charset.forName("Big5")), null);
    assertThat(big5.text()).isEqualTo(TRADITIONAL);
    assertThat(big5.evidence().name()).isEqualTo("big5");

    Decoded gb = Charsets.decode(TRADITIONAL.getBytes(GB18030), null);
    assertThat(gb.text()).isEqualTo(TRADITIONAL);
    assertThat(gb.evidence().name()).isEqualTo("gb18030");
  }

  @Test
  void aFewBytesThatAreUtf8ByChanceAreWhatTheHeaderSays() {
    // the two characters are C1 AA CD A8 in GBK; CD A8 is a letter in UTF-8 as well
    byte[] bytes = {(byte) 0xCD, (byte) 0xA8};

    assertThat(Charsets.decode(bytes, "text/html; charset=gbk").text()).isEqualTo("通");
  }

  @Test
  void aByteOrderMarkWinsOverEverything() {
    byte[] wide = ("\uFEFF" + REPORT).getBytes(UTF_16LE);
    assertThat(Charsets.decode(wide, "text/html; charset=gbk"))
        .isEqualTo(new Decoded(REPORT, new CharsetEvidence("utf-16le", By.BOM, 0)));

    byte[] marked = ("\uFEFF" + REPORT).getBytes(UTF_8);
    assertThat(Charsets.decode(marked, null))
        .isEqualTo(new Decoded(REPORT, new CharsetEvidence("utf-8", By.BOM, 0)));
  }

  @Test
  void tornBytesAreCounted() {
    byte[] whole = (REPORT + REPORT).getBytes(UTF_8);
    byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 1);

    Decoded decoded = Charsets.decode(cut, null);

    assertThat(decoded.evidence().name()).isEqualTo("utf-8");
    assertThat(decoded.evidence().replaced()).isEqualTo(1);
    assertThat(decoded.text()).startsWith(REPORT).endsWith("报\uFFFD");
  }

  @Test
  void aReplacementCharacterInTheBytesIsNoError() {
    assertThat(Charsets.decode((REPORT + "\uFFFD").getBytes(UTF_8), null).evidence().replaced())
        .isZero();
  }

  @Test
  void whatPostgresqlRefusesNeverLeaves() {
    byte[] wide = "年\0报。\uD800".getBytes(UTF_16LE);
    byte[] marked = new byte[wide.length + 2];
    marked[0] = (byte) 0xFF;
    marked[1] = (byte) 0xFE;
    System.arraycopy(wide, 0, marked, 2, wide.length);
    // the encoder of the JDK puts '?' for the lone surrogate: put it back
    marked[10] = 0;
    marked[11] = (byte) 0xD8;

    assertThat(Charsets.decode(marked, null).text()).isEqualTo("年报。\uFFFD");
    assertThat(Charsets.decode("a\0b\u0001c\td".getBytes(UTF_8), null).text()).isEqualTo("abc\td");
  }

  @Test
  void plainAsciiTakesWhatIsDeclared() {
    assertThat(Charsets.decode("abc".getBytes(UTF_8), null).evidence())
        .isEqualTo(new CharsetEvidence("utf-8", By.DEFAULT, 0));
    assertThat(Charsets.decode("abc".getBytes(UTF_8), "text/html; charset=gbk").evidence())
        .isEqualTo(new CharsetEvidence("gb18030", By.HEADER, 0));
  }

  @Test
  void otherLanguagesAreReadAsDeclared() {
    String japanese = "情報公開の年次報告をここに掲載します";
    byte[] bytes = japanese.getBytes(Charset.forName("Shift_JIS"));

    assertThat(Charsets.decode(bytes, "text/html; charset=shift_jis").text()).isEqualTo(japanese);
  }
}
