package org.fangzhi.division;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
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

  private static final Pattern KIND = Pattern.compile("(?:自治区|省|市|盟|地区|林区|新区|特区|[县旗区])$");

  private static final Pattern AUTONOMOUS = Pattern.compile("(.+?)自治(县|州|旗)");

  private static final Pattern PEOPLES =
      Pattern.compile(
          "(?:各族|蒙古族?|回族|藏族|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族"
              + "|哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族|畲族|高山族|拉祜族|水族|东乡族|纳西族|景颇族"
              + "|柯尔克孜族?|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族|阿昌族"
              + "|普米族|塔吉克族?|怒族|乌孜别克族|俄罗斯族|鄂温克族|德昂族|保安族|裕固族|京族"
              + "|塔塔尔族|独龙族|鄂伦春族?|赫哲族|门巴族|珞巴族|基诺族)+$");

  private static final Bearer[] NOBODY = {};

  private final Map<String, Bearer[]> strong = new HashMap<>(1 << 16);
  private final Map<String, Bearer[]> weak = new HashMap<>(1 << 13);
  private final byte[] reach = new byte[1 << 16];

  DivisionNames(DivisionTable table) {
    int above = 0;
    String aboveName = "";
    for (int row = 0; row < table.size(); row++) {
      int code = table.code(row);
      String name = table.name(row);
      int parent = DivisionTable.parent(code);
      if (parent != above) {
        above = parent;
        aboveName = table.has(parent) ? table.nameOf(parent) : "";
      }
      if (DivisionTable.isGrouping(name) || name.equals(aboveName)) continue;
      Bearer bearer = new Bearer(code, parent, Integer.MAX_VALUE);
      add(name, bearer, DivisionTable.level(code));
      // 青冈县种马场 of 青冈县: the parent's name is read before it.
      int known = aboveName.length();
      if (known > 0 && name.length() > known + 1 && name.startsWith(aboveName)) {
        put(weak, name.substring(known), bearer);
      }
    }
    for (String line : DivisionTable.text("history.tsv").split("\n")) {
      if (line.startsWith("#")) continue;
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

  /** Who bears a name that does not tell its kind (宣威). */
  Bearer[] bare(String name) {
    return weak.getOrDefault(name, NOBODY);
  }

  private void add(String name, Bearer bearer, Level level) {
    if (level == Level.TOWNSHIP) {
      String plain = name.endsWith("街道办事处") ? name.substring(0, name.length() - 3) : name;
      put(isTownship(plain) ? strong : weak, plain, bearer);
      return;
    }
    put(strong, name, bearer);
    // Few names are of peoples, and the search for them is slow.
    if (name.indexOf('族') < 0 && !name.contains("自治")) {
      shorten(name, KIND.matcher(name).replaceFirst(""), bearer);
      return;
    }
    Matcher autonomous = AUTONOMOUS.matcher(name);
    if (!autonomous.matches()) {
      shorten(name, withoutPeoples(KIND.matcher(name).replaceFirst("")), bearer);
      return;
    }
    String bare = withoutPeoples(autonomous.group(1));
    String kind = bare + autonomous.group(2);
    if (bare.length() > 1 && kind.length() < name.length()) put(strong, kind, bearer);
    shorten(name, bare, bearer);
  }

  /** Whether a name tells its kind; others (城南, 航空新城, 一六五团) need the words around them. */
  private static boolean isTownship(String name) {
    char last = name.charAt(name.length() - 1);
    return last == '镇'
        || last == '乡'
        || name.length() > 2 && (name.endsWith("街道") || name.endsWith("苏木"))
        || name.length() > 3 && name.endsWith("地区");
  }

  /** 恩施土家族苗族自治州: 恩施 (and 恩施州). 宣威市: 宣威. 滑县: none. */
  private void shorten(String name, String bare, Bearer bearer) {
    // 公安局 is no office of 公安县.
    boolean usual = bare.length() > 1 && bare.length() < Math.min(7, name.length());
    if (usual && !bare.equals("公安")) put(weak, bare, bearer);
  }

  /** No name that begins with these two characters is longer; 0 when none begins so. */
  int reach(char first, char second) {
    return reach[place(first, second)];
  }

  /** Pairs may share a place: the bound only grows. */
  private static int place(char first, char second) {
    return (first * 31 + second) & 0xffff;
  }

  private static String withoutPeoples(String name) {
    return PEOPLES.matcher(name).replaceFirst("");
  }

  private void put(Map<String, Bearer[]> map, String name, Bearer bearer) {
    int place = place(name.charAt(0), name.charAt(1));
    reach[place] = (byte) Math.max(reach[place], name.length());
    Bearer[] known = map.getOrDefault(name, NOBODY);
    Bearer[] all = Arrays.copyOf(known, known.length + 1);
    all[known.length] = bearer;
    map.put(name, all);
  }
}
