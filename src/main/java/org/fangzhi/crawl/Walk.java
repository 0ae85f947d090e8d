package org.fangzhi.crawl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.fangzhi.store.Lists;
import org.jspecify.annotations.Nullable;

/**
 * Whether lists were walked to their real end. Pagers lie: pages that repeat the first, stubs and
 * empty answers where entries were announced, totals that the pages never reach. A list of which
 * any of this is true is truncated, and never counts as complete.
 */
public final class Walk {
  /** Less than this is a stub, and no page. */
  private static final int STUB = 600;

  /** Sites count pages into their totals that they have taken down, but not many. */
  private static final int FEW = 2;

  private static final int MOST_REASONS = 5;

  private Walk() {}

  /** Whether so many entries are too few for a total. */
  static boolean isShort(int announced, int listed) {
    return announced - listed > Math.max(FEW, announced / 10);
  }

  /** What is said of a page that nothing follows, and that lists too few. */
  static String byScript(int announced, int listed) {
    return announced
        + " entries are announced and "
        + listed
        + " are in the page; the others come by a script that is not followed";
  }

  /**
   * A list page as it is to be kept. Whether it lists too few is left to {@link #truncated}: one
   * page alone cannot know whether it is the last.
   */
  public static Lists.Understood understood(Listing listing, int bytes) {
    Integer announced = listing.announced();
    String alone = announced == null ? "" : byScript(announced, listing.entries().size());
    return new Lists.Understood(
        listing.family().word(),
        listing.reason(),
        listing.entries().stream().map(link -> number(link.url())).toList(),
        listing.announced(),
        bytes,
        listing.notes().stream().filter(note -> !note.equals(alone)).toList());
  }

  /** A number for an address: the first 8 bytes of its SHA-256. */
  private static long number(String url) {
    String sha256 = Judge.sha256(url.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return Long.parseUnsignedLong(sha256, 0, 16, 16);
  }

  /**
   * The lists that are truncated, each in a line that says why.
   *
   * @param pages the list pages of a source in the order in which they were found
   */
  public static List<String> truncated(List<Lists.Page> pages) {
    Map<Long, Lists.Page> byId = new HashMap<>();
    pages.forEach(page -> byId.put(page.id(), page));
    Map<Lists.Page, List<Lists.Page>> lists = new LinkedHashMap<>();
    for (Lists.Page page : pages) {
      lists.computeIfAbsent(root(page, byId), root -> new ArrayList<>()).add(page);
    }
    // Pages that a sitemap named first may belong to any list.
    Set<Long> elsewhere = new HashSet<>();
    lists.forEach(
        (root, list) ->
            list.stream()
                .filter(page -> root.foundOn() != null && page.understood() != null)
                .forEach(page -> elsewhere.addAll(page.understood().entries())));
    List<String> lines = new ArrayList<>();
    lists.forEach(
        (root, list) -> {
          List<String> why = why(root, list, byId, elsewhere);
          if (!why.isEmpty()) {
            String more =
                why.size() > MOST_REASONS ? "; and " + (why.size() - MOST_REASONS) + " more" : "";
            lines.add(
                root.url()
                    + " is truncated: "
                    + String.join("; ", why.subList(0, Math.min(MOST_REASONS, why.size())))
                    + more);
          }
        });
    return lines;
  }

  private static Lists.Page root(Lists.Page page, Map<Long, Lists.Page> byId) {
    Lists.Page at = page;
    // Pages are found before those that they lead to, so that this ends.
    while (at.foundOn() != null && at.foundOn() < at.id() && byId.containsKey(at.foundOn())) {
      at = byId.get(at.foundOn());
    }
    return at;
  }

  private static List<String> why(
      Lists.Page root, List<Lists.Page> list, Map<Long, Lists.Page> byId, Set<Long> elsewhere) {
    List<String> why = new ArrayList<>();
    Map<Lists.Page, Set<Long>> earlier = new LinkedHashMap<>();
    boolean allKnown = true;
    int announced = 0;
    for (Lists.Page page : list) {
      Lists.Understood seen = page.understood();
      boolean further = page != root && !Link.PERHAPS.equals(page.anchor());
      if (seen == null) {
        boolean end = !further && page.absent();
        if (!page.had() && page.fault() != null && page != root && !end) {
          why.add(page.url() + " could not be had: " + page.fault());
        }
        allKnown &= !page.had() || page.fault() != null;
        continue;
      }
      why.addAll(seen.notes().stream().map(note -> at(page, root) + note).toList());
      announced = Math.max(announced, seen.announced() == null ? 0 : seen.announced());
      Set<Long> entries = new HashSet<>(seen.entries());
      boolean none = Integer.valueOf(0).equals(seen.announced());
      if (entries.isEmpty() && further && !none && leadsNowhere(page, list)) {
        why.add(page.url() + nothing(seen.bytes()));
      }
      Lists.Page same = repeated(entries, earlier);
      if (same != null && (further || isFirst(same, root, byId))) {
        why.add(page.url() + " lists what " + same.url() + " lists already");
      }
      earlier.put(page, entries);
    }
    Set<Long> all = new HashSet<>();
    earlier.values().forEach(all::addAll);
    boolean said = root.understood() != null && !root.understood().notes().isEmpty();
    long listed = all.size();
    all.addAll(elsewhere);
    boolean isEntry = root.foundOn() == null;
    if (isEntry && allKnown && !said && isShort(announced, all.size())) {
      why.add(
          list.size() == 1
              ? byScript(announced, (int) listed)
              : announced + " entries are announced and " + listed + " are listed");
    }
    return why;
  }

  private static String at(Lists.Page page, Lists.Page root) {
    return page == root ? "" : page.url() + ": ";
  }

  private static String nothing(int bytes) {
    return bytes < STUB
        ? " is a stub of " + bytes + " bytes that lists nothing"
        : " lists nothing, though a page before it leads to it";
  }

  /** A page may list nothing but further pages, as one does that a script fills. */
  private static boolean leadsNowhere(Lists.Page page, List<Lists.Page> list) {
    return list.stream().noneMatch(other -> Objects.equals(other.foundOn(), page.id()));
  }

  /** The page before that lists all of these too. */
  private static Lists.@Nullable Page repeated(
      Set<Long> entries, Map<Lists.Page, Set<Long>> earlier) {
    if (entries.isEmpty()) {
      return null;
    }
    return earlier.entrySet().stream()
        .filter(other -> other.getValue().containsAll(entries))
        // One entry alone slips from page to page when something new is published.
        .filter(other -> entries.size() > 1 || other.getValue().size() == 1)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  /**
   * True for the first page with entries. Where nothing announces a further page, a site may give
   * its last page again; if that is the first, nobody can tell the end from a pager that is
   * ignored.
   */
  private static boolean isFirst(Lists.Page page, Lists.Page root, Map<Long, Lists.Page> byId) {
    Lists.Page before = page.foundOn() == null ? null : byId.get(page.foundOn());
    return page == root
        || before == null
        || before.understood() == null
        || before.understood().entries().isEmpty();
  }
}
