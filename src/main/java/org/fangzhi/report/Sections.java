package org.fangzhi.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.document.Block;
import org.fangzhi.report.Catalogue.Form;
import org.fangzhi.report.Catalogue.SectionLabels;
import org.fangzhi.report.Report.Section;
import org.jspecify.annotations.Nullable;

/** The sections of a report, told by headings numbered 一、二、三. */
final class Sections {
  private static final String NUMERALS = "一二三四五六七八九十";
  private static final Pattern HEADING =
      Pattern.compile("[一二三四五六七八九十]{1,3}\\s*[、.．,，:：]\\s*(\\S.*)", Pattern.DOTALL);

  /** Names and telephone numbers under a table belong to persons and stay out. */
  private static final List<String> FOOTERS =
      List.of("单位负责人:", "审核人:", "填报人:", "填表人:", "联系人:", "联系电话:");

  private static final int LONGEST_FOOTER = 160;
  private static final int LONGEST_HEADING = 42;

  private final Form form;
  private final List<Section> sections = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private @Nullable String code;
  private String title = "";

  private Sections(Form form) {
    this.form = form;
    this.code = form.id().startsWith("G1") ? "G1.S0" : null;
  }

  /**
   * The sections with their prose; tables are left to the values.
   *
   * @param tabular the paragraphs that are lines of a flattened table
   */
  static List<Section> of(List<Block> blocks, Form form, Set<String> tabular) {
    Sections sections = new Sections(form);
    for (Block block : blocks) {
      if (block instanceof Block.Paragraph p && !tabular.contains(p.at()) && !cells(p.text())) {
        sections.add(p);
      }
    }
    sections.close();
    return sections.sections;
  }

  private static boolean footer(String line) {
    if (line.length() > LONGEST_FOOTER || line.indexOf('人') < 0 && line.indexOf('话') < 0) {
      return false;
    }
    String folded = Labels.fold(line);
    return FOOTERS.stream().anyMatch(folded::contains);
  }

  private static boolean cells(String text) {
    return text.indexOf('\t') >= 0 || text.indexOf('|') >= 0;
  }

  private void add(Block.Paragraph paragraph) {
    String line = paragraph.text().strip();
    if (line.isEmpty() || footer(line)) {
      return;
    }
    Matcher m = NUMERALS.indexOf(line.charAt(0)) < 0 ? null : HEADING.matcher(line);
    if (m == null || !m.matches()) {
      append(line);
      return;
    }
    String heading = m.group(1);
    int end = end(heading);
    if (end < 0) {
      append(line);
      return;
    }
    close();
    title = line.substring(0, line.length() - heading.length() + end).strip();
    code = code(heading.substring(0, end));
    String rest = heading.substring(end).strip();
    if (!rest.isEmpty()) {
      append(rest);
    }
  }

  /** Where the heading ends and prose begins on the same line; -1 when it is no heading. */
  private int end(String heading) {
    if (heading.length() <= LONGEST_HEADING && heading.indexOf('。') < 0) {
      return heading.length();
    }
    for (int i = 0; i < Math.min(heading.length(), LONGEST_HEADING); i++) {
      char c = heading.charAt(i);
      if (c == ' ' || c == '\n' || c == '。' || c == '\u3000') {
        return code(heading.substring(0, i)) == null && c != '\n' ? -1 : i;
      }
    }
    return -1;
  }

  private @Nullable String code(String heading) {
    String bare = Labels.bare(heading);
    for (SectionLabels section : form.sections()) {
      for (String label : section.labels()) {
        if (Labels.bare(label).equals(bare)) {
          return section.code();
        }
      }
    }
    return nearest(bare);
  }

  /** The section that a drifted heading surely means. */
  private @Nullable String nearest(String bare) {
    String nearest = null;
    int best = Integer.MAX_VALUE;
    int next = Integer.MAX_VALUE;
    for (SectionLabels section : form.sections()) {
      int distance = Integer.MAX_VALUE;
      for (String label : section.labels()) {
        String key = Labels.bare(label);
        if (Math.abs(key.length() - bare.length()) <= 3) {
          distance = Math.min(distance, Labels.distance(key, bare));
        }
      }
      if (distance < best) {
        next = best;
        best = distance;
        nearest = section.code();
      } else {
        next = Math.min(next, distance);
      }
    }
    return best * 4 <= bare.length() && next - best >= 2 ? nearest : null;
  }

  private void append(String line) {
    if (text.length() > 0) {
      text.append('\n');
    }
    text.append(line);
  }

  private void close() {
    if (!title.isEmpty() || text.length() > 0) {
      sections.add(new Section(code, title, text.toString()));
    }
    text.setLength(0);
    title = "";
    code = null;
  }
}
