package org.fangzhi.document;

import java.util.ArrayList;
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

  private static final Pattern PLACEHOLDER = Pattern.compile("网站名称|文章标题|标题|.*[{$<].*");

  private static final Pattern OF_DOCUMENT =
      Pattern.compile(
          ".*(?:报告|年报|通知|办法|方案|公告|通告|意见|总结|决定|规定|细则|条例|要点|函|表)[)）》”]?(?:\\(.{1,12}\\)|（.{1,12}）)?$");

  private Titles() {}

  /**
   * The title of a page.
   *
   * @param headings what is marked up as a title in the body
   * @param elements the texts of its title elements
   */
  static @Nullable String ofPage(List<Meta> meta, List<String> headings, List<String> elements) {
    String site = first(meta, "SiteName");
    String column = first(meta, "ColumnName");
    String article = first(meta, "ArticleTitle");
    if (isTitle(article, site)) {
      // the tag's rule cuts it at 100 characters
      return headings.stream()
          .filter(h -> h.length() > article.length() && h.length() <= LONGEST)
          .filter(h -> article.length() >= 30 && h.startsWith(cut(article)))
          .findFirst()
          .orElse(article);
    }
    for (String element : elements) {
      String whole = Tidy.line(element);
      // The site's own name may be a heading too: it stands behind the page's in the element.
      String before = null;
      for (String heading : headings) {
        boolean named = heading.equals(site) || heading.equals(column);
        boolean told = !named && isTitle(heading, site) && heading.length() >= 6;
        if (told
            && whole.contains(heading)
            && (before == null || whole.indexOf(heading) < whole.indexOf(before))) {
          before = heading;
        }
      }
      if (before != null) {
        return before;
      }
    }
    for (String heading : headings) {
      if (isTitle(heading, site)
          && heading.length() >= 8
          && OF_DOCUMENT.matcher(heading).matches()) {
        return heading;
      }
    }
    for (String element : elements) {
      String title = withoutSite(Tidy.line(element), site, column);
      if (title != null) {
        return title;
      }
    }
    return headings.stream()
        .filter(h -> isTitle(h, site) && h.length() >= 8)
        .findFirst()
        .orElse(column.isEmpty() ? null : column);
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
      if (!part.isBlank() && !part.equals(site) && !part.equals(column)) {
        kept.add(part.strip());
      }
    }
    if (kept.isEmpty()) {
      return null;
    }
    for (String part : kept) {
      if (OF_DOCUMENT.matcher(part).matches()) {
        return part;
      }
    }
    if (kept.size() > 1) {
      kept.removeIf(part -> SITE.matcher(part).matches());
    } else if (parts.length == 1 && SITE.matcher(whole).matches() && whole.length() < 30) {
      return null;
    }
    if (kept.isEmpty()) {
      return null;
    }
    return kept.get(0);
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
      title.append(line.replaceFirst("^#{1,6} ", ""));
      if (OF_DOCUMENT.matcher(title).matches()) {
        return title.toString();
      }
    }
    return null;
  }
}
