package org.fangzhi.pipeline;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fangzhi.source.Source;
import org.fangzhi.source.Sources;
import org.fangzhi.store.Runs;
import org.fangzhi.store.Settings;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;

/** The service over a test's database, for one harvest after the other without a restart. */
public final class RunningService implements AutoCloseable {
  private final List<Source> sources;
  private final Service service;
  private final Pipeline pipeline;

  /**
   * @param yaml a source file
   * @param others settings that differ from those in {@code config}
   */
  public RunningService(TestDatabase database, String yaml, Map<String, String> others)
      throws Exception {
    Map<String, String> quick = new HashMap<>();
    quick.put("fangzhi.schedule.on", "false");
    quick.put("fangzhi.read.threads", "1");
    quick.put("fangzhi.keep.attempts", "1");
    quick.putAll(others);
    Settings settings = Settings.load(Path.of("config"), Map.of()).with(quick);
    Sources loaded = Sources.of(Map.of("source.yaml", yaml), settings::find);
    if (!loaded.faults().isEmpty()) {
      throw new IllegalArgumentException(loaded.faults().toString());
    }
    sources = loaded.sources();
    service = Service.of(settings, new Transactions(database.dataSource()), sources, true);
    pipeline = service.start(Harvests.ROUTES, List.of(), Map.of());
  }

  /** One harvest to its end. */
  public void once() throws Exception {
    List<Long> runs = service.harvest(sources).stream().map(Runs.Begun::id).toList();
    Harvests.until(
        "the harvest ends", Duration.ofMinutes(1), () -> service.runs().open(runs).isEmpty());
  }

  @Override
  public void close() {
    pipeline.close();
    service.close();
  }
}
