package org.fangzhi.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The report of 宣威市 2023, which its sample site serves as a PDF, as a page instead. */
public final class ReportHtml {
  private ReportHtml() {}

  /** The page, with what is to be corrected in it. */
  public static byte[] of(String was, String is) {
    Article article = Article.named("trs/2023-pdf.txt");
    String title = article.head().title();
    String body = article.html(1).replace(was, is);
    return ("<html><head><title>"
            + title
            + "</title></head><body><h1>"
            + title
            + "</h1><div id=\"zoom\">"
            + body
            + "</div></body></html>")
        .getBytes(UTF_8);
  }
}
