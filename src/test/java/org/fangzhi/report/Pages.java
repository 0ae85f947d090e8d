package org.fangzhi.report;

import java.util.ArrayList;
import java.util.List;
import org.fangzhi.document.Block;
import org.fangzhi.document.Document;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.select.NodeVisitor;
import org.jspecify.annotations.Nullable;

/** Stand-in. */
final class Pages {
  static Document html(String html) {
    org.jsoup.nodes.Document dom = Jsoup.parse(html);
    List<Block> blocks = new ArrayList<>();
    int[] n = new int[2];
    dom.body()
        .traverse(
            new NodeVisitor() {
              public void head(Node node, int depth) {
                if (node instanceof Element e) {
                  if (e.tagName().equals("table")) {
                    blocks.add(table(e, ++n[0]));
                  } else if (e.tagName().equals("p") && e.closest("table") == null) {
                    blocks.add(new Block.Paragraph("p" + ++n[1], e.text().strip(), 0));
                  }
                }
              }

              public void tail(Node node, int depth) {}
            });
    String text = dom.body().text();
    return new Document(
        "text/html",
        null,
        dom.title(),
        List.of(),
        List.of(),
        blocks,
        List.of(),
        text,
        text,
        List.of(),
        false,
        List.of());
  }

  static Document text(String s) {
    s =
        com.github.houbb.opencc4j.util.ZhConverterUtil.toSimple(
            s.replaceAll("(?<=\\p{IsHan})\\([a-z\u00e0-\u01dc\u0101-\u0169\u0115-\u016d]+\\)", ""));
    List<Block> blocks = new ArrayList<>();
    int i = 0;
    String title = null;
    for (String l : s.split("\n")) {
      if (!l.isBlank()) {
        if (title == null && l.contains("报告")) title = l.strip();
        blocks.add(new Block.Paragraph("p" + ++i, l, 0));
      }
    }
    return new Document(
        "text/plain",
        null,
        title,
        List.of(),
        List.of(),
        blocks,
        List.of(),
        s,
        s,
        List.of(),
        false,
        List.of());
  }

  static Block.Table table(Element t, int id) {
    List<List<Block.@Nullable Cell>> grid = new ArrayList<>();
    var trs = t.select("tr");
    int rows = trs.size();
    for (int i = 0; i < rows; i++) grid.add(new ArrayList<>());
    for (int r = 0; r < rows; r++) {
      int c = 0;
      for (Element td : trs.get(r).select("td,th")) {
        while (c < grid.get(r).size() && grid.get(r).get(c) != null) c++;
        int cs = td.hasAttr("colspan") ? Integer.parseInt(td.attr("colspan")) : 1;
        int rs =
            Math.min(rows - r, td.hasAttr("rowspan") ? Integer.parseInt(td.attr("rowspan")) : 1);
        String text =
            td.wholeText()
                .replaceAll("[\\s\\u00a0]+", td.select("p").size() > 1 ? "\n" : "")
                .strip();
        Block.Cell cell =
            new Block.Cell(
                "t" + id + "r" + (r + 1) + "c" + (c + 1), r, c, rs, cs, text, td.wholeText());
        for (int i = r; i < r + rs; i++)
          for (int k = c; k < c + cs; k++) {
            while (grid.get(i).size() <= k) grid.get(i).add(null);
            grid.get(i).set(k, cell);
          }
      }
    }
    int w = grid.stream().mapToInt(List::size).max().orElse(0);
    for (var g : grid) while (g.size() < w) g.add(null);
    return new Block.Table("t" + id, null, grid);
  }
}
