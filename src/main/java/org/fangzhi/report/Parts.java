package org.fangzhi.report;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.document.Block;
import org.fangzhi.document.Document;
import org.jspecify.annotations.Nullable;

/** The reports in a document that holds several: split where a title names another year. */
final class Parts {
  private static final Pattern TITLE =
      Pattern.compile(
          "[^,。;:]{0,30}?(?:20([0-3]\\d)|二[〇○零]([〇○零一二三四五六七八九]{2}))年度?[^,。;:]{0,24}公开[^,。;:]{0,12}(?:报告|年报)");
  private static final int LONGEST_TITLE = 60;
  private static final int LONGEST_ISSUER = 24;
  private static final Pattern ISSUER = Pattern.compile("[\\p{IsHan}()]{2,22}(?:政府|办公室|局|委员会|厅|委)");

  private Parts() {}

  /** The document alone, or a document a report. */
  static List<Document> of(Document document) {
    List<Block> blocks = document.blocks();
    List<Integer> starts = new ArrayList<>();
    String year = "";
    int tables = 0;
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i) instanceof Block.Table) {
        tables++;
      } else if (blocks.get(i) instanceof Block.Paragraph p) {
        String named = year(p.text());
        if (!named.isEmpty() && !named.equals(year) && (starts.isEmpty() || tables > 0)) {
          starts.add(i);
          year = named;
          tables = 0;
        }
      }
    }
    if (starts.size() < 2 || tables == 0) {
      return List.of(document);
    }
    List<Document> parts = new ArrayList<>();
    for (int k = 0; k < starts.size(); k++) {
      int from = k == 0 ? 0 : withIssuer(blocks, starts.get(k));
      int to = k + 1 < starts.size() ? withIssuer(blocks, starts.get(k + 1)) : blocks.size();
      String title = ((Block.Paragraph) blocks.get(starts.get(k))).text();
      parts.add(part(document, title, blocks.subList(from, to)));
    }
    return parts;
  }

  /** The year that a line names as the title of a report, its last two digits; else empty. */
  private static String year(String text) {
    if (text.length() > LONGEST_TITLE || !text.contains("公开")) {
      return "";
    }
    Matcher m = TITLE.matcher(Labels.fold(text));
    if (!m.matches()) {
      return "";
    }
    String digits = m.group(1);
    if (digits != null) {
      return digits;
    }
    StringBuilder out = new StringBuilder();
    for (char c : m.group(2).toCharArray()) {
      int digit = "一二三四五六七八九".indexOf(c) + 1;
      out.append(digit);
    }
    return out.toString();
  }

  /** A title may begin on the line before with the name of the issuer. */
  private static int withIssuer(List<Block> blocks, int start) {
    return start > 0
            && blocks.get(start - 1) instanceof Block.Paragraph p
            && p.text().length() <= LONGEST_ISSUER
            && ISSUER.matcher(Labels.fold(p.text())).matches()
        ? start - 1
        : start;
  }

  /** A document of some of another's blocks. */
  static Document part(Document document, @Nullable String title, List<Block> blocks) {
    StringBuilder text = new StringBuilder();
    for (Block block : blocks) {
      if (block instanceof Block.Paragraph p) {
        text.append(p.text()).append('\n');
      } else if (block instanceof Block.Table table) {
        append(text, table);
      }
    }
    return new Document(
        document.mediaType(),
        document.charset(),
        title,
        List.of(),
        List.of(),
        blocks,
        document.links(),
        text.toString(),
        normalised(text),
        List.of(),
        document.mirrorArtefact(),
        document.recognised(),
        document.notes(),
        document.around());
  }

  private static void append(StringBuilder text, Block.Table table) {
    for (int r = 0; r < table.rows().size(); r++) {
      for (int c = 0; c < table.columns(); c++) {
        Block.Cell cell = table.rows().get(r).get(c);
        if (cell != null && cell.row() == r && cell.column() == c) {
          text.append(cell.text()).append('\t');
        }
      }
      text.append('\n');
    }
  }

  private static String normalised(StringBuilder text) {
    String folded = Normalizer.normalize(text, Normalizer.Form.NFKC);
    StringBuilder out = new StringBuilder(folded.length());
    for (int i = 0; i < folded.length(); i++) {
      if (!Labels.blank(folded.charAt(i))) {
        out.append(folded.charAt(i));
      }
    }
    return out.toString();
  }
}
