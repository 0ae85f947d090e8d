package org.fangzhi.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.fangzhi.sample.FormTable;
import org.fangzhi.sample.Markup;

/**
 * The frame of generated report pages, cut into bytes once so that a page is put together by
 * copying. Small pages have plain markup, pages from 60 KB on that of a word processor; style
 * definitions, as a word processor leaves them, bring them to their size.
 */
final class BenchPage {
  private static final int MARKED_UP = 60_000;
  private static final String CUT = "\u0001";

  private final ByteBuf text;
  private final int[] cuts;

  /**
   * @param text the frame without its cuts
   * @param cuts where something is to be put in, as offsets in the text, and its end
   */
  private BenchPage(ByteBuf text, int[] cuts) {
    this.text = text;
    this.cuts = cuts;
  }

  /** The frame for pages of about so many bytes. */
  static BenchPage ofSize(int bytes) {
    String bare = frame(bytes, "");
    int missing = bytes - bare.getBytes(StandardCharsets.UTF_8).length;
    StringBuilder styles = new StringBuilder();
    for (int i = 0; styles.length() < missing; i++) {
      styles
          .append("p.msonormal" + i)
          .append("{margin:0pt;margin-bottom:.0001pt;text-align:justify;mso-pagination:none;")
          .append("font-family:仿宋_GB2312;font-size:16.0000pt;mso-font-kerning:1.0000pt;}\n");
    }
    String[] pieces = frame(bytes, styles.toString()).split(CUT, -1);
    ByteBuf text = Unpooled.directBuffer();
    int[] cuts = new int[pieces.length];
    for (int i = 0; i < pieces.length; i++) {
      text.writeCharSequence(pieces[i], StandardCharsets.UTF_8);
      cuts[i] = text.writerIndex();
    }
    return new BenchPage(text, cuts);
  }

  private static String frame(int bytes, String styles) {
    Markup markup = bytes < MARKED_UP ? Markup.PLAIN : Markup.WORD;
    String cut = CUT;
    return """
        <!DOCTYPE html>
        <html>
        <head>
        <meta charset="utf-8">
        <meta name="SiteName" content="政务公开">
        <meta name="ColumnName" content="政府信息公开年报">
        <meta name="ArticleTitle" content="%1$s">
        <meta name="PubDate" content="%1$s-01-20 09:00">
        <title>%1$s_政府信息公开年报</title>
        </head>
        <body>
        <div class="position">当前位置：<a href="/">首页</a> &gt; <a href="../">政府信息公开年报</a></div>
        <h1>%1$s</h1>
        <div class="about">发布时间：%1$s-01-20 09:00　来源：%1$s</div>
        <div class=TRS_Editor><style type="text/css">
        %2$s</style>
        """
            .formatted(cut, styles)
        + markup.paragraph("根据《中华人民共和国政府信息公开条例》，" + cut + "编制本报告，所列数据的统计期限为" + cut + "年全年。")
        + markup.heading("一、总体情况")
        + markup.paragraph("全年新收政府信息公开申请" + cut + "件，办结" + cut + "件，作出行政许可决定" + cut + "件。")
        + markup.heading("二、主动公开政府信息情况")
        + table("form2021.II", markup)
        + markup.heading("三、收到和处理政府信息公开申请情况")
        + table("form2021.III", markup)
        + markup.heading("四、政府信息公开行政复议、行政诉讼情况")
        + table("IV", markup)
        + markup.heading("五、存在的主要问题及改进情况")
        + markup.paragraph(cut + "对公开目录的更新不够及时，今后按月核对。")
        + markup.heading("六、其他需要报告的事项")
        + markup.paragraph("没有收取信息处理费。")
        + """
        </div>
        <div class="footer">网站标识码：0000000000　用于测量的页面，数字均属虚构。</div>
        </body>
        </html>
        """;
  }

  private static String table(String name, Markup markup) {
    FormTable table = FormTable.named(name);
    return table.html(Collections.nCopies(table.figures(), CUT), markup);
  }

  /** The page of a report, in a buffer that the server gives back to the pool. */
  ByteBuf of(BenchReport report) {
    int[] figures = report.figures();
    byte[] agency = report.agency().getBytes(StandardCharsets.UTF_8);
    byte[] title = report.title().getBytes(StandardCharsets.UTF_8);
    byte[] next = number(report.year() + 1);
    byte[][] first = {
      title,
      next,
      title,
      title,
      next,
      agency,
      agency,
      number(report.year()),
      number(figures[16]),
      number(figures[177]),
      number(figures[6])
    };
    ByteBuf page = PooledByteBufAllocator.DEFAULT.directBuffer(text.readableBytes() + 2000);
    int from = 0;
    for (int i = 0; i < cuts.length; i++) {
      page.writeBytes(text, from, cuts[i] - from);
      from = cuts[i];
      if (i < first.length) {
        page.writeBytes(first[i]);
      } else if (i < first.length + figures.length) {
        digits(page, figures[i - first.length]);
      } else if (i < cuts.length - 1) {
        page.writeBytes(agency);
      }
    }
    return page;
  }

  private static void digits(ByteBuf page, int value) {
    if (value >= 10) {
      digits(page, value / 10);
    }
    page.writeByte('0' + value % 10);
  }

  private static byte[] number(int value) {
    return Integer.toString(value).getBytes(StandardCharsets.US_ASCII);
  }
}
