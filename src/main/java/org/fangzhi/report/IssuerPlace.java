package org.fangzhi.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.division.Division;
import org.fangzhi.division.Division.Level;
import org.fangzhi.division.Divisions;
import org.fangzhi.division.Resolution;
import org.fangzhi.document.Document;
import org.fangzhi.report.Attributes.AttributeNotes;
import org.fangzhi.report.Report.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Which place an issuer stands for, and whether as its government or as an organ.
 *
 * @param division the place, null when withheld
 * @param scope null when withheld
 */
record IssuerPlace(@Nullable Division division, @Nullable Scope scope) {
  private static final Pattern PARTY = Pattern.compile("^(?:中国共产党|中共|共青团|国家税务总局|中国人民政治协商会议|政协)+");

  /** Divisions of the corps are cities as well: 第六师五家渠市. */
  private static final Pattern CORPS =
      Pattern.compile(
          "^(?:新疆)?(?:生产建设)?(?:兵团)?(?:农?[一二三四五六七八九十]+师|第[一二三四五六七八九十]+师)[·、]?(?=\\p{IsHan}{2,4}市)");

  private static final Pattern ORGAN =
      Pattern.compile(
          ".*(?:局|委|办|室|厅|处|中心|院|所|站|队|会|部|校|学|馆|社|公司|行|台|署|园|厂|(?<![一二三四五六七八九十百〇零\\d])团|组|段|库|集团|关|科|股|庭|户|[残妇侨文社]联|科协)(?:[（(].*[）)])?");
  private static final Pattern WHOLE =
      Pattern.compile(
          "(?:党委|县委|市委|区委|镇党委|乡党委)?[、和]?[省市县区州旗盟镇乡]?(?:人民)?政府(?:本级)?|(?:街道)?办事处|街道办|(?<=街道)办|行政公署|行署");
  private static final Pattern WHOLE_NAME =
      Pattern.compile(".+(?:省|市|县|(?<![社校景园街])区|州|盟|旗|镇|乡|街道|苏木)(?:(?:人民)?政府|办事处|办)?");
  private static final Pattern COMMITTEE =
      Pattern.compile(".*(?:管委会|(?:[区园城山湖岛港河洲]|基地)管理委员会)(?:[（(].*[）)])?");

  /** Signs for its government too. */
  private static final Pattern OFFICE = Pattern.compile(".*政府办(?:公室|公厅)?");

  /** Offices that report for the whole government as readily as for themselves. */
  private static final Pattern COORDINATOR = Pattern.compile(".*(?:信息|政务)公开.*(?:办|办公室|中心|小组)");

  private static final Pattern OFFICE_IN_BRACKETS = Pattern.compile("(?:人民)?政府[（(]办公[室厅][）)]");

  private static final Pattern BRANCH = Pattern.compile("(.+?局)(\\p{IsHan}{2,8})分局");
  private static final Pattern OWN = Pattern.compile("^([省市县区州盟旗镇乡])(?=\\p{IsHan})");
  private static final Pattern PARTS = Pattern.compile("[_|｜>›»→/—–-]+");
  private static final Pattern CHINA = Pattern.compile("^中国[·•．.]?(?=\\p{IsHan})");
  private static final Pattern BARE_ORGAN = Pattern.compile("\\p{IsHan}{2,14}(?:局|委员会|委|办公室|中心)");

  static IssuerPlace of(
      @Nullable String issuer,
      boolean titled,
      Document document,
      Excerpt excerpt,
      @Nullable Division within,
      @Nullable Integer year,
      AttributeNotes notes) {
    if (issuer == null) {
      notes.withhold("division", "the issuer is not known");
      notes.withhold("scope", "the issuer is not known");
      return new IssuerPlace(null, null);
    }
    String party = PARTY.matcher(issuer).replaceFirst("");
    String name = CORPS.matcher(party).replaceFirst("");
    List<Division> around = around(document, within);
    Resolution resolution = resolve(name, around, year, excerpt);
    if (!(resolution instanceof Resolution.Found)) {
      addFromFrame(document, around);
      resolution = resolve(name, around, year, excerpt);
    }
    Division division = null;
    if (resolution instanceof Resolution.Found found) {
      division = found.division();
    } else if (resolution instanceof Resolution.Ambiguous ambiguous) {
      division = PlaceInText.before(name, excerpt, year);
      if (division == null) notes.withhold("division", doubt(name, ambiguous));
    } else {
      division = own(name, around);
      if (division == null) division = PlaceInText.before(name, excerpt, year);
      if (division == null) notes.withhold("division", "no division of the table: " + issuer);
    }
    if (division != null) notes.from("division", "agency");
    boolean signs = !titled && OFFICE.matcher(name).matches();
    Scope scope =
        signs && !"办".equals(FirstPerson.of(document).organ())
            ? null
            : scope(name, !party.equals(issuer), resolution);
    if (scope == null) notes.withhold("scope", "a government or an organ of it? " + issuer);
    return new IssuerPlace(division, scope);
  }

  /** Whether a name is an organ's by its last word. */
  static boolean isOrgan(String name) {
    return ORGAN.matcher(name).matches();
  }

  private static Resolution resolve(
      String name, List<Division> around, @Nullable Integer year, Excerpt excerpt) {
    Division first = around.isEmpty() ? null : around.get(0);
    Matcher branch = BRANCH.matcher(name);
    if (branch.matches()) return branch(branch, first, year);
    Resolution alone = Divisions.find(name, first, year);
    for (int i = 1; i < around.size() && alone instanceof Resolution.Ambiguous; i++) {
      Resolution placed = Divisions.find(name, around.get(i), year);
      if (placed instanceof Resolution.Found) alone = placed;
    }
    return alone instanceof Resolution.Ambiguous ambiguous
        ? Optional.<Resolution>ofNullable(PlaceInText.township(ambiguous, excerpt)).orElse(alone)
        : alone;
  }

  /** The places that source and site name, the surest first. */
  private static List<Division> around(Document document, @Nullable Division within) {
    List<Division> places = new ArrayList<>();
    if (within != null) places.add(within);
    List<String> names = new ArrayList<>(Excerpt.meta(document, "SiteName"));
    names.addAll(Excerpt.meta(document, "ContentSource"));
    add(names, within, places);
    return places;
  }

  /** The places that title elements and trail name besides. */
  private static void addFromFrame(Document document, List<Division> places) {
    for (Document.Meta pair : document.box()) {
      if (pair.name().equals(Document.TRAIL) || pair.name().equals(Document.TITLE_ELEMENT)) {
        add(List.of(PARTS.split(pair.content())), null, places);
      }
    }
  }

  private static void add(List<String> names, @Nullable Division within, List<Division> places) {
    for (String name : names) {
      String plain = CHINA.matcher(Excerpt.compact(name)).replaceFirst("");
      if (plain.length() > 1
          && Divisions.find(plain, within) instanceof Resolution.Found found
          && !places.contains(found.division())) {
        places.add(found.division());
      }
    }
  }

  private static String doubt(String name, Resolution.Ambiguous ambiguous) {
    String printed = name.substring(0, ambiguous.length());
    int bearers = ambiguous.candidates().size();
    return bearers == 1
        ? printed + " is placed by nothing: no parent is named"
        : printed + " is the name of " + bearers + " divisions and no parent is named";
  }

  /** A branch of a city's organ stands for the district that it names, if that is one. */
  private static Resolution branch(
      Matcher branch, @Nullable Division within, @Nullable Integer year) {
    return Divisions.find(branch.group(1), within, year) instanceof Resolution.Found city
            && Divisions.find(branch.group(2), city.division(), year) instanceof Resolution.Found of
            && of.length() == branch.group(2).length()
            && of.division().level() != Level.TOWNSHIP
        ? of
        : new Resolution.None();
  }

  /** 市教育局 or 教育局 on the site of a city is that city's. */
  private static @Nullable Division own(String name, List<Division> around) {
    if (around.isEmpty()) return null;
    Division place = around.get(0);
    Matcher kind = OWN.matcher(name);
    if (kind.find() && ORGAN.matcher(name).matches()) {
      return place.name().endsWith(kind.group(1)) ? place : null;
    }
    boolean organ = BARE_ORGAN.matcher(name).matches() && name.length() < 9;
    return organ && !WHOLE_NAME.matcher(name).matches() && !name.matches(".*[县镇乡].*")
        ? place
        : null;
  }

  private static @Nullable Scope scope(String name, boolean party, Resolution resolution) {
    int length = 0;
    if (resolution instanceof Resolution.Found found) length = found.length();
    if (resolution instanceof Resolution.Ambiguous ambiguous) length = ambiguous.length();
    String rest = name.substring(length);
    Matcher whole = WHOLE.matcher(name).region(length, name.length()).useTransparentBounds(true);
    if (length > 0 && (rest.isEmpty() || whole.matches())) {
      return party ? null : Scope.GOVERNMENT;
    }
    if (COORDINATOR.matcher(rest).matches()) return null;
    if (COMMITTEE.matcher(name).matches() || OFFICE_IN_BRACKETS.matcher(rest).matches()) {
      return null;
    }
    if (length == 0 && WHOLE_NAME.matcher(name).matches()) return Scope.GOVERNMENT;
    return ORGAN.matcher(name).matches() ? Scope.AGENCY : null;
  }
}
