package org.fangzhi.division;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.fangzhi.division.Division.Level;
import org.fangzhi.division.DivisionNames.Bearer;
import org.jspecify.annotations.Nullable;

/**
 * The divisions of China down to townships, as of 30 June 2023, by code and by name. Loaded when
 * first asked; safe for many threads. See {@code docs/divisions.md}.
 */
public final class Divisions {
  private static final int ANY = 0;
  private static final Pattern CODE = Pattern.compile("\\d{2}|\\d{4}|\\d{6}|\\d{9}|\\d{12}");

  private Divisions() {}

  /** Held apart so that codes alone need no names. */
  private static final class Loaded {
    static final DivisionTable TABLE = DivisionTable.load();
  }

  private static final class Named {
    static final DivisionNames NAMES = new DivisionNames(Loaded.TABLE);
  }

  /**
   * The division of a code.
   *
   * @param code 2, 4, 6, 9 or 12 digits; trailing zeros of lower levels may stand ({@code 530000},
   *     {@code 530300}, {@code 530381000}, {@code 430621114000})
   * @return empty for a code that the table does not have, or for a village's
   */
  public static Optional<Division> byCode(String code) {
    if (!CODE.matcher(code).matches() || code.startsWith("0")) {
      return Optional.empty();
    }
    String plain = code;
    if (plain.length() == 12) {
      if (!plain.endsWith("000")) return Optional.empty();
      plain = plain.substring(0, 9);
    }
    if (plain.length() == 9 && plain.endsWith("000")) plain = plain.substring(0, 6);
    while (plain.length() <= 6 && plain.endsWith("00")) {
      plain = plain.substring(0, plain.length() - 2);
    }
    if (plain.isEmpty()) return Optional.empty();
    int number = Integer.parseInt(plain);
    return Loaded.TABLE.has(number) ? Optional.of(Loaded.TABLE.division(number)) : Optional.empty();
  }

  /**
   * The divisions of a level that lie in another and have a government of their own, in order of
   * code. What only statistics count as a division is left out: zones among the counties (71 to 80
   * at the end) and among the townships (400 to 599; 统计用区划代码编制规则).
   */
  public static List<Division> within(Division holder, Level level) {
    return Loaded.TABLE.within(number(holder.code()), level);
  }

  /**
   * The divisions right below one, in the order of codes; rows that only group others (市辖区) are
   * looked through.
   *
   * @param code as for {@link #byCode}; null: the provinces
   */
  public static List<Division> within(@Nullable String code) {
    Division above = code == null ? null : byCode(code).orElse(null);
    if (code != null && above == null) {
      return List.of();
    }
    return Loaded.TABLE.below(above == null ? 0 : number(above.code())).stream()
        .map(Loaded.TABLE::division)
        .toList();
  }

  /** The number that the table has for a code of six or nine digits. */
  private static int number(String code) {
    int number = Integer.parseInt(code);
    while (code.length() == 6 && number > 0 && number % 100 == 0) number /= 100;
    return number;
  }

  /** As {@link #find(String, Division, Integer)}, at any time since 2008. */
  public static Resolution find(String text, @Nullable Division within) {
    return find(text, within, null);
  }

  /**
   * The division that a text names at its beginning, down to the lowest named: 湖南省岳阳市岳阳县, 宣威,
   * 杨林街镇人民政府, 洪泽县. A parent in the text goes before {@code within}.
   *
   * @param text an issuer or a name, without white space
   * @param within a division known to hold it, or null
   * @param year the year that the text speaks of, or null; tells which bearer of a name is meant
   *     where names were changed
   */
  public static Resolution find(String text, @Nullable Division within, @Nullable Integer year) {
    int limit = within == null ? ANY : number(within.code());
    NameChain chain = NameChain.read(text, Named.NAMES, year);
    if (chain.bearers().isEmpty() || Place.isOther(text.substring(chain.length()), chain.bare())) {
      return new Resolution.None();
    }
    List<Bearer> likely = likely(chain.bearers(), limit);
    Set<Integer> codes = new TreeSet<>();
    for (Bearer bearer : likely) codes.add(bearer.code());
    int first = likely.get(0).code();
    if (codes.size() == 1 && first == 0) return new Resolution.None();
    if (codes.size() == 1 && certain(chain, text, likely.get(0), limit)) {
      return new Resolution.Found(Loaded.TABLE.division(first), chain.length());
    }
    return new Resolution.Ambiguous(
        codes.stream().filter(c -> c != 0).map(Loaded.TABLE::division).toList(), chain.length());
  }

  /** The bearers inside the limit; all of them where none is. */
  private static List<Bearer> likely(List<Bearer> bearers, int limit) {
    if (limit == ANY) return bearers;
    List<Bearer> inside = new ArrayList<>(bearers.size());
    for (Bearer bearer : bearers) {
      if (bearer.code() == limit || bearer.in(limit)) inside.add(bearer);
    }
    return inside.isEmpty() ? bearers : inside;
  }

  private static boolean certain(NameChain chain, String text, Bearer bearer, int limit) {
    boolean held = limit != ANY && (bearer.code() == limit || bearer.in(limit));
    boolean placed = held || chain.names() > 1;
    boolean township = DivisionTable.level(bearer.code()) == Level.TOWNSHIP;
    if (township && (!placed || tooWide(chain, held ? limit : ANY))) return false;
    if (chain.bare()) {
      String rest = text.substring(chain.length());
      boolean whole = rest.isEmpty() || Place.isGovernment(rest);
      return bearer.code() == limit && (whole || Place.isOrgan(rest))
          || whole && (placed || limit == ANY && !isDistrict(bearer.code()));
    }
    boolean strange = limit != ANY && !DivisionTable.inside(limit, bearer.code());
    return placed || !(strange && isDistrict(bearer.code()));
  }

  /** A province holds too many towns for one of today's names to be the one of then. */
  private static boolean tooWide(NameChain chain, int limit) {
    return Math.max(chain.parent(), limit) < 100;
  }

  private static boolean isDistrict(int code) {
    return Loaded.TABLE.nameOf(code).endsWith("区") && code > 10_000;
  }
}
