package org.fangzhi.document;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.fangzhi.document.Document.Repair;
import org.junit.jupiter.api.Test;

class MirrorRepairTest {
  /** Enough to show that a mirror had the page in its hands. */
  private static final String GATE = "政府信息公開工作開展情況數(shù)據(jù)由各鎮(zhèn)統(tǒng)計。\n";

  @Test
  void pinyinBehindCharactersIsTakenOutAndTheTextSimplified() {
    Document document = Shared.text(GATE);

    assertThat(document.mirrorArtefact()).isTrue();
    assertThat(document.text()).isEqualTo("政府信息公开工作开展情况数据由各镇统计。");
    assertThat(document.repairs().get(0)).isEqualTo(new Repair(12, "R4", "數(shù)", "數", 1.0));
    assertThat(document.repairs()).hasSize(4);
  }

  @Test
  void genuineGlossesStay() {
    assertMended("亳(bó)州市", "亳(bó)州市");
    Document plain = Shared.text("位于亳(bó)州市，發(fā)文一件。");
    assertThat(plain.mirrorArtefact()).isFalse();
    assertThat(plain.text()).isEqualTo("位于亳(bó)州市，發(fā)文一件。");
    assertThat(plain.normalised()).contains("发(fā)文");
  }

  @Test
  void textTornAtPunctuationIsJoined() {
    // 。現 is A1 A3 AC 46: cut at A3 AC, the full-width comma
    assertMended("水平?,F(xiàn)將情況報告如下", "水平。现将情况报告如下");
    assertMended("干群關系,F(xiàn)根據(jù)實際", "干群关系。现根据实际");
    // 。縣 is A1 A3 BF 68: cut at A3 BF, the full-width question mark
    assertMended("多種形式??h政府門戶", "多种形式。县政府门户");
    // 。互聯 is A1 A3 BB A5 C2 93: cut at A3 BB, the full-width semicolon
    assertMended("公開?；ヂ?lián)網站", "公开。互联网站");
  }

  @Test
  void aTornRunIsShiftedBack() {
    assertMended("工程領(lǐng)域?qū)m椫卫怼\uE57E?quán)力公開", "工程领域专项治理、权力公开");
  }

  @Test
  void questionsAndListsStay() {
    assertMended("怎么辦?縣政府", "怎么办?县政府");
    assertMended("A,B兩類;C類", "A,B两类;C类");
  }

  @Test
  void documentNumbersGetTheirBracketsBack() {
    assertMended("績政辦201292號", "绩政办〔2012〕92号");
    assertMended("績政辦〔201226號", "绩政办〔2012〕26号");
    assertMended("績政辦〔2012〕26號", "绩政办〔2012〕26号");
    assertMended("績政辦2012年印發", "绩政办2012年印发");
  }

  @Test
  void theAspectParticleIsTold() {
    assertMended("還存在著問題，著重抓好，效果顯著，著名", "还存在着问题，着重抓好，效果显著，著名");
  }

  @Test
  void notesWithoutTonesTakeManyToBelieve() {
    String noted = "政(zheng)府(fu)信(xin)息(xi)公(gong)开(kai)工(gong)作(zuo)报(bao)告(gao)(gao)";

    assertThat(Shared.text(noted).text()).isEqualTo("政府信息公开工作报告");
    assertThat(Shared.text("文(wen)章(zhang)").text()).isEqualTo("文(wen)章(zhang)");
  }

  @Test
  void aRepairedCopyComparesEqualToTheOriginal() {
    String original = "各镇数据统计如下。现将我县发文情况报告，经县政府同意发布。县内无异议。";
    String mirror =
        "各鎮(zhèn)數(shù)據(jù)統(tǒng)計如下?,F(xiàn)將我縣發(fā)文情況報告,經(jīng)縣政府同意發(fā)布??h內(nèi)無異議。";

    assertThat(Shared.text(mirror).normalised()).isEqualTo(Shared.text(original).normalised());
  }

  @Test
  void realMirrorsAreMendedWhole() throws IOException {
    assertSeed("000", Map.of("R1", 1L, "R2", 1L, "R3", 1L, "R4", 198L, "R5", 1L, "R6", 2L));
    assertSeed("003", Map.of("R2", 1L, "R4", 101L, "R5", 1L));
  }

  private static void assertSeed(String name, Map<String, Long> rules) throws IOException {
    byte[] bytes = Shared.seed(name);
    String source = new String(bytes, StandardCharsets.UTF_8);
    Document document = Documents.read(bytes, Hints.NONE);

    assertThat(document.repairs().stream().collect(groupingBy(Repair::rule, counting())))
        .isEqualTo(rules);
    assertThat(
            Pattern.compile("[?]|\\([a-zā-ǜ]+\\)|[\\uE000-\\uF8FF]")
                .matcher(document.text())
                .find())
        .isFalse();
    assertThat(document.repairs())
        .filteredOn(r -> r.rule().compareTo("R5") < 0)
        .allSatisfy(r -> assertThat(source.startsWith(r.before(), r.at())).isTrue());
  }

  private static void assertMended(String printed, String mended) {
    Document document = Shared.text(GATE + printed);
    String text = document.text();
    assertThat(text.substring(text.indexOf('\n') + 1)).isEqualTo(mended);
  }
}
