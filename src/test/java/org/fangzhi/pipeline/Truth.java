package org.fangzhi.pipeline;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fangzhi.sample.SampleSites;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What {@code expected.yaml} says of the sample sites. */
record Truth(Map<String, Site> sites, List<Report> reports) {

  record Site(String division, List<Page> pages) {}

  record Page(
      String path,
      String kind,
      @Nullable String to,
      @Nullable String one,
      @Nullable String two,
      @Nullable String content,
      @Nullable String provenance,
      @Nullable String asked) {}

  record Report(
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
      @Nullable Map<String, @Nullable BigDecimal> valuesTwo,
      @Nullable List<Finding> findings) {}

  record Finding(String rule, String column, int expected, int found) {}

  static Truth read() {
    return YAMLMapper.builder()
        .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
        .disable(tools.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .build()
        .readValue(SampleSites.expected(), Truth.class);
  }

  /** The outcome of each address that a harvest of a phase must visit. */
  Map<String, String> outcomes(SampleSites running, int phase) {
    Map<String, String> outcomes = new TreeMap<>();
    sites.forEach(
        (id, site) -> {
          for (Page page : site.pages()) {
            String outcome = phase == 1 ? page.one() : page.two();
            if (outcome != null) {
              outcomes.put(running.url(id, page.path()), outcome);
            }
          }
        });
    return outcomes;
  }

  /** The address of {@code trs/path}. */
  static String url(SampleSites running, String holding) {
    int slash = holding.indexOf('/');
    return running.url(holding.substring(0, slash), holding.substring(slash));
  }

  Report report(String id) {
    return reports.stream().filter(report -> report.id().equals(id)).findAny().orElseThrow();
  }
}
