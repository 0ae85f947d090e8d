package org.fangzhi.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.fangzhi.diff.Diff.Verdict;
import org.fangzhi.document.Block;
import org.fangzhi.document.Hints;
import org.fangzhi.report.Reading;
import org.fangzhi.report.Reports;

/** What holds of any two documents. */
class DiffPropertyTest {
  private static final String TITLE = "关于做好材料报送工作的通知";

  private static final List<String> PIECES =
      List.of(
          "政府信息公开",
          "行政复议",
          "受理",
          "答复",
          "19649",
          "58件",
          "2022年1月26日",
          "，",
          "。",
          " ",
          "G4",
          "3.5%",
          "予以公开",
          "不予公开");

  @Provide
  Arbitrary<String> text() {
    return Arbitraries.of(PIECES)
        .list()
        .ofMinSize(1)
        .ofMaxSize(30)
        .map(p -> "本报告" + String.join("", p));
  }

  @Provide
  Arbitrary<List<String>> paragraphs() {
    return text().list().ofMinSize(1).ofMaxSize(12);
  }

  private static Reading read(List<String> paragraphs) {
    String body = paragraphs.stream().map(p -> "<p>" + p + "</p>").collect(Collectors.joining());
    String page =
        "<html><head><title>"
            + TITLE
            + "</title></head><body><h1>"
            + TITLE
            + "</h1><div id=\"zoom\">"
            + body
            + "</div></body></html>";
    return Reports.read(page.getBytes(StandardCharsets.UTF_8), Hints.NONE);
  }

  @Property(tries = 60)
  void nothing_differs_from_itself(@ForAll("paragraphs") List<String> paragraphs) {
    Diff diff = Comparison.of(read(paragraphs), read(paragraphs));
    assertThat(diff.verdict()).isEqualTo(Verdict.SAME);
    assertThat(diff.changes()).isEmpty();
  }

  @Property(tries = 100)
  void the_runs_of_words_are_both_texts(@ForAll("text") String old, @ForAll("text") String now) {
    List<Span> spans = Prose.of(old, now, new Limits());
    assertThat(spans.stream().map(Span::old).collect(Collectors.joining())).isEqualTo(old);
    assertThat(spans.stream().map(Span::now).collect(Collectors.joining())).isEqualTo(now);
    assertThat(spans)
        .filteredOn(span -> span.op() == Op.SAME)
        .allMatch(span -> keys(span.old()).equals(keys(span.now())));
  }

  /** What was removed and moved away taken out, what was added and moved here put in. */
  @Property(tries = 60)
  void the_blocks_turn_the_old_document_into_the_new(
      @ForAll("paragraphs") List<String> old, @ForAll("paragraphs") List<String> now) {
    Reading was = read(old);
    Reading is = read(now);
    Diff diff = Comparison.of(was, is);
    String text =
        diff.blocks().stream()
            .filter(block -> block.op() != Op.REMOVED)
            .map(block -> block.spans().stream().map(Span::now).collect(Collectors.joining()))
            .collect(Collectors.joining("\n"));
    assertThat(text).isEqualTo(text(is));
    List<String> places =
        diff.blocks().stream().flatMap(block -> block.oldAt().stream()).sorted().toList();
    assertThat(places).isEqualTo(body(was).stream().map(Block::at).sorted().toList());
  }

  private static List<String> keys(String text) {
    return Words.of(text).stream().map(Words.Word::key).filter(key -> !key.isEmpty()).toList();
  }

  private static String text(Reading reading) {
    return body(reading).stream()
        .map(block -> ((Block.Paragraph) block).text())
        .collect(Collectors.joining("\n"));
  }

  /** The title is compared apart. */
  private static List<Block> body(Reading reading) {
    return reading.document().blocks().stream()
        .filter(block -> !((Block.Paragraph) block).text().equals(TITLE))
        .toList();
  }
}
