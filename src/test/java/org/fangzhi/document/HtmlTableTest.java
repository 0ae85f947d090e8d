package org.fangzhi.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlTableTest {

  @Test
  void spansFillTheGridAndEachPlaceNamesItsCell() {
    Block.Table table =
        only(
            "<table><tr><td rowspan=2>甲</td><td colspan=2>乙</td></tr>"
                + "<tr><td>1</td><td>2</td></tr></table>");

    assertThat(texts(table)).containsExactly(List.of("甲", "乙", "乙"), List.of("甲", "1", "2"));
    assertThat(cell(table, 1, 0)).isSameAs(cell(table, 0, 0));
    assertThat(cell(table, 0, 2).at()).isEqualTo("t1r1c2");
    assertThat(cell(table, 1, 2).at()).isEqualTo("t1r2c3");
    assertThat(cell(table, 0, 0).rowSpan()).isEqualTo(2);
  }

  @Test
  void runsInsideACellAreJoinedWithoutASeparator() {
    Block.Table table =
        only(
            "<table><tr><td><p><span>2</span><span>0</span></p></td><td>行政<br>许可</td></tr>"
                + "<tr><td>&nbsp;&nbsp;15&nbsp;</td><td><p>第一</p><p>第二</p></td></tr></table>");

    assertThat(texts(table)).containsExactly(List.of("20", "行政\n许可"), List.of("15", "第一\n第二"));
    assertThat(cell(table, 1, 0).raw()).isEqualTo("\u00A0\u00A015\u00A0");
  }

  @Test
  void spansAreCutToTheTable() {
    Block.Table table =
        only(
            "<table><tr><td rowspan=60000>甲</td><td colspan=9999>乙</td></tr>"
                + "<tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>");

    assertThat(table.columns()).isEqualTo(3);
    assertThat(table.rows()).hasSize(3);
    assertThat(cell(table, 0, 0).rowSpan()).isEqualTo(3);
    assertThat(cell(table, 0, 1).colSpan()).isEqualTo(2);
  }

  @Test
  void aPlaceThatNoCellCoversIsNull() {
    Block.Table table =
        only("<table><tr><td>甲</td><td>乙</td></tr><tr><td>1</td></tr><tr><td>2<td>3</table>");

    assertThat(table.rows().get(1)).hasSize(2);
    assertThat(table.rows().get(1).get(1)).isNull();
  }

  @Test
  void emptyCellsAndRowsStay() {
    Block.Table table =
        only("<table><tr><td>甲<td>乙</tr><tr><td>&nbsp;<td></tr><tr><td>1<td>0</tr></table>");

    assertThat(texts(table)).containsExactly(List.of("甲", "乙"), List.of("", ""), List.of("1", "0"));
  }

  @Test
  void layoutTablesAreWalkedIntoAndTablesInsideAreTheirOwn() {
    Document document =
        Shared.html(
            "<table><tr><td>左</td><td><p>2018年，全市主动公开政府信息9850条，其他情况如下。</p>"
                + "<table><tr><td>规章</td><td>1</td></tr><tr><td>文件</td><td>2</td></tr></table>"
                + "<table><tr><td>许可</td><td>3</td></tr><tr><td>处罚</td><td>4</td></tr></table>"
                + "</td></tr></table>");

    assertThat(Shared.tables(document)).hasSize(2);
    assertThat(texts(Shared.tables(document).get(1)))
        .containsExactly(List.of("许可", "3"), List.of("处罚", "4"));
    assertThat(document.text()).contains("主动公开政府信息9850条");
  }

  @Test
  void aHugeTableIsBoundedAndFast() {
    String rows = "<tr><td rowspan=65534 colspan=1000>1".repeat(30_000);

    Block.Table table = only("<table>" + rows + "</table>");

    assertThat(table.rows().size()).isLessThanOrEqualTo(5_000);
    assertThat(table.columns()).isLessThanOrEqualTo(200);
  }

  private static Block.Table only(String html) {
    List<Block.Table> tables = Shared.tables(Shared.html("<body>" + html));
    assertThat(tables).hasSize(1);
    return tables.get(0);
  }

  private static Block.Cell cell(Block.Table table, int row, int column) {
    Block.Cell cell = table.rows().get(row).get(column);
    assertThat(cell).isNotNull();
    return cell;
  }

  private static List<List<String>> texts(Block.Table table) {
    return table.rows().stream()
        .map(row -> row.stream().map(c -> c == null ? "∅" : c.text()).toList())
        .toList();
  }
}
