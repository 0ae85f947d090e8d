package org.fangzhi.cli;

import java.sql.SQLException;
import java.util.List;
import org.fangzhi.source.Control;

/** Whether all the names that a command was given are known, before it does anything. */
final class Known {
  private Known() {}

  static void sources(Control control, List<String> names) throws SQLException {
    all("source", control.unknown(names, false));
  }

  static void sourcesOrGroups(Control control, List<String> names) throws SQLException {
    all("pace group and no source", control.unknown(names, true));
  }

  private static void all(String what, List<String> unknown) {
    if (!unknown.isEmpty()) {
      throw new WrongUse(
          "the database knows no %s %s; nothing was changed. './fangzhi source list' lists the sources"
              .formatted(what, String.join(", ", unknown)));
    }
  }
}
