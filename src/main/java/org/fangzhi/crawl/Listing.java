package org.fangzhi.crawl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list page, understood.
 *
 * @param family the system that wrote it
 * @param reason what it was known by
 * @param links entries and further list pages in the order of the page, each address once
 * @param announced how many entries the whole list has by its own account, null when it does not
 *     say
 * @param notes what could not be followed and why
 */
public record Listing(
    Family family,
    String reason,
    List<Link> links,
    @Nullable Integer announced,
    List<String> notes) {

  public Listing {
    links = List.copyOf(links);
    notes = List.copyOf(notes);
  }

  /** The links of a kind. */
  public List<Link> of(Link.Kind kind) {
    return links.stream().filter(link -> link.kind() == kind).toList();
  }

  /** What is listed: articles, and files that stand in a list themselves. */
  public List<Link> entries() {
    return links.stream().filter(link -> link.kind() != Link.Kind.LIST).toList();
  }

  /** True when nothing is listed: a stub, as deep pages of some systems are, or no list page. */
  public boolean isEmpty() {
    return links.stream().allMatch(link -> link.kind() == Link.Kind.LIST);
  }
}
