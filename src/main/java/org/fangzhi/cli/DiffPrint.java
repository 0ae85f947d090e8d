package org.fangzhi.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fangzhi.diff.Diff;
import org.fangzhi.diff.DiffJson;
import org.fangzhi.diff.Op;
import org.fangzhi.diff.Span;
import org.fangzhi.report.Report;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** What two versions differ in, for people: {@code [-old-]} and {@code {+new+}}, in colour too. */
final class DiffPrint {
  private static final int CONTEXT = 30;

  private final PrintWriter out;
  private final boolean colours;

  DiffPrint(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.colours = ansi.enabled();
  }

  void print(Diff diff, boolean noise) {
    out.println(
        switch (diff.verdict()) {
          case SAME -> "Nothing that is read of them differs.";
          case NOISE -> "Nothing of substance differs.";
          case UNREAD ->
              "Nothing can be said: of one or both no text could be read ('./fangzhi parse' tells why).";
          case SUBSTANCE -> "They differ:";
        });
    diff.fields().forEach(field -> line("  " + field.name(), change(field.old(), field.now())));
    section("Figures", diff.values().stream().map(this::figure).toList());
    section("Findings", diff.findings().stream().map(this::finding).toList());
    section("Text", diff.changes().stream().flatMap(block -> block(block).stream()).toList());
    folded(diff, noise);
    diff.cut().forEach(why -> out.println("! Not compared to the end: " + why + "."));
    out.flush();
  }

  private void section(String name, List<String> lines) {
    if (!lines.isEmpty()) {
      out.println(name);
      lines.forEach(line -> out.println("  " + line));
    }
  }

  private void line(String name, String text) {
    out.println(name + ": " + text);
  }

  private String figure(Diff.Figure figure) {
    String column = figure.column() == null ? "" : ":" + figure.column();
    String report = figure.report() == 1 ? "" : " (report " + figure.report() + ")";
    return figure.indicator()
        + column
        + report
        + ": "
        + change(told(figure.old()), told(figure.now()));
  }

  private static @Nullable String told(Report.@Nullable Value value) {
    if (value == null) {
      return null;
    }
    String number =
        value.value() == null ? DiffJson.word(value.kind()) : value.value().toPlainString();
    return value.unit() == null ? number : number + " " + value.unit();
  }

  private String finding(Diff.Finding finding) {
    String told = finding.finding().rule() + " " + finding.finding().message();
    return finding.op() == Op.ADDED ? "came: " + change(null, told) : "went: " + change(told, null);
  }

  private List<String> block(Diff.Block block) {
    List<String> lines = new ArrayList<>();
    String place = String.join(" ", block.at().isEmpty() ? block.oldAt() : block.at());
    if (block.op() == Op.MOVED) {
      String text = block.spans().isEmpty() ? "the table" : brief(block.spans().get(0).now());
      lines.add(place + " moved here from " + String.join(" ", block.oldAt()) + ": " + text);
    } else if (block.table() == null) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < block.spans().size(); i++) {
        text.append(span(block.spans().get(i), i == 0, i == block.spans().size() - 1));
      }
      lines.add(place + " " + text.toString().replace("\n", "\n      "));
    } else {
      lines.add(place + " table, " + DiffJson.word(block.op()));
      for (Diff.Row row : block.table().rows()) {
        if (row.op() != Op.SAME) {
          lines.add("  " + row(row));
        }
      }
    }
    return lines;
  }

  private String row(Diff.Row row) {
    StringBuilder line = new StringBuilder();
    if (row.op() == Op.ADDED || row.op() == Op.REMOVED) {
      String all = String.join(" | ", row.cells().stream().map(c -> c.old() + c.now()).toList());
      return row.op() == Op.ADDED ? change(null, all) : change(all, null);
    }
    line.append(row.label().isEmpty() ? "(no label)" : row.label()).append(": ");
    List<String> cells = new ArrayList<>();
    for (Diff.Cell cell : row.cells()) {
      if (cell.op() != Op.SAME) {
        String code = cell.indicator() == null ? "" : " (" + cell.indicator() + column(cell) + ")";
        cells.add(
            (cell.column().isEmpty() ? "" : cell.column() + " ")
                + change(
                    cell.op() == Op.ADDED ? null : cell.old(),
                    cell.op() == Op.REMOVED ? null : cell.now())
                + code);
      }
    }
    return line.append(String.join("; ", cells)).toString();
  }

  private static String column(Diff.Cell cell) {
    return cell.indicatorColumn() == null ? "" : ":" + cell.indicatorColumn();
  }

  private String span(Span span, boolean first, boolean last) {
    return switch (span.op()) {
      case SAME, MOVED -> around(span.now(), first, last);
      default -> change(none(span.old()), none(span.now()));
    };
  }

  private static @Nullable String none(String text) {
    return text.isEmpty() ? null : text;
  }

  /** Of a long text that stayed, its ends. */
  private static String around(String text, boolean first, boolean last) {
    if (text.length() <= 2 * CONTEXT) {
      return text;
    }
    String head = first ? "" : text.substring(0, CONTEXT);
    String tail = last ? "" : text.substring(text.length() - CONTEXT);
    return head + "…" + tail;
  }

  private static String brief(String text) {
    return text.length() <= CONTEXT ? text : text.substring(0, CONTEXT) + "…";
  }

  private String change(@Nullable String old, @Nullable String now) {
    String gone =
        old == null ? "" : colours ? "\u001b[31m[-" + old + "-]\u001b[0m" : "[-" + old + "-]";
    return now == null
        ? gone
        : gone + (colours ? "\u001b[32m{+" + now + "+}\u001b[0m" : "{+" + now + "+}");
  }

  private void folded(Diff diff, boolean noise) {
    if (diff.folded().isEmpty()) {
      return;
    }
    Map<String, Integer> counts = new TreeMap<>();
    diff.folded().forEach(f -> counts.merge(DiffJson.word(f.kind()), 1, Integer::sum));
    out.printf(
        "Folded: %s%s%n",
        String.join(
            ", ", counts.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList()),
        noise ? "" : " (--noise shows them)");
    if (noise) {
      for (Diff.Folded one : diff.folded()) {
        line("  " + DiffJson.word(one.kind()), change(none(one.old()), none(one.now())));
      }
    }
  }
}
