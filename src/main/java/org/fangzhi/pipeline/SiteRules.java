package org.fangzhi.pipeline;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.fangzhi.crawl.Api;
import org.fangzhi.crawl.LinkRules;
import org.fangzhi.source.Source;
import org.jspecify.annotations.Nullable;

/** What a source file says of its pages, as those who read pages need it. */
public final class SiteRules {
  /** The first year of reports: the regulations on disclosure are in force since 1 May 2008. */
  private static final int FIRST_YEAR = 2008;

  private static final String YEAR = "{year}";
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

  private SiteRules() {}

  /** The rules for the links of a source's pages. */
  public static LinkRules of(Source source) {
    Source.Rules rules = source.rules();
    List<Api> described = new ArrayList<>();
    for (Source.Entry entry : source.entries()) {
      Source.Json json = entry.json();
      if (json != null || entry.url().contains(Api.PAGE)) {
        Api api =
            Api.described(
                entry.url(),
                entry.step(),
                json == null ? null : json.rows(),
                json == null ? null : json.title(),
                json == null ? null : json.url(),
                json == null ? null : json.date(),
                json == null ? null : json.total());
        if (api != null) {
          described.add(api);
        }
      }
    }
    return new LinkRules(
        rules.list(), pattern(rules.article()), pattern(rules.exclude()), rules.next(), described);
  }

  private static @Nullable Pattern pattern(@Nullable String regex) {
    return regex == null ? null : Pattern.compile(regex);
  }

  /** True when an entry is the address of reports, year by year, and not of a list. */
  public static boolean isByYear(Source.Entry entry) {
    return entry.url().contains(YEAR);
  }

  /** The addresses that an entry stands for: one, or one for each year until this one. */
  public static List<String> addresses(Source.Entry entry) {
    if (!isByYear(entry)) {
      return List.of(entry.url().replace(Api.PAGE, String.valueOf(entry.first())));
    }
    List<String> addresses = new ArrayList<>();
    for (int year = FIRST_YEAR; year <= LocalDate.now(SHANGHAI).getYear(); year++) {
      addresses.add(entry.url().replace(YEAR, String.valueOf(year)));
    }
    return addresses;
  }
}
