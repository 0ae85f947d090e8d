package org.fangzhi.coverage;

import java.text.Normalizer;
import java.util.regex.Pattern;
import org.fangzhi.division.Division;
import org.fangzhi.division.Divisions;
import org.fangzhi.division.Resolution;

/** What an agency is called within its division, however much of its place is printed before it. */
final class AgencyName {
  private static final Pattern SPACE = Pattern.compile("\\s+");

  /** Agencies whose own name begins with the kind of a division. */
  private static final Pattern NO_PLACE =
      Pattern.compile("市(?:场|政|容|民)|乡(?:村|镇)|县(?:域|乡)|区(?:域|划|块)|镇村|州郡");

  private AgencyName() {}

  /** 宣威市审计局, 曲靖市宣威市审计局, 市审计局 and 审计局 of 宣威市 are all 审计局. */
  static String within(Division division, String printed) {
    String name = SPACE.matcher(Normalizer.normalize(printed, Normalizer.Form.NFKC)).replaceAll("");
    if (Divisions.find(name, division) instanceof Resolution.Found found
        && found.division().code().equals(division.code())
        && found.length() < name.length()) {
      name = name.substring(found.length());
    }
    String kind = division.name().substring(division.name().length() - 1);
    if (name.startsWith(kind) && name.length() > 3 && !NO_PLACE.matcher(name).lookingAt()) {
      name = name.substring(1);
    }
    return name.replace("人民政府", "政府");
  }
}
