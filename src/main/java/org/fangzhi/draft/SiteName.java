package org.fangzhi.draft;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.division.Division;
import org.fangzhi.division.Divisions;
import org.fangzhi.division.Resolution;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * How a site calls itself, and the division that this tells of. Certain is a name that only one
 * division can bear, or one of several bearers that the site's own 网站标识码 begins with.
 *
 * @param name null when the page has none
 * @param division null when it is not certain
 * @param candidates when it is not
 */
record SiteName(
    @Nullable String name,
    @Nullable Division division,
    List<Division> candidates,
    List<String> doubts) {

  private static final Pattern UNFILLED = Pattern.compile("网站名称|站点名称|^头部$|^首页$");
  private static final Pattern PARTS = Pattern.compile("[-_|—－–·>]+");
  private static final Pattern SPONSOR = Pattern.compile("主办(?:单位)?[：:\\s]*([\\p{IsHan}]{4,30})");
  private static final Pattern TAIL = Pattern.compile("(?:门户网站|政府网站?|官方网站|官网|网站)$");
  private static final Pattern CODE = Pattern.compile("[1-9]\\d{9}");

  static SiteName of(Document page) {
    List<String> doubts = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    page.select("meta[name=SiteName]").forEach(meta -> add(names, meta.attr("content")));
    String given = first(names);
    if (names.size() > 1) {
      doubts.add("the page gives the site several names: " + String.join(", ", names));
    }
    for (String part : PARTS.split(page.title())) {
      add(names, part);
    }
    Matcher sponsor = SPONSOR.matcher(page.text());
    if (sponsor.find()) {
      add(names, sponsor.group(1));
    }
    Optional<Division> coded = code(page);
    Set<Division> candidates = new LinkedHashSet<>();
    for (String name : names) {
      Resolution resolved = Divisions.find(TAIL.matcher(name).replaceFirst(""), null);
      if (resolved instanceof Resolution.Found found) {
        if (coded.isEmpty() || related(found.division(), coded.get())) {
          return new SiteName(given == null ? name : given, found.division(), List.of(), doubts);
        }
        candidates.add(found.division());
      } else if (resolved instanceof Resolution.Ambiguous ambiguous) {
        if (coded.isPresent() && ambiguous.candidates().contains(coded.get())) {
          return new SiteName(given == null ? name : given, coded.get(), List.of(), doubts);
        }
        candidates.addAll(ambiguous.candidates());
      }
    }
    coded.ifPresent(candidates::add);
    doubts.add(
        candidates.isEmpty()
            ? "nothing in the page names the division that the site tells of"
            : "the division is not certain");
    return new SiteName(first(names), null, List.copyOf(candidates), doubts);
  }

  /** A town's site may carry the county's code. */
  private static boolean related(Division named, Division coded) {
    return named.code().startsWith(coded.code()) || named.equals(coded);
  }

  private static @Nullable String first(Set<String> names) {
    return names.stream().findFirst().orElse(null);
  }

  private static void add(Set<String> names, String raw) {
    String name = raw.strip();
    if (name.length() > 1 && name.length() <= 60 && !UNFILLED.matcher(name).find()) {
      names.add(name);
    }
  }

  /** 网站标识码: ten digits, of which the first six are the division's code. */
  private static Optional<Division> code(Document page) {
    for (Element meta : page.select("meta[name=SiteIDCode]")) {
      String code = meta.attr("content").strip();
      if (CODE.matcher(code).matches()) {
        return Divisions.byCode(code.substring(0, 6));
      }
    }
    return Optional.empty();
  }
}
