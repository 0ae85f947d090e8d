package org.fangzhi.cli;

import java.util.ArrayList;
import java.util.List;

/** Years for people. */
final class Years {
  private Years() {}

  /** 2008–2011, 2013. The years are in order. */
  static String told(Integer... years) {
    List<String> spans = new ArrayList<>();
    for (int from = 0; from < years.length; ) {
      int to = from;
      while (to + 1 < years.length && years[to + 1] == years[to] + 1) {
        to++;
      }
      spans.add(from == to ? "" + years[from] : years[from] + "–" + years[to]);
      from = to + 1;
    }
    return String.join(", ", spans);
  }
}
