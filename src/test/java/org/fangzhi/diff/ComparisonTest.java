package org.fangzhi.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fangzhi.diff.Diff.Block;
import org.fangzhi.diff.Diff.Cell;
import org.fangzhi.diff.Diff.Field;
import org.fangzhi.diff.Diff.Folded;
import org.fangzhi.diff.Diff.Kind;
import org.fangzhi.diff.Diff.Verdict;
import org.fangzhi.document.Hints;
import org.fangzhi.report.Reading;
import org.fangzhi.report.Reports;
import org.fangzhi.sample.ReportDocx;
import org.fangzhi.sample.ReportHtml;
import org.junit.jupiter.api.Test;

/** Two versions of reports, corrected as publishers correct them. */
class ComparisonTest {
  private static final String TITLE = "永安县人民政府2021年政府信息公开工作年度报告";

  private static final String FIRST =
      "2021年，永安县人民政府认真贯彻落实《中华人民共和国政府信息公开条例》，全年主动公开政府信息12508条，作出行政许可决定19649件。";

  private static final String SECOND =
      "全县各乡镇、各部门健全工作机制，明确专人负责，政府信息公开工作取得新的进展，全年受理政府信息公开申请58件，均按期答复。";

  private static final String THIRD = "存在的主要问题是部分单位对政府信息公开工作重视程度不够，公开的主动性和及时性有待加强，下一步将加大培训力度。";

  private static final String TABLE =
      """
      <table border=1>
      <tr><td colspan=4>第二十条第（一）项</td></tr>
      <tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>
      <tr><td>规章</td><td>0</td><td>0</td><td>0</td></tr>
      <tr><td>行政规范性文件</td><td>6</td><td>3</td><td>71</td></tr>
      <tr><td colspan=4>第二十条第（五）项</td></tr>
      <tr><td>信息内容</td><td colspan=3>本年处理决定数量</td></tr>
      <tr><td>行政许可</td><td colspan=3>19649</td></tr>
      <tr><td colspan=4>第二十条第（六）项</td></tr>
      <tr><td>信息内容</td><td colspan=3>本年处理决定数量</td></tr>
      <tr><td>行政处罚</td><td colspan=3>1452</td></tr>
      <tr><td>行政强制</td><td colspan=3>61</td></tr>
      </table>""";

  private static final String PAGE = page("一、总体情况", FIRST, SECOND, "二、主动公开情况", TABLE, THIRD);

  /** A page as a county has it; what begins with < is taken as it is. */
  private static String page(String... parts) {
    String body =
        Arrays.stream(parts)
            .map(part -> part.startsWith("<") ? part : "<p>" + part + "</p>")
            .collect(Collectors.joining("\n"));
    return """
        <html><head><title>%s-永安县人民政府</title><meta name="PubDate" content="2022-01-26"></head><body>
        <div class="top">今天是2022年1月26日 星期三</div>
        <div class="nav"><a href="/">首页</a> <a href="/zwgk/">政务公开</a></div>
        <h1>%s</h1>
        <div class="info">发布时间：2022-01-26 来源：县政府办公室 浏览次数：12 字体：【大 中 小】</div>
        <div id="zoom">%s</div>
        <p>上一篇：关于放假的通知</p><div class="footer">主办：永安县人民政府办公室</div></body></html>"""
        .formatted(TITLE, TITLE, body);
  }

  private static Reading read(String page) {
    return Reports.read(page.getBytes(StandardCharsets.UTF_8), Hints.NONE);
  }

  private static Diff diff(String old, String now) {
    return Comparison.of(read(old), read(now));
  }

  private static Cell onlyCell(Block block) {
    List<Cell> cells =
        block.table().rows().stream()
            .flatMap(row -> row.cells().stream())
            .filter(cell -> cell.op() != Op.SAME)
            .toList();
    assertThat(cells).hasSize(1);
    return cells.get(0);
  }

  @Test
  void a_corrected_figure_is_one_change_in_the_text_one_cell_and_one_value() {
    Diff diff = diff(PAGE, PAGE.replace("19649", "19622"));

    assertThat(diff.verdict()).isEqualTo(Verdict.SUBSTANCE);
    assertThat(diff.fields()).isEmpty();
    assertThat(diff.folded()).isEmpty();
    assertThat(diff.changes()).hasSize(2).allMatch(block -> block.op() == Op.CHANGED);
    assertThat(diff.changes().get(0).spans())
        .filteredOn(span -> span.op() != Op.SAME)
        .containsExactly(new Span(Op.CHANGED, "19649", "19622"));
    Cell cell = onlyCell(diff.changes().get(1));
    assertThat(cell.old()).isEqualTo("19649");
    assertThat(cell.now()).isEqualTo("19622");
    assertThat(cell.column()).isEqualTo("第二十条第(五)项 / 本年处理决定数量");
    assertThat(cell.indicator()).isEqualTo("G4.II.5.licence");
    assertThat(diff.values())
        .singleElement()
        .satisfies(
            figure -> {
              assertThat(figure.indicator()).isEqualTo("G4.II.5.licence");
              assertThat(figure.old().value()).isEqualByComparingTo("19649");
              assertThat(figure.now().value()).isEqualByComparingTo("19622");
            });
  }

  @Test
  void counters_clocks_and_navigation_are_folded_and_told() {
    String later =
        PAGE.replace("浏览次数：12 ", "浏览次数：345 ")
            .replace("今天是2022年1月26日 星期三", "今天是2022年3月1日 星期二")
            .replace("关于放假的通知", "关于上班的通知")
            .replace("永安县人民政府认真", "永安县人民政府 认真")
            .replace("，均按期", ",均按期");
    Diff diff = diff(PAGE, later);

    assertThat(diff.verdict()).isEqualTo(Verdict.NOISE);
    assertThat(diff.folded())
        .contains(
            new Folded(Kind.COUNTER, "浏览次数：12", "浏览次数：345"),
            new Folded(Kind.CLOCK, "今天是2022年1月26日 星期三", "今天是2022年3月1日 星期二"),
            new Folded(Kind.NAVIGATION, "上一篇：关于放假的通知", "上一篇：关于上班的通知"));
    assertThat(diff.folded()).filteredOn(one -> one.kind() == Kind.SPELLING).hasSize(2);
  }

  @Test
  void a_count_of_visits_that_the_report_tells_is_no_noise() {
    String told = page(FIRST, "政府门户网站访问量：120345人次", SECOND);
    Diff diff = diff(told, told.replace("120345", "120354"));

    assertThat(diff.verdict()).isEqualTo(Verdict.SUBSTANCE);
    assertThat(diff.changes().get(0).spans())
        .filteredOn(span -> span.op() != Op.SAME)
        .containsExactly(new Span(Op.CHANGED, "120345", "120354"));
  }

  @Test
  void white_space_between_figures_is_no_matter_of_spelling() {
    assertThat(
            diff(page(FIRST, "公开12 件，答复3件。", SECOND), page(FIRST, "公开1 2件，答复3件。", SECOND))
                .verdict())
        .isEqualTo(Verdict.SUBSTANCE);
  }

  @Test
  void a_moved_paragraph_is_told_as_moved() {
    Diff diff = diff(page(FIRST, SECOND, TABLE, THIRD), page(SECOND, TABLE, THIRD, FIRST));

    assertThat(diff.changes())
        .singleElement()
        .satisfies(
            block -> {
              assertThat(block.op()).isEqualTo(Op.MOVED);
              assertThat(block.oldAt()).containsExactly("p1");
              assertThat(block.at()).containsExactly("p3");
            });
    assertThat(diff.verdict()).isEqualTo(Verdict.SUBSTANCE);
  }

  @Test
  void rows_and_columns_that_came_are_told_without_the_others() {
    String row = "<tr><td>行政处罚</td>";
    String added = "<tr><td>行政裁决</td><td colspan=3>7</td></tr>\n" + row;
    Diff withRow = diff(PAGE, PAGE.replace(row, added));
    assertThat(withRow.changes()).hasSize(1);
    assertThat(withRow.changes().get(0).table().rows())
        .filteredOn(r -> r.op() != Op.SAME)
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.op()).isEqualTo(Op.ADDED);
              assertThat(r.cells()).extracting(Cell::now).containsExactly("行政裁决", "7");
            });

    String two =
        "<table border=1><tr><td>项目</td><td>2021年</td></tr><tr><td>受理</td><td>58</td></tr></table>";
    String three =
        "<table border=1><tr><td>项目</td><td>2020年</td><td>2021年</td></tr><tr><td>受理</td><td>52</td><td>58</td></tr></table>";
    Diff withColumn = diff(page(FIRST, two, SECOND), page(FIRST, three, SECOND));
    assertThat(withColumn.changes().get(0).table().rows())
        .flatExtracting(Diff.Row::cells)
        .filteredOn(cell -> cell.op() != Op.SAME)
        .extracting(Cell::op, Cell::now)
        .containsExactly(tuple(Op.ADDED, "2020年"), tuple(Op.ADDED, "52"));
  }

  @Test
  void a_pdf_that_became_a_page_compares_by_cell() {
    Reading pdf = Reports.read(ReportDocx.pdf(), Hints.NONE);
    Diff same = Comparison.of(pdf, Reports.read(ReportHtml.of("", ""), Hints.NONE));
    assertThat(same.changes()).isEmpty();
    assertThat(same.values()).isEmpty();
    assertThat(same.fields())
        .containsExactly(new Field("media type", "application/pdf", "text/html"));

    Diff diff = Comparison.of(pdf, Reports.read(ReportHtml.of("17935", "17953"), Hints.NONE));
    assertThat(diff.changes()).hasSize(1);
    Cell cell = onlyCell(diff.changes().get(0));
    assertThat(cell.old()).isEqualTo("17935");
    assertThat(cell.now()).isEqualTo("17953");
    assertThat(cell.indicator()).isEqualTo("G4.II.5.licence");
  }

  @Test
  void attributes_are_told_by_field() {
    Diff diff =
        diff(PAGE, PAGE.replace("2022-01-26", "2022-02-08").replace("来源：县政府办公室", "来源：县大数据局"));
    assertThat(diff.fields())
        .contains(
            new Field("published", "2022-01-26", "2022-02-08"),
            new Field("PubDate", "2022-01-26", "2022-02-08"),
            new Field("来源", "县政府办公室", "县大数据局"));
    assertThat(diff.changes()).isEmpty();
  }

  @Test
  void a_finding_comes_with_the_figure_that_breaks_it() {
    String old = new String(ReportHtml.of("", ""), StandardCharsets.UTF_8);
    // 66 and 3 of last year are 64 and 5 carried on; 67 are not.
    String now = new String(ReportHtml.of(">66<", ">67<"), StandardCharsets.UTF_8);
    Diff diff = diff(old, now);
    assertThat(diff.findings()).extracting(finding -> finding.finding().rule()).contains("G4.R1");
    assertThat(diff.findings()).allMatch(finding -> finding.op() == Op.ADDED);
    assertThat(diff(now, old).findings()).allMatch(finding -> finding.op() == Op.REMOVED);
  }

  @Test
  void names_and_telephones_of_a_form_s_footer_are_nowhere() {
    String footer = "单位负责人：李四　审核人：王五　填报人：张三　联系电话：0874-7123456";
    String split = "<table border=1><tr><td>填报人：</td><td>张三丰</td><td>1</td></tr></table>";
    Diff diff = diff(page(FIRST, SECOND), page(FIRST, SECOND, split, footer));
    String told = DiffJson.line(DiffJson.of(diff, true));
    assertThat(told).contains("负责人：").doesNotContain("李四", "王五", "张三", "7123456");
  }

  @Test
  void what_cannot_be_read_is_not_taken_for_the_same() {
    Reading nothing = Reports.read(new byte[] {'P', 'K', 3, 4, 0, 0}, Hints.NONE);
    assertThat(Comparison.of(nothing, nothing).verdict()).isEqualTo(Verdict.UNREAD);
  }

  @Test
  void much_that_differs_is_bounded_and_said() {
    String[] old = numbered("甲", 3_000);
    String[] now = numbered("乙", 3_000);
    Diff diff = assertTimeout(Duration.ofSeconds(20), () -> diff(page(old), page(now)));
    assertThat(diff.cut()).isNotEmpty();
    assertThat(diff.changes()).hasSize(6_000);
  }

  private static String[] numbered(String word, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> word.repeat(5 + i % 7) + i)
        .toArray(String[]::new);
  }
}
