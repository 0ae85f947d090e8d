package org.fangzhi.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private static final int LONGEST = 8_000;
  private static final List<String> ORGANS =
      List.of("中心", "局", "委", "办", "厅", "院", "处", "所", "队", "馆", "社", "站");
  private static final List<String> PLACES =
      List.of("街道", "苏木", "省", "市", "县", "区", "州", "盟", "旗", "镇", "乡");

  /** 本 is the author's own only before these: 本市 is also said of a city by others. */
  private static final List<String> OWN = List.of("局", "委", "厅", "镇", "乡", "街道", "苏木");

  static FirstPerson of(Document document) {
    String text = document.text();
    Map<String, Integer> places = new HashMap<>();
    Map<String, Integer> organs = new HashMap<>();
    int end = Math.min(LONGEST, text.length());
    for (int at = 0; at < end; at++) {
      char c = text.charAt(at);
      if (c != '我' && c != '本') continue;
      count(text, at + 1, c == '本' ? OWN : ORGANS, organs, places);
      if (c == '我') count(text, at + 1, PLACES, organs, places);
    }
    String place = most(places);
    return new FirstPerson(most(organs), place, place == null ? 0 : places.get(place));
  }

  private static void count(
      String text,
      int at,
      List<String> kinds,
      Map<String, Integer> organs,
      Map<String, Integer> places) {
    for (String kind : kinds) {
      if (text.startsWith(kind, at)) {
        (ORGANS.contains(kind) ? organs : places).merge(kind, 1, Integer::sum);
        return;
      }
    }
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
