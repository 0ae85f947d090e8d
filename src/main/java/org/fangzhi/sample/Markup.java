package org.fangzhi.sample;

/** How the editor that a report went through writes paragraphs and table cells. */
public enum Markup {
  /** Short tags, as typed into the publishing system's own editor. */
  PLAIN {
    @Override
    public String paragraph(String text) {
      return "<p>　　" + text + "</p>\n";
    }

    @Override
    public String heading(String text) {
      return "<p><strong>　　" + text + "</strong></p>\n";
    }

    @Override
    public String signature(String text) {
      return "<p style=\"text-align: right;\">" + text + "</p>\n";
    }

    @Override
    String table() {
      return "<table align=\"center\" border=\"1\" cellpadding=\"0\" cellspacing=\"0\"><tbody>\n";
    }

    @Override
    String cell(String spans, String html) {
      return "<td" + spans + "><p align=\"center\">" + html.replace("~", "") + "</p></td>";
    }
  },

  /** Pasted from a word processor with its styles; a {@code ~} in a figure ends a run of text. */
  WORD {
    @Override
    public String paragraph(String text) {
      return "<p class=\"MsoNormal\" style=\"text-indent:32.0000pt;mso-char-indent-count:2.0000;\n"
          + "line-height:28.0000pt;mso-line-height-rule:exactly;\">"
          + run("仿宋_GB2312", "16", text)
          + END_OF_PARAGRAPH
          + "</p>\n";
    }

    @Override
    public String heading(String text) {
      return "<p class=\"MsoNormal\" style=\"text-indent:32.0000pt;line-height:28.0000pt;\">"
          + run("黑体", "16", text)
          + END_OF_PARAGRAPH
          + "</p>\n";
    }

    @Override
    public String signature(String text) {
      return "<p class=\"MsoNormal\" align=\"right\" style=\"text-align:right;\">"
          + run("仿宋_GB2312", "16", text)
          + END_OF_PARAGRAPH
          + "</p>\n";
    }

    @Override
    String table() {
      return "<div align=\"center\"><table class=\"MsoNormalTable\" border=\"1\" cellspacing=\"0\""
          + " style=\"border-collapse:collapse;border:none;\nmso-padding-alt:0.0000pt 5.4000pt"
          + " 0.0000pt 5.4000pt;\"><tbody>\n";
    }

    @Override
    String cell(String spans, String html) {
      StringBuilder runs = new StringBuilder();
      for (String part : html.split("~")) {
        runs.append(run("宋体", "10.5", part));
      }
      return "<td width=\"52\" valign=\"center\""
          + spans
          + " style=\"border:1.0000pt solid windowtext;\nmso-border-alt:0.5000pt solid windowtext;\">"
          + "<p class=\"MsoNormal\" align=\"center\" style=\"text-align:center;\">"
          + runs
          + END_OF_PARAGRAPH
          + "</p></td>";
    }
  };

  private static final String END_OF_PARAGRAPH = "<span><o:p></o:p></span>";

  /** A paragraph of prose. */
  public abstract String paragraph(String text);

  /** A heading, marked up as a paragraph as nearly all reports do. */
  public abstract String heading(String text);

  /** A line of the signature, set to the right. */
  public abstract String signature(String text);

  abstract String table();

  abstract String cell(String spans, String html);

  private static String run(String font, String points, String text) {
    return "<span style=\"font-family:"
        + font
        + ";font-size:"
        + points
        + "000pt;mso-font-kerning:1.0000pt;\">"
        + text
        + "</span>";
  }
}
