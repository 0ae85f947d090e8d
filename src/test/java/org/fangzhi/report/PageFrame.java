package org.fangzhi.report;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.fangzhi.division.Division;
import org.fangzhi.division.Divisions;
import org.fangzhi.document.Hints;
import org.jspecify.annotations.Nullable;

/** Article pages put together by hand, read from their bytes as the program reads them. */
final class PageFrame {
  private static final String BODY =
      "<p>一、概述</p><p>%s认真贯彻《条例》，扎实推进政府信息公开工作，取得明显成效。"
          + "健全了组织领导和工作机制。".repeat(12)
          + "</p><p>二、主动公开政府信息情况</p><p>全年主动公开政府信息1200条。其中网站公开800条。"
          + "内容涉及财政、教育、卫生等各个方面。".repeat(4)
          + "</p><p>三、依申请公开政府信息情况</p><p>全年未收到政府信息公开申请。没有因此申请行政复议、提起行政诉讼的情况。</p>"
          + "<p>四、收费及减免情况</p><p>全年没有收取任何费用。</p>"
          + "<p>五、存在的主要问题及改进措施</p><p>公开的内容还不够全面，下一步要加以改进。</p>";

  private final StringBuilder head = new StringBuilder("<meta charset=\"utf-8\">");
  private final StringBuilder before = new StringBuilder();
  private String lead = "";
  private String author = "各级各部门";
  private String after = "";
  private @Nullable String within;

  PageFrame element(String title) {
    head.append("<title>").append(title).append("</title>");
    return this;
  }

  PageFrame meta(String name, String content) {
    head.append("<meta name=\"%s\" content=\"%s\">".formatted(name, content));
    return this;
  }

  /** Markup between the head of the site and the content. */
  PageFrame before(String html) {
    before.append(html);
    return this;
  }

  /** The first paragraphs of the content. */
  PageFrame lead(String... paragraphs) {
    lead = paragraphs(paragraphs);
    return this;
  }

  /** What the report calls its author. */
  PageFrame author(String words) {
    author = words;
    return this;
  }

  /** The last paragraphs of the content. */
  PageFrame signed(String... paragraphs) {
    after = paragraphs(paragraphs);
    return this;
  }

  PageFrame within(@Nullable String code) {
    within = code;
    return this;
  }

  private static String paragraphs(String... texts) {
    return "<p>" + String.join("</p><p>", List.of(texts)) + "</p>";
  }

  Report read() {
    String html =
        "<!DOCTYPE html><html><head>"
            + head
            + "</head><body><div class=\"nav\"><a href=\"/\">首页</a></div>"
            + before
            + "<div id=\"zoom\">"
            + lead
            + BODY.formatted(author)
            + after
            + "</div></body></html>";
    Division place = within == null ? null : Divisions.byCode(within).orElseThrow();
    return Reports.read(html.getBytes(StandardCharsets.UTF_8), Hints.NONE, place).reports().get(0);
  }
}
