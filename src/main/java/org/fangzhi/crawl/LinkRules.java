package org.fangzhi.crawl;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a source says about links when the general rules do not suffice.
 *
 * @param list CSS selector of the elements that hold the entries; every link in them is an entry
 * @param article only addresses in which this is found are entries
 * @param exclude addresses in which this is found are never followed
 * @param next CSS selector of the links to further list pages
 * @param described lists that carry the number of their page in the address
 */
public record LinkRules(
    @Nullable String list,
    @Nullable Pattern article,
    @Nullable Pattern exclude,
    @Nullable String next,
    List<Api> described) {
  /** The general rules. */
  public static final LinkRules NONE = new LinkRules(null, null, null, null);

  public LinkRules {
    described = List.copyOf(described);
  }

  /** Rules without lists of the source's own description. */
  public LinkRules(
      @Nullable String list,
      @Nullable Pattern article,
      @Nullable Pattern exclude,
      @Nullable String next) {
    this(list, article, exclude, next, List.of());
  }

  /** True when a site's own count of entries may count what these rules leave out. */
  boolean choose() {
    return list != null || article != null || exclude != null;
  }
}
