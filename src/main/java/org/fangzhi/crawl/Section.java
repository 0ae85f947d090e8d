package org.fangzhi.crawl;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a site that a source is about. A sitemap names all of a site: followed is only what
 * the source's rule for articles lets through, or without such a rule what lies in the folder of an
 * entry. An entry at the root of a host has no folder, so that no sitemap can flood a source.
 *
 * @param entries canonical addresses at which the source begins
 */
public record Section(List<String> entries, LinkRules rules) {

  private static final Pattern COLUMN =
      Pattern.compile("(?i)/(?:(?:index|default|list)(?:_\\d+)?\\.\\w+)?$");

  /** What belongs to pages and is none. */
  private static final Pattern PART =
      Pattern.compile(
          "(?i)\\.(?:css|js|json|xml|gz|jpe?g|png|gif|bmp|webp|svg|ico|woff2?|ttf|mp[34]|avi|flv|wmv|swf|apk|exe)(?=$|\\?)");

  public Section {
    entries = List.copyOf(entries);
  }

  /** What an address that a sitemap names is to the source; null when it is not followed. */
  public Link.@Nullable Kind kind(String canonical) {
    Pattern exclude = rules.exclude();
    if (exclude != null && exclude.matcher(canonical).find()
        || entries.stream().noneMatch(entry -> Addresses.sameSite(entry, canonical))
        || PART.matcher(canonical).find()) {
      return null;
    }
    Pattern article = rules.article();
    boolean file = Links.FILE.matcher(canonical).find();
    if (article != null && article.matcher(canonical).find()) {
      return file ? Link.Kind.ATTACHMENT : Link.Kind.ARTICLE;
    }
    if (entries.stream().noneMatch(entry -> within(entry, canonical))) {
      return null;
    }
    if (COLUMN.matcher(canonical).find()) {
      return Link.Kind.LIST;
    }
    return article != null ? null : file ? Link.Kind.ATTACHMENT : Link.Kind.ARTICLE;
  }

  /** Whether an address lies in the folder of an entry, by whichever scheme. */
  private static boolean within(String entry, String canonical) {
    String start = entry.substring(entry.indexOf("//"));
    int path = start.indexOf('/', 2);
    int question = start.indexOf('?');
    String folder =
        start.substring(0, start.lastIndexOf('/', question < 0 ? start.length() : question) + 1);
    return folder.length() > path + 1 && canonical.startsWith(folder, canonical.indexOf("//"));
  }
}
