package org.fangzhi.publish;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fangzhi.archive.Payload;
import org.jspecify.annotations.Nullable;

/**
 * What sets a report apart from others; each part is null when withheld.
 *
 * @param year the year reported on
 * @param division its code
 * @param stated whether the document names the division; else its source alone tells of it
 * @param scope {@code government} or {@code agency}
 * @param agency as printed
 */
record Identity(
    @Nullable Integer year,
    @Nullable String division,
    boolean stated,
    @Nullable String scope,
    @Nullable String agency) {

  static final Identity UNKNOWN = new Identity(null, null, false, null, null);

  /**
   * Whether the division is the report's own. That of a source with divisions below it may be that
   * of the collection alone, and many of them have a 审计局; a county has one.
   */
  boolean isDefinite() {
    return stated || division == null || !division.endsWith("00") || division.length() > 6;
  }

  /**
   * Equal for holdings of one report, if it is definite or they belong together otherwise; null
   * when a part of it is withheld.
   */
  @Nullable String key() {
    if (year == null || division == null || scope == null) {
      return null;
    }
    if ("government".equals(scope)) {
      return year + "|" + division + "|" + scope;
    }
    return agency == null ? null : year + "|" + division + "|" + scope + "|" + agency;
  }

  /** Whether both are known to be different reports; what is withheld contradicts nothing. */
  boolean contradicts(Identity other) {
    return isOfAnotherYear(other)
        || differ(scope, other.scope)
        || (differ(division, other.division) && !spans(other) && !other.spans(this))
        || (!"government".equals(scope) || !"government".equals(other.scope))
            && differ(agency, other.agency)
            && !isShortFor(agency, other.agency)
            && !isShortFor(other.agency, agency);
  }

  /** Whether both years are known and differ. */
  boolean isOfAnotherYear(Identity other) {
    return differ(year, other.year);
  }

  private static boolean differ(@Nullable Object one, @Nullable Object other) {
    return one != null && other != null && !one.equals(other);
  }

  /** A city's collection says no more of a county's report than that it is one of the city's. */
  private boolean spans(Identity inner) {
    return !stated
        && division != null
        && inner.division != null
        && inner.division.startsWith(division.replaceFirst("(?:00){1,2}$", ""));
  }

  /** 市审计局 and 宣威市审计局, 宣威市政府办公室 and 宣威市人民政府办公室. */
  private static boolean isShortFor(@Nullable String agency, @Nullable String whole) {
    return agency != null
        && whole != null
        && whole.replace("人民政府", "政府").endsWith(agency.replace("人民政府", "政府"));
  }

  /** How many parts are known to both and equal. */
  int agreement(Identity other) {
    int equal = year != null && year.equals(other.year) ? 1 : 0;
    equal += division != null && division.equals(other.division) ? 1 : 0;
    equal += scope != null && scope.equals(other.scope) ? 1 : 0;
    return equal + (agency != null && agency.equals(other.agency) ? 1 : 0);
  }

  /** What is known by either; a division stated speaks before one that is not. */
  Identity or(Identity other) {
    boolean others = division == null || (!stated && other.stated && other.division != null);
    return new Identity(
        year == null ? other.year : year,
        others ? other.division : division,
        others ? other.stated : stated,
        scope == null ? other.scope : scope,
        agency == null ? other.agency : agency);
  }

  /** The id of a twin: of the id that another has and of what sets the twin apart. */
  static String derived(String id, List<Identity> identities) {
    String apart =
        identities.stream()
            .flatMap(i -> Stream.of(i.year, i.division, i.scope, i.agency))
            .map(part -> Objects.toString(part, ""))
            .collect(Collectors.joining("|", id + "|", ""));
    byte[] hash = Payload.sha256(apart.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, 8);
  }
}
