package org.fangzhi.division;

import java.util.List;

/**
 * An administrative division of China.
 *
 * @param code six digits as in GB/T 2260, filled up with zeros ({@code 530000}, {@code 530300},
 *     {@code 530381}); nine for a township
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
