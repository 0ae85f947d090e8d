package org.fangzhi.pipeline;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fangzhi.source.Registry;
import org.fangzhi.source.Source;
import org.fangzhi.store.Found;
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

  /** Opens a run of each source that is due, or adds what is due to the run that is open. */
  public void open() throws SQLException {
    for (Map.Entry<String, Runs.Purpose> due : registry.due(sites.sources()).entrySet()) {
      String id = due.getKey();
      List<Found> entries =
          due.getValue() == Runs.Purpose.ARTICLES ? List.of() : entries(sites, sites.source(id));
      Runs.Begun run = runs.begin(id, due.getValue(), entries);
      LOG.info("run {} of {} {}", run.id(), id, run.resumed() ? "goes on" : "begins");
    }
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
