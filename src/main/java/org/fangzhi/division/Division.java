package org.fangzhi.division;

import java.util.List;

/**
 * An administrative division of China.
 *
 * @param code the statistical code without trailing zeros of its level: 2, 4, 6 or 9 digits
 * @param name its full name ({@code 宣威市})
 * @param level province, prefecture, county or township
 * @param path the names from the province down to this one
 */
public record Division(String code, String name, Level level, List<String> path) {
  public Division {
    path = List.copyOf(path);
  }

  /** The four levels, from the top. */
  public enum Level {
    PROVINCE,
    PREFECTURE,
    COUNTY,
    TOWNSHIP
  }
}
