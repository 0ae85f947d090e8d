package org.fangzhi.diff;

import org.fangzhi.report.Footer;

/**
 * Takes names and telephones of form footers out of pieces of text in reading order; a label may
 * stand in one piece and the name in the next.
 */
final class Mask {
  private String before = "";

  String of(String text) {
    String masked = Footer.masked(text);
    String label = before.stripTrailing();
    if (label.endsWith(":") || label.endsWith("：")) {
      String both = Footer.masked(label + "\t" + text);
      masked = both.startsWith(label + "\t") ? masked : both.substring(label.length());
    }
    before = masked;
    return masked;
  }
}
