package org.fangzhi.division;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.fangzhi.division.Division.Level;

/** The names that divisions go by, full and customary short ones. */
final class DivisionNames {

  /**
   * A bearer of a name.
   *
   * @param code the division of today, 0 where the bearer was merged or divided
   * @param parent a division that the bearer belonged to
   * @param until the last year of the name, {@link Integer#MAX_VALUE} for a present one
   */
  record Bearer(int code, int parent, int until) {
    boolean in(int ancestor) {
      return code != ancestor && code != 0 && DivisionTable.inside(code, ancestor)
          || DivisionTable.inside(parent, ancestor);
    }
  }

  /** Ends of township names that tell a township; names of other forms ("街道", "城南") tell none. */
  private static final Pattern TOWNSHIP = Pattern.compile(".+(?:镇|乡|街道|苏木|地区)|.{5,}");

  private static final Pattern AUTONOMOUS = Pattern.compile("(.+?)(?:自治)?(县|州|旗|区)");

  private static final Pattern PEOPLES =
      Pattern.compile(
          "(?:各族|蒙古族?|回族|藏族|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族"
              + "|哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族|畲族|高山族|拉祜族|水族|东乡族|纳西族|景颇族"
              + "|柯尔克孜族?|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族|阿昌族"
              + "|普米族|塔吉克族?|怒族|乌孜别克族|俄罗斯族|鄂温克族|德昂族|保安族|裕固族|京族"
              + "|塔塔尔族|独龙族|鄂伦春族?|赫哲族|门巴族|珞巴族|基诺族)+$");

  private final Map<String, Bearer[]> strong = new HashMap<>(1 << 16);
  private final Map<String, Bearer[]> weak = new HashMap<>(1 << 13);
  private int longest;

  DivisionNames(DivisionTable table) {
    for (int row = 0; row < table.size(); row++) {
      int code = table.code(row);
      String name = table.name(row);
      int parent = DivisionTable.parent(code);
      boolean same = parent > 0 && table.has(parent) && table.nameOf(parent).equals(name);
      if (DivisionTable.isGrouping(name) || same) continue;
      add(name, new Bearer(code, parent, Integer.MAX_VALUE), DivisionTable.level(code));
    }
    for (String line : DivisionTable.lines("history.tsv")) {
      String[] field = line.split("\t");
      int now = field[3].equals("-") ? 0 : Integer.parseInt(field[3]);
      Bearer bearer = new Bearer(now, Integer.parseInt(field[1]), Integer.parseInt(field[2]));
      add(field[0], bearer, Level.COUNTY);
    }
  }

  /** Who bears a full name, or one short but for its people's names (湘西州). */
  Bearer[] full(String name) {
    return strong.getOrDefault(name, NOBODY);
  }

  /** Who bears a name without its kind (宣威). */
  Bearer[] bare(String name) {
    return weak.getOrDefault(name, NOBODY);
  }

  /** Characters of the longest name. */
  int longest() {
    return longest;
  }

  private static final Bearer[] NOBODY = {};

  private void add(String name, Bearer bearer, Level level) {
    if (level == Level.TOWNSHIP) {
      String plain = name.endsWith("街道办事处") ? name.substring(0, name.length() - 3) : name;
      if (TOWNSHIP.matcher(plain).matches()) put(strong, plain, bearer);
      return;
    }
    put(strong, name, bearer);
    for (String shorter : shortened(name)) {
      put(shorter.matches(".+[州县旗区]") ? strong : weak, shorter, bearer);
    }
  }

  /** 恩施土家族苗族自治州: 恩施州, 恩施. 宣威市: 宣威. 滑县: none. */
  static List<String> shortened(String name) {
    List<String> names = new ArrayList<>(2);
    String bare = name.replaceFirst("(?:特别行政区|自治区|省|市|盟|地区|林区|新区|特区)$", "");
    var autonomous = AUTONOMOUS.matcher(name);
    if (bare.equals(name) && autonomous.matches()) {
      bare = PEOPLES.matcher(autonomous.group(1)).replaceFirst("");
      String kind = autonomous.group(2);
      if (bare.length() > 1 && bare.length() + 1 < name.length()) names.add(bare + kind);
    } else {
      bare = PEOPLES.matcher(bare).replaceFirst("");
    }
    boolean shorter = bare.length() > 1 && bare.length() < name.length() && bare.length() < 7;
    if (shorter && !bare.equals("公安")) names.add(bare);
    return names;
  }

  private void put(Map<String, Bearer[]> map, String name, Bearer bearer) {
    longest = Math.max(longest, name.length());
    map.merge(name, new Bearer[] {bearer}, DivisionNames::append);
  }

  private static Bearer[] append(Bearer[] known, Bearer[] more) {
    Bearer[] all = Arrays.copyOf(known, known.length + 1);
    all[known.length] = more[0];
    return all;
  }
}
