package org.fangzhi.pipeline;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fangzhi.crawl.Addresses;
import org.fangzhi.crawl.Ask;
import org.fangzhi.crawl.LinkRules;
import org.fangzhi.crawl.Section;
import org.fangzhi.source.Source;
import org.fangzhi.store.Visit;

/** The sources that are at hand, as the steps need them. Replaced whole when the files change. */
final class Sites {

  private record Site(Source source, Section section) {}

  private final Map<String, Site> sites = new LinkedHashMap<>();

  Sites(Collection<Source> sources) {
    for (Source source : sources) {
      List<String> entries =
          source.entries().stream().map(entry -> canonical(entry.url())).toList();
      sites.put(source.id(), new Site(source, new Section(entries, SiteRules.of(source))));
    }
  }

  Map<String, Source> sources() {
    Map<String, Source> sources = new LinkedHashMap<>();
    sites.forEach((id, site) -> sources.put(id, site.source()));
    return sources;
  }

  /** The source of this id; a page may outlive its source's file, then there is none. */
  Source source(String id) {
    return site(id).source();
  }

  LinkRules rules(String id) {
    return site(id).section().rules();
  }

  Section section(String id) {
    return site(id).section();
  }

  private Site site(String id) {
    Site site = sites.get(id);
    if (site == null) {
      throw new IllegalStateException(
          "the source file of " + id + " is gone; its pages wait until it is back");
    }
    return site;
  }

  boolean knows(String id) {
    return sites.containsKey(id);
  }

  /** The question for a page, on the condition that it is no longer the version held. */
  Ask ask(Visit visit) {
    Source source = source(visit.sourceId());
    boolean held = visit.sha256() != null && !"gone".equals(visit.state());
    return new Ask(
        visit.url(),
        held ? visit.etag() : null,
        held ? visit.lastModified() : null,
        source.allowPrivateAddresses(),
        source.proxy());
  }

  static String canonical(String url) {
    String canonical = Addresses.canonical(url);
    if (canonical == null) {
      throw new IllegalArgumentException(url + " is no address to ask for");
    }
    return canonical;
  }

  /**
   * The pace group of an address: what its source names, else its host and port. A source that may
   * be asked several things at a time has as many groups.
   */
  String group(Source source, String url) {
    String canonical = canonical(url);
    String name = source.paceGroup();
    if (name == null) {
      int from = canonical.indexOf("//") + 2;
      name = canonical.substring(from, canonical.indexOf('/', from));
    }
    int parallel = source.politeness().parallel();
    return parallel == 1 ? name : name + "#" + Math.floorMod(canonical.hashCode(), parallel);
  }
}
