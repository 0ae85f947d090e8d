package org.fangzhi.document;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.document.Document.Meta;

/** What stands on a page around the text: widgets, counters, information lines, footers. */
final class Chrome {
  /** Longer lines are prose, whatever words they hold. */
  private static final int LONGEST = 300;

  private static final Set<String> LABELS = Set.copyOf(Resources.lines("box-labels.txt"));

  private static final int LONGEST_LABEL = 12;

  private static final String WIDGET =
      "浏览次数|浏览量|浏览数|浏览|阅读次数|阅读量|阅读数|阅读|点击次数|点击率|点击量|点击数|点击|访问次数|访问量|查看次数"
          + "|字体颜色|字体大小|字体|字号|打印本页|打印|关闭窗口|关闭本页|关闭页面|关闭|分享到|分享|收藏本页|加入收藏|收藏|返回顶部"
          + "|视力保护色|保护视力色|恢复默认|无障碍阅读|无障碍|长辈版|扫一扫|扫码|语音播报|朗读|我要纠错|纠错";

  /** Where the value of a pair ends and widgets begin. */
  private static final Pattern VALUE_END =
      Pattern.compile("(?:^|[^\\p{IsHan}])(?:" + WIDGET + ")|(?:" + WIDGET + ")\\s?[:：\\[]");

  private static final Pattern WIDGETS =
      Pattern.compile(
          "在手机上阅读|扫一扫在手机打开当前页|用微信扫描二维码|分享至手机|"
              + WIDGET
              + "|(?<!\\p{IsHan})(?:大|中|小|红|黄|蓝|绿|特大|默认|放大|缩小|次|关灯|微信|微博|新浪微博|腾讯微博|QQ空间|QQ好友|更多"
              + "|复制链接|手机版|上一篇|下一篇|没有了|返回|收起|繁体|简体|正文)(?!\\p{IsHan})");

  private static final String COUNT = "(?:浏览|阅读|点击|访问|查看)(?:次数|量|数|率)?\\s*[:：]\\s*\\d*\\s*次?";

  private static final Pattern COUNTER = Pattern.compile("[(（【\\[]?\\s*" + COUNT + "\\s*[)）】\\]]?");

  /** A counter in a line of other words: in brackets or at its end. */
  private static final Pattern INNER_COUNTER =
      Pattern.compile("[(（【\\[]\\s*" + COUNT + "\\s*[)）】\\]]|\\s" + COUNT + "$");

  /** Every Chinese character that widgets and counters are made of. */
  private static final BitSet WIDGET_CHARACTERS = new BitSet();

  /** The first character of each widget: without one, no value ends in one. */
  private static final BitSet WIDGET_BEGINS = new BitSet();

  static {
    (WIDGETS.pattern() + COUNT + "年月日turnpageflagAT").chars().forEach(WIDGET_CHARACTERS::set);
    for (String widget : WIDGET.split("\\|")) {
      WIDGET_BEGINS.set(widget.charAt(0));
    }
  }

  private static final Pattern DATE =
      Pattern.compile(
          "(?:19|20)\\d\\d\\s?[-/.年]\\s?\\d{1,2}\\s?[-/.月]\\s?\\d{1,2}\\s?日?(?:\\s*\\d{1,2}:\\d{2}(?::\\d{2})?)?");

  private static final Pattern CRUMBS =
      Pattern.compile(
          "^[^\\p{IsHan}]*(?:您|你)?(?:现在|当前)?(?:的|所在|所处)*(?:的)?位置(?:是|为)?\\s*[:：>].*|^(?:网站)?首页\\s*[>›»→/].*");

  private static final Pattern FOOTER =
      Pattern.compile(
          "违法和不良信息举报|网站标识码|公安备案|公网安备|ICP备|网站地图|版权所有|(?:主办|承办)(?:单位)?\\s?[:：]|技术支持\\s*[:：]");

  private static final Pattern PAGING = Pattern.compile("^[-—\\s]*#turnpageflag#[-—\\s]*$");

  private static final Pattern LETTERS = Pattern.compile("[\\p{IsHan}\\p{L}\\p{N}]");

  private Chrome() {}

  /** Whether a text, white space removed, is a label of information boxes. */
  static boolean isLabel(String text) {
    if (text.length() > 3 * LONGEST_LABEL) {
      return false;
    }
    String bare = Normalised.of(text);
    int end = bare.length();
    while (end > 0 && (bare.charAt(end - 1) == ':' || bare.charAt(end - 1) == ']')) {
      end--;
    }
    int from = bare.startsWith("[") ? 1 : 0;
    return end > from && end - from <= LONGEST_LABEL && LABELS.contains(bare.substring(from, end));
  }

  /** Whether a line is a trail of links from the home page. */
  static boolean isTrail(String line) {
    if (line.length() > LONGEST) {
      return false;
    }
    String simple = simple(line);
    boolean may = simple.contains("位置") || simple.contains("首页");
    return may && CRUMBS.matcher(simple).matches();
  }

  /** Whether a line belongs to a page's footer. */
  static boolean isFooter(String line) {
    return line.length() <= LONGEST && line.indexOf('。') < 0 && FOOTER.matcher(line).find();
  }

  /** Whether a line is nothing but print, share and size widgets, counters or paging marks. */
  static boolean isWidget(String line) {
    if (line.length() > 120) {
      return false;
    }
    String simple = simple(line);
    if (!mayBeWidgets(simple)) {
      return false;
    }
    if (PAGING.matcher(simple).matches()) {
      return true;
    }
    String rest = COUNTER.matcher(simple).replaceAll(" ");
    rest = WIDGETS.matcher(rest).replaceAll(" ");
    return rest.length() < simple.length() && !LETTERS.matcher(rest).find();
  }

  /**
   * Whether no letter is foreign to widgets, counters and dates: spares most lines the patterns.
   */
  private static boolean mayBeWidgets(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 'A' && !WIDGET_CHARACTERS.get(c) && Character.isLetter(c)) {
        return false;
      }
    }
    return true;
  }

  /** A line without the counters in it. */
  static String withoutCounters(String line) {
    boolean may = line.length() <= LONGEST && (line.indexOf(':') >= 0 || line.indexOf('：') >= 0);
    return may ? INNER_COUNTER.matcher(line).replaceAll("") : line;
  }

  /**
   * The pairs of an information line ({@code 发布时间:2013-01-15 来源:…}), a bare date under the empty
   * label; none when the line is something else.
   */
  static List<Meta> pairs(String line) {
    if (line.length() > LONGEST || !mayHoldPairs(line)) {
      return List.of();
    }
    String simple = simple(line);
    List<Meta> pairs = new ArrayList<>();
    String label = "";
    int from = 0;
    for (int i = 0; i < simple.length(); i++) {
      boolean colon = simple.charAt(i) == ':' || simple.charAt(i) == '：';
      int start = colon ? labelBefore(simple, i, from) : -1;
      if (start >= 0) {
        boolean inWord = start > 0 && Characters.isHan(simple.charAt(start - 1));
        if ((inWord && label.isEmpty()) || !add(pairs, label, line, simple, from, start)) {
          return List.of();
        }
        label = Normalised.of(simple.substring(start, i));
        from = i + 1;
      } else if (colon && from == 0 && i > LONGEST / 4) {
        // no information line begins so late
        return List.of();
      }
    }
    return add(pairs, label, line, simple, from, line.length()) ? pairs : List.of();
  }

  /** Where the longest label that ends before a colon begins, -1 when none does. */
  private static int labelBefore(String text, int colon, int from) {
    StringBuilder reversed = new StringBuilder();
    int found = -1;
    for (int i = colon - 1; i >= from && reversed.length() < LONGEST_LABEL; i--) {
      char c = text.charAt(i);
      if (!Characters.isBlank(c)) {
        reversed.append(c);
        if (LABELS.contains(new StringBuilder(reversed).reverse().toString())) {
          found = i;
        }
      }
    }
    return found;
  }

  private static boolean mayHoldPairs(String line) {
    return line.indexOf(':') >= 0 || line.indexOf('：') >= 0 || line.contains("20");
  }

  /** Keeps a pair; false when what stands before the first label is no information line's. */
  private static boolean add(
      List<Meta> pairs, String label, String line, String simple, int from, int to) {
    if (!label.isEmpty()) {
      String value = line.substring(from, valueEnd(simple, from, to));
      pairs.add(new Meta(label, bare(value)));
      return true;
    }
    String rest = simple.substring(from, to);
    if (!mayBeWidgets(rest)) {
      return false;
    }
    Matcher date = DATE.matcher(rest);
    boolean dated = date.find();
    String others = dated ? date.replaceFirst(" ") : rest;
    others = COUNTER.matcher(others).replaceAll(" ");
    boolean free = !LETTERS.matcher(WIDGETS.matcher(others).replaceAll(" ")).find();
    if (free
        && dated
        && (to < line.length() || date.group().indexOf(':') > 0 || !others.isBlank())) {
      pairs.add(new Meta("", date.group()));
    }
    return free;
  }

  private static int valueEnd(String simple, int from, int to) {
    for (int i = from; i < to; i++) {
      if (WIDGET_BEGINS.get(simple.charAt(i))) {
        Matcher end = VALUE_END.matcher(simple).region(from, to);
        return end.find() ? end.start() : to;
      }
    }
    return to;
  }

  /** A value without the separators and brackets around it. */
  private static String bare(String value) {
    String bare = Tidy.line(value);
    while (!bare.isEmpty() && "|丨【[；;,，/".indexOf(bare.charAt(bare.length() - 1)) >= 0) {
      bare = Tidy.line(bare.substring(0, bare.length() - 1));
    }
    return bare;
  }

  private static String simple(String line) {
    return Simplified.of(line);
  }
}
