package org.fangzhi.sample;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;

/** The report of 宣威市 for 2023, which the sample site has as a PDF, as a Word file. */
public final class ReportDocx {
  private static final String WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006/";

  private ReportDocx() {}

  /** The PDF of the sample site. */
  public static byte[] pdf() {
    return Resources.bytes("sites/trs/P020240124331579.pdf");
  }

  /** The same report as a Word file. */
  public static byte[] docx() {
    Article article = Article.named("trs/2023-pdf.txt");
    StringBuilder body = new StringBuilder(paragraph(article.head().title()));
    for (Element block : Jsoup.parseBodyFragment(article.html(1)).body().children()) {
      body.append(block.tagName().equals("table") ? table(block) : paragraph(block.text()));
    }
    return zipped("<w:document xmlns:w='" + WORD + "'><w:body>" + body + "</w:body></w:document>");
  }

  private static String paragraph(String text) {
    return "<w:p><w:r><w:t>" + Entities.escape(text.strip()) + "</w:t></w:r></w:p>";
  }

  /** A cell that reaches down stands again, empty, in each row that it covers. */
  private record Open(int rows, int width) {}

  private static String table(Element table) {
    StringBuilder out = new StringBuilder("<w:tbl>");
    Map<Integer, Open> open = new TreeMap<>();
    for (Element row : table.select("tr")) {
      out.append("<w:tr>");
      Deque<Element> cells = new ArrayDeque<>(row.children());
      int column = 0;
      while (!cells.isEmpty() || open.containsKey(column)) {
        Open above = open.remove(column);
        Element cell = above == null ? cells.remove() : null;
        int width = above == null ? span(cell, "colspan") : above.width();
        int rows = above == null ? span(cell, "rowspan") : above.rows();
        String merge =
            above != null ? "<w:vMerge/>" : rows > 1 ? "<w:vMerge w:val='restart'/>" : "";
        out.append("<w:tc><w:tcPr><w:gridSpan w:val='").append(width).append("'/>").append(merge);
        out.append("</w:tcPr>")
            .append(paragraph(cell == null ? "" : cell.text()))
            .append("</w:tc>");
        if (rows > 1) {
          open.put(-1 - column, new Open(rows - 1, width));
        }
        column += width;
      }
      Map<Integer, Open> next = new TreeMap<>();
      open.forEach((at, cell) -> next.put(at < 0 ? -1 - at : at, cell));
      open = next;
      out.append("</w:tr>");
    }
    return out.append("</w:tbl>").toString();
  }

  private static int span(Element cell, String attribute) {
    return cell.hasAttr(attribute) ? Integer.parseInt(cell.attr(attribute)) : 1;
  }

  private static byte[] zipped(String document) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      put(
          zip,
          "[Content_Types].xml",
          "<Types xmlns='"
              + PACKAGE
              + "content-types'><Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
              + "<Override PartName='/word/document.xml' ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>");
      put(
          zip,
          "_rels/.rels",
          "<Relationships xmlns='"
              + PACKAGE
              + "relationships'><Relationship Id='r1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' Target='word/document.xml'/></Relationships>");
      put(zip, "word/document.xml", document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(("<?xml version='1.0' encoding='UTF-8'?>" + text).getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }
}
