package org.fangzhi.console;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fangzhi.api.VersionDiff;
import org.fangzhi.diff.Diff;
import org.fangzhi.diff.DiffJson;
import org.fangzhi.diff.Op;
import org.fangzhi.report.Report;
import org.jspecify.annotations.Nullable;

/**
 * What two versions differ in, as shown.
 *
 * @param title of the page whose versions they are
 * @param verdict in a sentence
 * @param folded how many differences of each kind of noise there are
 */
public record DiffPage(
    String title,
    String url,
    String oldAt,
    String at,
    String verdict,
    Diff diff,
    List<Figure> figures,
    List<Passage> passages,
    Map<String, Integer> folded) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));

  /** A figure that differs; a number or what stands there instead. */
  public record Figure(String indicator, String column, String old, String now) {}

  /**
   * A block that differs, or how many that stayed stand between those.
   *
   * @param block null where blocks stayed
   * @param stayed how many did, else 0
   */
  public record Passage(Diff.@Nullable Block block, int stayed) {}

  static DiffPage of(VersionDiff.Compared compared) {
    Diff diff = compared.diff();
    Map<String, Integer> folded = new TreeMap<>();
    diff.folded().forEach(one -> folded.merge(DiffJson.word(one.kind()), 1, Integer::sum));
    return new DiffPage(
        "Difference of two versions",
        compared.now().url(),
        time(compared.old().at()),
        time(compared.now().at()),
        switch (diff.verdict()) {
          case SAME -> "Nothing that is read of them differs.";
          case NOISE -> "Nothing of substance differs.";
          case UNREAD -> "Nothing can be said: of one or both no text could be read.";
          case SUBSTANCE -> "They differ.";
        },
        diff,
        diff.values().stream()
            .map(
                figure ->
                    new Figure(
                        figure.indicator(),
                        figure.column() == null ? "" : figure.column(),
                        told(figure.old()),
                        told(figure.now())))
            .toList(),
        passages(diff.blocks()),
        folded);
  }

  private static List<Passage> passages(List<Diff.Block> blocks) {
    List<Passage> passages = new ArrayList<>();
    int stayed = 0;
    for (Diff.Block block : blocks) {
      if (block.op() == Op.SAME) {
        stayed++;
      } else {
        add(passages, stayed);
        stayed = 0;
        passages.add(new Passage(block, 0));
      }
    }
    add(passages, stayed);
    return passages;
  }

  private static void add(List<Passage> passages, int stayed) {
    if (stayed > 0) {
      passages.add(new Passage(null, stayed));
    }
  }

  private static String told(Report.@Nullable Value value) {
    if (value == null) {
      return "";
    }
    String number =
        value.value() == null ? DiffJson.word(value.kind()) : value.value().toPlainString();
    return value.unit() == null ? number : number + " " + value.unit();
  }

  private static String time(Instant at) {
    return TIME.format(at);
  }
}
