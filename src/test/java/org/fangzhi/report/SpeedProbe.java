package org.fangzhi.report;

import java.nio.file.*;
import java.util.*;
import org.fangzhi.document.*;
import org.junit.jupiter.api.Test;

class SpeedProbe {
  static long cpu() {
    return java.lang.management.ManagementFactory.getThreadMXBean()
            .isCurrentThreadCpuTimeSupported()
        ? java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime()
        : 0;
  }

  @Test
  void speed() throws Exception {
    for (String f :
        new String[] {
          "html/pingtan_2023.html",
          "html/pingtan_2015.html",
          "seeds/002_d51cb867e625ff36.txt",
          "seeds/001_79ef27311e66addd.txt"
        }) {
      byte[] b = Files.readAllBytes(Path.of("../shared/corpus/" + f));
      Document d = Documents.read(b, Hints.NONE);
      Attributes a = Attributes.of(d, Hints.NONE);
      int n = 400;
      for (int k = 0; k < 3; k++) {
        long t = cpu();
        for (int i = 0; i < n; i++) Documents.read(b, Hints.NONE);
        long t1 = cpu();
        for (int i = 0; i < n; i++) Attributes.of(d, Hints.NONE);
        long t2 = cpu();
        for (int i = 0; i < n; i++) Reports.of(d, Hints.NONE);
        long t3 = cpu();
        for (int i = 0; i < n; i++) Line.of(d.blocks());
        long t4 = cpu();
        List<Line> lines = Line.of(d.blocks());
        for (int i = 0; i < n; i++) Recognition.form(lines);
        long t5 = cpu();
        var form = Recognition.form(lines);
        if (form != null) for (int i = 0; i < n; i++) Tables.read(form, lines);
        long t6 = cpu();
        var fm = form == null || form.sections().isEmpty() ? Catalogue.get().form("G1") : form;
        for (int i = 0; i < n; i++) Sections.of(d.blocks(), fm, Set.of());
        long t7 = cpu();
        for (int i = 0; i < n; i++) Narrative.of(d.blocks(), Catalogue.get().form("G1"), 2012);
        long t8 = cpu();
        for (int i = 0; i < n; i++) Parts.of(d);
        long t9 = cpu();
        for (int i = 0; i < n; i++) ToldTwice.of(d.blocks(), fm, 2023, List.of());
        long t10 = cpu();
        if (k == 2)
          System.out.printf(
              "%s doc %.3f attr %.3f all %.3f | lines %.3f form %.3f tables %.3f sections %.3f narr %.3f parts %.3f told %.3f%n",
              f,
              (t1 - t) / 1e6 / n,
              (t2 - t1) / 1e6 / n,
              (t3 - t2) / 1e6 / n,
              (t4 - t3) / 1e6 / n,
              (t5 - t4) / 1e6 / n,
              (t6 - t5) / 1e6 / n,
              (t7 - t6) / 1e6 / n,
              (t8 - t7) / 1e6 / n,
              (t9 - t8) / 1e6 / n,
              (t10 - t9) / 1e6 / n);
      }
    }
  }
}
