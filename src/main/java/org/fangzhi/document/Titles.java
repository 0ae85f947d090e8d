package org.fangzhi.document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.fangzhi.document.Document.Meta;
import org.jspecify.annotations.Nullable;

/** Chooses the title of a document among what a page offers as such. */
final class Titles {
  private static final int LONGEST = 200;

  /** Between the parts of a title element; a dash between digits is part of the title. */
  private static final Pattern PART_END =
      Pattern.compile("\\s*[_|｜>»]+\\s*|\\s+[-–—]+\\s+|--+|(?<!\\d)[-–—](?!\\d)");

  private static final Pattern SITE =
      Pattern.compile(".*(?:网|网站|门户|门户网站|政府网|平台|首页|专栏|管委会|人民政府|信息公开|年报|栏目)$");

  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "(?:网站|网页|栏目|文章|信息|新闻)?(?:名称|标题)|头部|底部|无标题.*|未命名.*|正文|详情|内容页?|文章页|null|undefined|untitled.*|.*[{$<].*",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern OF_DOCUMENT =
      Pattern.compile(
          ".*(?:报告|年报|通知|办法|方案|公告|通告|意见|总结|决定|规定|细则|条例|要点|函|表)[)）》”]?(?:\\(.{1,12}\\)|（.{1,12}）)?$");

  private static final Pattern HEADING_MARK = Pattern.compile("^#{1,6} ");

  private static final Pattern YEAR = Pattern.compile("(?:19|20)\\d\\d|[二两][〇○零0]");

  private Titles() {}

  /** What speaks for a heading's being the title of its page, the strongest first. */
  enum Mark {
    /** A first heading, or named a title by its class. */
    TITLE,
    /** A lower heading before the text; it may name the column. */
    RANK,
    /** Any heading in the head of the site. */
    BANNER
  }

  /** A heading of a page. */
  record Heading(String text, Mark mark) {}

  /**
   * The title of a page: what its meta elements, its headings and its title elements say together.
   * The head of the site is asked last, since it names the site or a collection.
   *
   * @param headings what is marked up as a title in the body, in order
   * @param elements the texts of its title elements
   */
  static @Nullable String ofPage(List<Meta> meta, List<Heading> headings, List<String> elements) {
    String site = first(meta, "SiteName");
    String column = first(meta, "ColumnName");
    String article = first(meta, "ArticleTitle");
    if (isTitle(article, site)) {
      // the tag's rule cuts it at 100 characters
      return headings.stream()
          .map(Heading::text)
          .filter(h -> h.length() > article.length() && h.length() <= LONGEST)
          .filter(h -> article.length() >= 30 && h.startsWith(cut(article)))
          .findFirst()
          .orElse(article);
    }
    List<Heading> told =
        headings.stream().filter(h -> isTitle(h.text(), site) && !h.text().equals(column)).toList();
    String title = toldTwice(told, elements);
    if (title == null) {
      title = ofDocument(told);
    }
    for (String element : elements) {
      title = title != null ? title : withoutSite(Tidy.line(element), site, column);
    }
    if (title != null) {
      return title;
    }
    return told.stream()
        .sorted(Comparator.comparing(Heading::mark))
        .map(Heading::text)
        .filter(text -> text.length() >= 8)
        .findFirst()
        .orElse(column.isEmpty() ? null : column);
  }

  /** The heading that a title element says too: the first in it, for columns and sites follow. */
  private static @Nullable String toldTwice(List<Heading> headings, List<String> elements) {
    for (String element : elements) {
      String whole = Tidy.line(element);
      String title =
          headings.stream()
              .filter(h -> h.text().length() >= 6 && whole.contains(h.text()))
              .filter(h -> h.mark() != Mark.BANNER)
              .filter(h -> h.mark() == Mark.TITLE || isNoColumn(h.text(), whole))
              .map(Heading::text)
              .min(Comparator.comparingInt(whole::indexOf))
              .orElse(null);
      if (title != null) {
        return YEAR.matcher(title).find() ? title : reportBefore(whole, title);
      }
    }
    return null;
  }

  private static boolean isNoColumn(String heading, String whole) {
    return whole.startsWith(heading) || isOfYear(heading);
  }

  /** A heading without a year names a column when a report's title comes before it or around it. */
  private static String reportBefore(String whole, String heading) {
    return Arrays.stream(PART_END.split(whole))
        .filter(part -> isOfYear(part) && whole.indexOf(part) <= whole.indexOf(heading))
        .findFirst()
        .orElse(heading);
  }

  /** The first heading that ends as documents' titles do; a column's name is known by no year. */
  private static @Nullable String ofDocument(List<Heading> headings) {
    return headings.stream()
        .filter(h -> h.mark() == Mark.TITLE || h.mark() == Mark.RANK && isOfYear(h.text()))
        .map(Heading::text)
        .filter(text -> text.length() >= 8 && OF_DOCUMENT.matcher(text).matches())
        .findFirst()
        .orElse(null);
  }

  private static boolean isOfYear(String text) {
    return OF_DOCUMENT.matcher(text).matches() && YEAR.matcher(text).find();
  }

  private static String cut(String article) {
    return article.endsWith("...") ? article.substring(0, article.length() - 3) : article;
  }

  private static boolean isTitle(String text, String site) {
    return !text.isEmpty()
        && text.length() <= LONGEST
        && !text.equals(site)
        && !PLACEHOLDER.matcher(text).matches();
  }

  /**
   * The text of a title element without the names of site and column; null when nothing is left.
   */
  private static @Nullable String withoutSite(String whole, String site, String column) {
    String[] parts = PART_END.split(whole);
    List<String> kept = new ArrayList<>();
    for (String part : parts) {
      boolean placeholder = PLACEHOLDER.matcher(part.strip()).matches();
      if (!part.isBlank() && !placeholder && !part.equals(site) && !part.equals(column)) {
        kept.add(part.strip());
      }
    }
    if (kept.isEmpty()) {
      return null;
    }
    for (String part : kept) {
      boolean nameOnly = SITE.matcher(part).matches() && !YEAR.matcher(part).find();
      if (OF_DOCUMENT.matcher(part).matches() && !nameOnly) {
        return part;
      }
    }
    if (parts.length == 1 && SITE.matcher(whole).matches() && whole.length() < 30) {
      return OF_DOCUMENT.matcher(whole).matches() ? whole : null;
    }
    return kept.stream()
        .filter(part -> kept.size() == 1 || !SITE.matcher(part).matches())
        .findFirst()
        .or(() -> kept.stream().filter(part -> OF_DOCUMENT.matcher(part).matches()).findFirst())
        .orElse(null);
  }

  private static String first(List<Meta> meta, String name) {
    for (Meta pair : meta) {
      if (pair.name().equalsIgnoreCase(name) && !pair.content().isBlank()) {
        return Tidy.line(pair.content());
      }
    }
    return "";
  }

  /**
   * The title of a text: its first lines as long as they are short and no sentences, joined up to
   * the one that ends as titles do; null when it begins otherwise.
   */
  static @Nullable String ofLines(List<String> lines) {
    StringBuilder title = new StringBuilder();
    for (int i = 0; i < Math.min(3, lines.size()); i++) {
      String line = lines.get(i);
      // several words are a menu
      boolean menu = line.split(" ").length > 4;
      if (menu
          || line.length() > 80
          || line.indexOf('。') >= 0
          || line.endsWith("：")
          || line.endsWith(":")) {
        return null;
      }
      title.append(HEADING_MARK.matcher(line).replaceFirst(""));
      if (OF_DOCUMENT.matcher(title).matches()) {
        return title.toString();
      }
    }
    return null;
  }
}
