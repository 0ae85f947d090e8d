package org.fangzhi.pipeline;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fangzhi.source.Registry;
import org.fangzhi.source.Source;
import org.fangzhi.store.Found;
import org.fangzhi.store.Outage;
import org.fangzhi.store.PageKind;
import org.fangzhi.store.Runs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens runs of the sources that are due. */
public final class ScheduleStep {

  private static final Logger LOG = LoggerFactory.getLogger(ScheduleStep.class);

  private final Registry registry;
  private final Runs runs;
  private final Sites sites;

  ScheduleStep(Registry registry, Runs runs, Sites sites) {
    this.registry = registry;
    this.runs = runs;
    this.sites = sites;
  }

  /**
   * Opens a run of each source that is due, or adds what is due to the run that is open. Its next
   * turn is set after that, so that no turn is lost by who dies between the two; one that fails
   * keeps no other one waiting.
   */
  public void open() throws SQLException {
    for (Map.Entry<String, Runs.Purpose> due : registry.due(sites.sources()).entrySet()) {
      try {
        open(sites.source(due.getKey()), due.getValue());
      } catch (SQLException | RuntimeException failure) {
        if (failure instanceof SQLException sql && Outage.isIn(sql)) {
          throw sql; // all others would fail alike
        }
        LOG.error("no run of {} could be opened", due.getKey(), failure);
      }
    }
  }

  private void open(Source source, Runs.Purpose purpose) throws SQLException {
    List<Found> entries = purpose == Runs.Purpose.ARTICLES ? List.of() : entries(sites, source);
    Runs.Begun run = runs.begin(source.id(), purpose, entries);
    registry.next(source);
    LOG.info("run {} of {} {}", run.id(), source.id(), run.resumed() ? "goes on" : "begins");
  }

  /** The entries of a source, as pages to be known. */
  static List<Found> entries(Sites sites, Source source) {
    List<Found> entries = new ArrayList<>();
    for (Source.Entry entry : source.entries()) {
      for (String url : SiteRules.addresses(entry)) {
        entries.add(
            new Found(
                Sites.canonical(url),
                SiteRules.isByYear(entry) ? PageKind.ARTICLE : PageKind.LIST,
                sites.group(source, url),
                0,
                null,
                null,
                "auto".equals(entry.cms()) ? null : entry.cms()));
      }
    }
    return entries;
  }
}
