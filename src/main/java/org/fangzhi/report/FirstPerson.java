package org.fangzhi.report;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.document.Document;
import org.jspecify.annotations.Nullable;

/**
 * What a report calls its author: 我局 is written by a bureau, 我镇 by a town, 我县 by a county or by one
 * of its bureaus.
 *
 * @param organ the kind of organ (局, 委, 办 …) that speaks, null when none does
 * @param place the kind of place (县, 镇, 街道 …) that is most often called its own, null when none is
 * @param times how often that place is called so
 */
record FirstPerson(@Nullable String organ, @Nullable String place, int times) {
  private static final int LONGEST = 20_000;
  private static final Pattern SELF =
      Pattern.compile(
          "(?<!自)我(街道|苏木|中心|[局委办厅院处所队馆社站]|[省市县区州盟旗镇乡])(?!们|国)|本([局委厅镇乡]|街道|苏木)(?![级地土域村])");
  private static final String ORGANS = "局委办厅院处所队馆社站中心";

  static FirstPerson of(Document document) {
    String text = document.text();
    Map<String, Integer> places = new HashMap<>();
    Map<String, Integer> organs = new HashMap<>();
    Matcher self = SELF.matcher(text).region(0, Math.min(LONGEST, text.length()));
    while (self.find()) {
      String kind = self.group(1) != null ? self.group(1) : self.group(2);
      (ORGANS.contains(kind) ? organs : places).merge(kind, 1, Integer::sum);
    }
    String place = most(places);
    return new FirstPerson(most(organs), place, place == null ? 0 : places.get(place));
  }

  private static @Nullable String most(Map<String, Integer> kinds) {
    int best = kinds.values().stream().mapToInt(i -> i).max().orElse(0);
    var most = kinds.entrySet().stream().filter(e -> e.getValue() == best).toList();
    return most.size() == 1 ? most.get(0).getKey() : null;
  }

  /** Whether the author can be of this name: 我局 is no county's word. Silence allows any. */
  boolean allows(String name) {
    String kind = organ != null ? organ : place;
    return kind == null || isOf(kind, name) || organ == null && times < 2;
  }

  /** Whether the author calls itself what the name is: 我镇 and 水东镇人民政府. */
  boolean confirms(String name) {
    String kind = organ != null ? organ : place;
    return kind != null && isOf(kind, name);
  }

  private static boolean isOf(String kind, String name) {
    String plain = name.replaceFirst("[（(].*", "");
    return switch (kind) {
      case "委" -> plain.endsWith("委") || plain.endsWith("委员会");
      case "办" -> plain.endsWith("办") || plain.endsWith("办公室");
      case "街道" -> plain.matches(".*(?:街道|办事处|街道办)");
      case "院", "厅", "局", "处", "所", "队", "馆", "社", "站", "中心" -> plain.endsWith(kind);
      default -> plain.replaceFirst("(?:人民)?政府$", "").endsWith(kind);
    };
  }
}
