package org.fangzhi.diff;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fangzhi.diff.Diff.Kind;
import org.fangzhi.document.Block;
import org.fangzhi.document.Document;
import org.fangzhi.document.Noise;
import org.fangzhi.report.Footer;
import org.fangzhi.report.Reading;
import org.fangzhi.report.Report;
import org.jspecify.annotations.Nullable;

/**
 * One of two versions: its blocks without noise and personal data, and the noise apart.
 *
 * @param noise lines of each kind in order
 * @param figures the figures of its reports by their cells
 */
record Page(List<Part> parts, Map<Kind, List<String>> noise, Map<String, Report.Value> figures) {
  /** Shorter paragraphs may be lines of the page around the text. */
  private static final int PROSE = 60;

  /** A block: a paragraph's text, or the grid of a table. */
  record Part(String at, String text, @Nullable Grid grid, Item item) {}

  static Page of(Reading reading) {
    Map<String, Report.Value> figures = new HashMap<>();
    for (Report report : reading.reports()) {
      report.values().forEach(value -> figures.putIfAbsent(value.at(), value));
    }
    Page page = new Page(new ArrayList<>(), new HashMap<>(), figures);
    Document document = reading.document();
    String title = document.title() == null ? "" : Words.key(document.title());
    List<Block> blocks = withoutTitle(document.blocks(), title);
    int first = 0;
    while (first < blocks.size() && !isText(blocks.get(first))) {
      first++;
    }
    int last = blocks.size() - 1;
    while (last > first && !isText(blocks.get(last))) {
      last--;
    }
    Mask mask = new Mask();
    for (int i = 0; i < blocks.size(); i++) {
      page.add(blocks.get(i), i < first || i > last, mask);
    }
    document.around().stream()
        .filter(line -> !title.contains(Words.key(line)))
        .forEach(page::around);
    return page;
  }

  /** The title is compared as such; whether the text begins with it is a matter of the carrier. */
  private static List<Block> withoutTitle(List<Block> blocks, String title) {
    int first = 0;
    while (first < blocks.size()
        && blocks.get(first) instanceof Block.Paragraph p
        && title.contains(Words.key(p.text()))) {
      first++;
    }
    return blocks.subList(first, blocks.size());
  }

  private static boolean isText(Block block) {
    return block instanceof Block.Table
        || block instanceof Block.Paragraph p && p.text().length() >= PROSE;
  }

  private void add(Block block, boolean edge, Mask mask) {
    if (block instanceof Block.Table table) {
      Grid grid = Grid.of(table, mask);
      parts.add(new Part(table.at(), "", grid, grid.item()));
    } else if (block instanceof Block.Paragraph paragraph) {
      String text = mask.of(paragraph.text());
      Noise whole = Noise.of(text, edge);
      if (whole != null) {
        note(whole, text);
        return;
      }
      if (edge) {
        Noise.counters(text).forEach(counter -> note(Noise.COUNTER, counter));
        text = Noise.withoutCounters(text).stripTrailing();
      }
      parts.add(new Part(paragraph.at(), text, null, Item.paragraph(Words.key(text))));
    }
  }

  /** Lines of the information box are compared as its pairs; their counters are not. */
  private void around(String line) {
    if (Noise.isInformation(line)) {
      Noise.countersAround(line).forEach(counter -> note(Noise.COUNTER, counter));
    } else {
      note(Noise.around(line), Footer.masked(line));
    }
  }

  void note(Noise noise, String line) {
    noise(
            switch (noise) {
              case COUNTER -> Kind.COUNTER;
              case CLOCK -> Kind.CLOCK;
              case WIDGET -> Kind.WIDGET;
              case NAVIGATION -> Kind.NAVIGATION;
            })
        .add(line);
  }

  private List<String> noise(Kind kind) {
    return noise.computeIfAbsent(kind, k -> new ArrayList<>());
  }

  List<Item> items() {
    return parts.stream().map(Part::item).toList();
  }
}
