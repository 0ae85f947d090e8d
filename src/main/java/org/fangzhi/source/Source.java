package org.fangzhi.source;

import java.net.URI;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One site to harvest, as its file in {@code config/sources} says.
 *
 * @param id lower case letters, digits and hyphens; the name of the source for ever
 * @param name what people call it
 * @param division code of the division that it tells of, as in GB/T 2260 ({@code 530381}, nine
 *     digits for a township); null when of several
 * @param entries list pages to begin at, at least one
 * @param schedule when it is looked at again
 * @param politeness how gently it is asked
 * @param expect what a run must give, by key; a breach holds publication back
 * @param paceGroup name of the pace group; null: one a host
 * @param proxy an HTTP proxy to ask through
 * @param allowPrivateAddresses whether loopback and private addresses may be asked
 * @param pipeline the route that asks for its pages instead of the usual one
 * @param rules what the general rules for links do not find by themselves
 * @param requisites whether styles and images of kept pages are fetched
 * @param reach how far a harvest goes
 * @param definition the file as JSON, to be kept with each run
 */
public record Source(
    String id,
    String name,
    @Nullable String division,
    List<Entry> entries,
    Schedule schedule,
    Politeness politeness,
    Map<String, String> expect,
    @Nullable String paceGroup,
    @Nullable URI proxy,
    boolean allowPrivateAddresses,
    @Nullable Route pipeline,
    Rules rules,
    boolean requisites,
    Reach reach,
    String definition) {

  public Source {
    entries = List.copyOf(entries);
    expect = Map.copyOf(expect);
  }

  /**
   * Where a harvest begins.
   *
   * @param url {@code {page}} in it is the number of the page, {@code {year}} a year
   * @param cms family of the system behind it, or {@code auto}
   * @param first the number of the first page
   * @param step what the number grows by from page to page
   * @param json where the list stands in an answer of JSON; null for pages
   */
  public record Entry(String url, String cms, int first, int step, @Nullable Json json) {
    /** A list page without numbers in its address. */
    public Entry(String url, String cms) {
      this(url, cms, 1, 1, null);
    }
  }

  /**
   * A list in JSON, by JSON pointers.
   *
   * @param rows the list of entries
   * @param title below a row
   * @param url below a row
   * @param date below a row
   * @param total the number of entries in all
   */
  public record Json(
      String rows,
      @Nullable String title,
      String url,
      @Nullable String date,
      @Nullable String total) {}

  /**
   * When it is looked at again.
   *
   * @param lists Quartz cron in Asia/Shanghai for its list pages
   * @param articles {@code adaptive} or a Quartz cron
   */
  public record Schedule(String lists, String articles) {}

  /**
   * How gently it is asked.
   *
   * @param delay from one request to the next of its pace group
   * @param from start of the window in which it may be asked, Asia/Shanghai; null: any time
   * @param to end of the window; before {@code from} when it goes over midnight
   * @param parallel requests at a time
   */
  public record Politeness(
      Duration delay, @Nullable LocalTime from, @Nullable LocalTime to, int parallel) {}

  /**
   * A route that it names for itself.
   *
   * @param name what stands after {@code direct:} where the route begins
   * @param place file, line and column that name it
   */
  public record Route(String name, String place) {}

  /**
   * Rules for its pages, each optional.
   *
   * @param list CSS selector of the elements that hold the entries
   * @param article regular expression that the address of an entry must hold
   * @param exclude regular expression of addresses never to follow
   * @param next CSS selector of the links to further list pages
   */
  public record Rules(
      @Nullable String list,
      @Nullable String article,
      @Nullable String exclude,
      @Nullable String next) {}

  /**
   * How far a harvest goes; what lies beyond is counted with the run.
   *
   * @param pages known of the source at most
   * @param links followed from one page at most
   * @param depth steps from an entry at most
   * @param sitemaps read instead of those that robots.txt names, empty for none; null: those
   */
  public record Reach(int pages, int links, int depth, @Nullable List<String> sitemaps) {
    public Reach {
      sitemaps = sitemaps == null ? null : List.copyOf(sitemaps);
    }
  }
}
