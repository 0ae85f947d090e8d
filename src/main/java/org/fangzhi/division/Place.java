package org.fangzhi.division;

import java.util.regex.Pattern;

/** What the words after a division's name say of the place: the division itself, or another. */
final class Place {
  private static final Pattern GOVERNMENT = Pattern.compile("[省市县区州盟旗镇乡]?(?:人民)?政府.*");

  /** Zones with their own committee (平潭综合实验区, 经济技术开发区): not the division around them. */
  private static final Pattern ZONE =
      Pattern.compile(
          "开发区|高新区|高新技术产业|新区|[实试]验区|示范区|园区|保税区|度假区|风景区|名胜区|管理区|合作区"
              + "|经开区|工业区|产业区|聚集区|集聚区|功能区|自贸区|贸易区|保护区|新城管|[工产]业园|科技[园城]"
              + "|港区|片区|矿区|林区|垦区|半岛"
              + "|(?<=\\p{IsHan})(?<!城)管委会|(?:[区园山湖岛港河洲]|基地)管理委员会");

  /** A further place that the table does not have: an abolished county or township. */
  private static final Pattern UNKNOWN =
      Pattern.compile(
          "\\p{IsHan}{1,4}(?<!社)区(?:(?:人民)?政府.*)?|[上下]城区.*"
              + "|\\p{IsHan}{1,7}?(?:(?<![城社灌景山库林牧校街防辖郊市])区(?![域划别块])|县(?![级域])"
              + "|(?<![城村乡])镇|(?<!城)乡(?![镇村土])|街道(?!办事处管理)|苏木|自治[县旗州]).*"
              + "|\\p{IsHan}{2,6}市(?:人民政府.*|政府.*)?"
              + "|\\p{IsHan}{1,8}[农林牧]场.*|\\p{IsHan}{1,8}(?<!市)场(?:管\\p{IsHan}+)?|[一二三四五六七八九十百〇零\\d]+团.*");

  private static final Pattern ORGAN = Pattern.compile("\\p{IsHan}{2,14}(?:局|委|委员会|办公室|中心)");

  /** A zone or a further place has one of these in its name. */
  private static final String SIGNS = "区园城岛会县镇乡道木治市场团产";

  private static final Pattern KIND = Pattern.compile("[省市县区州盟旗镇乡].*");

  private Place() {}

  static boolean isGovernment(String rest) {
    return GOVERNMENT.matcher(rest).matches();
  }

  static boolean isOrgan(String rest) {
    return ORGAN.matcher(rest).matches();
  }

  /** Where the words go on after 人民政府, if it stands at {@code at}; else {@code at}. */
  static int afterGovernment(String text, int at) {
    if (text.startsWith("人民政府", at)) return at + 4;
    return text.startsWith("政府", at) ? at + 2 : at;
  }

  /**
   * Whether the words lead on to another place.
   *
   * @param bare whether the name before them lacks its kind: then a kind makes it another name
   */
  static boolean isOther(String rest, boolean bare) {
    if (bare && KIND.matcher(rest).matches()) return true;
    String further = rest.substring(afterGovernment(rest, 0));
    return mayBePlace(further)
        && (ZONE.matcher(further).find() || UNKNOWN.matcher(further).matches());
  }

  private static boolean mayBePlace(String words) {
    for (int i = 0; i < words.length(); i++) {
      if (SIGNS.indexOf(words.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }
}
