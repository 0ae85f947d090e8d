package org.fangzhi.report;

import java.util.Set;

/** The units that reports count in. */
final class Units {
  static final String PATTERN = "人次|万元|亿元|元|件|条|项|次|人|个|篇|份|起|宗|期|场|卷|册|批";

  private static final Set<String> ALL = Set.of(PATTERN.split("\\|"));

  private Units() {}

  static boolean is(String folded) {
    return ALL.contains(folded);
  }
}
