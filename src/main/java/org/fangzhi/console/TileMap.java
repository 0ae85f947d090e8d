package org.fangzhi.console;

import java.util.List;
import java.util.Map;

/** China's 34 divisions of the first level as tiles; where each stands, the style sheet tells. */
public final class TileMap {

  /**
   * A tile.
   *
   * @param held reports of whole governments that are held
   * @param expected how many there should be of the divisions that have a source
   * @param share tenths of what is expected, 0 to 10; -1 where nothing is
   */
  public record Tile(
      String code, String name, String english, long held, long expected, int share) {}

  private record Province(String code, String name, String english) {}

  private static final List<Province> PROVINCES =
      List.of(
          new Province("11", "北京", "Beijing"),
          new Province("12", "天津", "Tianjin"),
          new Province("13", "河北", "Hebei"),
          new Province("14", "山西", "Shanxi"),
          new Province("15", "内蒙古", "Inner Mongolia"),
          new Province("21", "辽宁", "Liaoning"),
          new Province("22", "吉林", "Jilin"),
          new Province("23", "黑龙江", "Heilongjiang"),
          new Province("31", "上海", "Shanghai"),
          new Province("32", "江苏", "Jiangsu"),
          new Province("33", "浙江", "Zhejiang"),
          new Province("34", "安徽", "Anhui"),
          new Province("35", "福建", "Fujian"),
          new Province("36", "江西", "Jiangxi"),
          new Province("37", "山东", "Shandong"),
          new Province("41", "河南", "Henan"),
          new Province("42", "湖北", "Hubei"),
          new Province("43", "湖南", "Hunan"),
          new Province("44", "广东", "Guangdong"),
          new Province("45", "广西", "Guangxi"),
          new Province("46", "海南", "Hainan"),
          new Province("50", "重庆", "Chongqing"),
          new Province("51", "四川", "Sichuan"),
          new Province("52", "贵州", "Guizhou"),
          new Province("53", "云南", "Yunnan"),
          new Province("54", "西藏", "Tibet"),
          new Province("61", "陕西", "Shaanxi"),
          new Province("62", "甘肃", "Gansu"),
          new Province("63", "青海", "Qinghai"),
          new Province("64", "宁夏", "Ningxia"),
          new Province("65", "新疆", "Xinjiang"),
          new Province("71", "台湾", "Taiwan"),
          new Province("81", "香港", "Hong Kong"),
          new Province("82", "澳门", "Macao"));

  private TileMap() {}

  /**
   * @param held reports by the first two digits of their division
   * @param expected the same of what is expected
   */
  static List<Tile> of(Map<String, Long> held, Map<String, Long> expected) {
    return PROVINCES.stream()
        .map(
            province -> {
              long have = held.getOrDefault(province.code(), 0L);
              long want = Math.max(have, expected.getOrDefault(province.code(), 0L));
              int share = want == 0 ? -1 : (int) (10 * have / want);
              return new Tile(
                  province.code(), province.name(), province.english(), have, want, share);
            })
        .toList();
  }
}
