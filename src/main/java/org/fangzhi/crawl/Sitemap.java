package org.fangzhi.crawl;

import crawlercommons.sitemaps.AbstractSiteMap;
import crawlercommons.sitemaps.SiteMap;
import crawlercommons.sitemaps.SiteMapIndex;
import crawlercommons.sitemaps.SiteMapParser;
import crawlercommons.sitemaps.SiteMapURL;
import crawlercommons.sitemaps.UnknownFormatException;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A sitemap or an index of sitemaps (sitemaps.org), as XML, feed or lines of text, also gzipped.
 *
 * @param pages canonical, at most {@value #PAGES}; empty for an index
 * @param sitemaps that an index names, canonical, at most {@value #SITEMAPS}
 * @param left how many more of either there were
 * @param fault why it could not be read, or not wholly; null when it could
 */
public record Sitemap(List<Item> pages, List<Item> sitemaps, int left, @Nullable String fault) {
  /** Addresses of one sitemap that are looked at. */
  public static final int PAGES = 50_000;

  /** Sitemaps of one index that are followed. */
  public static final int SITEMAPS = 50;

  /** An unpacked sitemap may have this many bytes. */
  private static final Bounds UNPACKED = Bounds.DEFAULT.withDecoded(16 << 20);

  /** From so many dates on it is asked whether they mean anything. */
  private static final int ENOUGH = 10;

  public Sitemap {
    pages = List.copyOf(pages);
    sitemaps = List.copyOf(sitemaps);
  }

  /**
   * One address.
   *
   * @param changed when the site says that it last changed; null when it does not say, or says the
   *     same day of most, which is that of the sitemap's making
   */
  public record Item(String url, @Nullable Instant changed) {}

  /** Reads a sitemap; what cannot be read gives none and a fault, never an exception. */
  public static Sitemap read(byte[] payload, String url) {
    try {
      boolean packed = payload.length > 1 && payload[0] == 0x1f && payload[1] == (byte) 0x8b;
      byte[] content = packed ? Coding.decode(payload, "gzip", UNPACKED) : payload;
      if (content.length > UNPACKED.decoded()) {
        return unread("it has more than " + UNPACKED.decoded() + " bytes");
      }
      URL base = new URI(url.replace(".gz", "")).toURL();
      AbstractSiteMap read = new SiteMapParser(false, true).parseSiteMap(content, base);
      return read instanceof SiteMapIndex index ? index(index) : pages((SiteMap) read);
    } catch (Coding.Broken | UnknownFormatException e) {
      return unread("it is no sitemap: " + e.getMessage());
    } catch (IOException | java.net.URISyntaxException | RuntimeException e) {
      return unread("it cannot be read: " + e.getMessage());
    }
  }

  private static Sitemap unread(String fault) {
    return new Sitemap(List.of(), List.of(), 0, fault);
  }

  private static Sitemap index(SiteMapIndex index) {
    List<Item> items = new ArrayList<>();
    for (AbstractSiteMap one : index.getSitemaps()) {
      add(items, one.getUrl(), one.getLastModified());
    }
    int most = Math.min(items.size(), SITEMAPS);
    return new Sitemap(List.of(), items.subList(0, most), items.size() - most, null);
  }

  private static Sitemap pages(SiteMap map) {
    List<Item> items = new ArrayList<>();
    for (SiteMapURL one : map.getSiteMapUrls()) {
      add(items, one.getUrl(), one.getLastModified());
    }
    int most = Math.min(items.size(), PAGES);
    return new Sitemap(believed(items.subList(0, most)), List.of(), items.size() - most, null);
  }

  private static void add(List<Item> items, @Nullable URL url, @Nullable Date changed) {
    String canonical = url == null ? null : Addresses.canonical(url.toString());
    if (canonical != null) {
      items.add(new Item(canonical, changed == null ? null : changed.toInstant()));
    }
  }

  /** Without dates where they are those of the sitemap and not of its pages. */
  private static List<Item> believed(List<Item> items) {
    Map<LocalDate, Integer> days = new HashMap<>();
    items.stream()
        .map(Item::changed)
        .filter(Objects::nonNull)
        .forEach(at -> days.merge(LocalDate.ofInstant(at, ZoneOffset.UTC), 1, Integer::sum));
    int dated = days.values().stream().mapToInt(Integer::intValue).sum();
    boolean made = dated >= ENOUGH && Collections.max(days.values()) * 2 > dated;
    return made ? items.stream().map(item -> new Item(item.url(), null)).toList() : items;
  }
}
