package org.fangzhi.document;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordRtfTest {
  private static Document read(String rtf) {
    return Documents.read(rtf.getBytes(US_ASCII), Hints.NONE);
  }

  @Test
  void textIsDecodedByItsCodePageAndAsideTextLeftOut() {
    Document document =
        read(
            "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 \\'cb\\'ce\\'cc\\'e5;}}"
                + "{\\info{\\title ignored}}\\f0 \\'d0\\'c5\\'cf\\'a2\\u20844 ?\\'bf\\'aa"
                + "{\\v hidden}{\\*\\bkmkstart a}{\\field{\\*\\fldinst PAGE}{\\fldrslt 7}}\\par "
                + "second\\line line\\par}");
    assertThat(document.mediaType()).isEqualTo("application/rtf");
    assertThat(document.notes()).isEmpty();
    assertThat(document.text()).isEqualTo("信息公开7\nsecond\nline");
  }

  @Test
  void cellsStandByTheirEdgesAndMergeDownwards() {
    Document document =
        read(
            "{\\rtf1\\ansi before\\par "
                + "\\trowd\\clvmgf\\cellx1000\\cellx2000\\cellx3000"
                + "\\pard\\intbl A\\cell 1\\cell 2\\cell\\row "
                + "\\trowd\\clvmrg\\cellx1000\\cellx3000\\pard\\intbl\\cell 3\\cell\\row "
                + "\\pard after\\par}");
    assertThat(document.blocks()).hasSize(3);
    List<List<Block.Cell>> rows = List.copyOf(((Block.Table) document.blocks().get(1)).rows());
    assertThat(rows.get(0)).extracting(Block.Cell::text).containsExactly("A", "1", "2");
    assertThat(rows.get(1)).extracting(Block.Cell::text).containsExactly("A", "3", "3");
  }

  @Test
  void theMarkOfAFootnoteIsNoDigitOfANumber() {
    Document document = read("{\\rtf1\\ansi 12{\\super 1}\\par 5\\super 2\\nosupersub 7\\par}");
    assertThat(document.text()).isEqualTo("12[1]\n5[2]7");
  }

  @Test
  void aFileThatAnnouncesMoreThanItHasIsRefused() {
    assertThat(read("{\\rtf1\\bin2000000000 }").notes())
        .singleElement()
        .asString()
        .contains("binary");
    assertThat(read("{\\rtf1" + "{".repeat(100_000)).notes())
        .singleElement()
        .asString()
        .contains("nested");
  }

  @Test
  void brokenFilesAreSaidToBeSo() {
    assertThat(read("{\\rtf1 half {\\b open").notes()).hasSizeLessThan(2);
    assertThat(read("{\\rtf1" + "{".repeat(100_000)).notes()).isNotNull();
    assertThat(read("{\\rtf1}").notes()).containsExactly("no text in the file");
  }
}
