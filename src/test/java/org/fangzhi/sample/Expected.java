package org.fangzhi.sample;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code expected.yaml} as the tests read it. */
record Expected(Map<String, SiteTruth> sites, List<ReportTruth> reports) {

  record SiteTruth(String division, String charset, List<PageTruth> pages) {}

  record PageTruth(
      String path,
      String kind,
      @Nullable String report,
      @Nullable Integer status,
      @Nullable String to,
      @Nullable String one,
      @Nullable String two,
      @Nullable String content,
      @Nullable String provenance,
      @Nullable String asked) {}

  record ReportTruth(
      String id,
      String title,
      String agency,
      String division,
      String scope,
      int year,
      String published,
      String form,
      @Nullable Integer count,
      List<String> holdings,
      Map<String, @Nullable BigDecimal> values,
      @JsonProperty("values-two") @Nullable Map<String, BigDecimal> valuesTwo,
      @Nullable List<FindingTruth> findings) {}

  record FindingTruth(String rule, String column, int expected, int found) {}

  static Expected read() {
    return Resources.yaml(SampleSites.expected(), Expected.class);
  }
}
