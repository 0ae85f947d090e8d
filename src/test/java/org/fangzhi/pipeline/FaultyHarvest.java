package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.fangzhi.source.Sources;
import org.fangzhi.store.Database;
import org.fangzhi.store.DatabaseSettings;
import org.fangzhi.store.Runs;
import org.fangzhi.store.Settings;
import org.fangzhi.store.Transactions;
import org.slf4j.LoggerFactory;

/** One harvest by a service whose database or site fails meanwhile, with what it says of that. */
final class FaultyHarvest implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(4);

  private final String direct;
  private final Database database;
  private final Service service;
  private final Pipeline pipeline;
  private final List<Long> runs;
  private final List<String> said = Collections.synchronizedList(new ArrayList<>());
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            said.add(event.getLevel() + " " + event.getFormattedMessage());
          }
        }
      };

  /**
   * Begins it.
   *
   * @param url the database as the service sees it
   * @param direct the same past all that may fail
   */
  FaultyHarvest(String url, String direct, String yaml, Map<String, String> others)
      throws Exception {
    this.direct = direct;
    database =
        Database.open(
            new DatabaseSettings(url, null, null, Path.of("unused"), 8), Database.Use.SHARE);
    database.migrate();
    appender.start();
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).addAppender(appender);
    Settings settings =
        Settings.load(Path.of("config"), Map.of())
            .with(
                Map.of(
                    "fangzhi.schedule.on", "false",
                    "fangzhi.read.threads", "1",
                    "fangzhi.keep.back.off", "PT0.01S"))
            .with(others);
    Sources sources = Sources.of(Map.of("a.yaml", yaml), settings::find);
    assertThat(sources.faults()).isEmpty();
    service =
        Service.of(settings, new Transactions(database.dataSource()), sources.sources(), true);
    runs = service.harvest(sources.sources()).stream().map(Runs.Begun::id).toList();
    pipeline = service.start(Harvests.ROUTES, List.of(), Map.of());
  }

  /** Waits for the end of the harvest. */
  void end() throws Exception {
    Harvests.until(
        "the harvest ends",
        LONGEST,
        () -> ask("select count(*) from run where ended_at is null").equals("0"));
    assertThat(runs).hasSize(1);
  }

  /** Errors and warnings so far. */
  List<String> said() {
    return List.copyOf(said);
  }

  /** Forgets what was said. */
  void listen() {
    said.clear();
  }

  /** Waits until something is said. */
  void untilSaid(String what) throws Exception {
    Harvests.until(
        "it says " + what,
        Duration.ofSeconds(90),
        () -> said().stream().anyMatch(line -> line.contains(what)));
  }

  /** One value, asked for past the service. */
  String ask(String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection(direct);
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path = fangzhi");
      ResultSet row = statement.executeQuery(query);
      row.next();
      return row.getString(1);
    }
  }

  /** Nothing is lost, doubled or set aside: each page once, each report, a feed without gaps. */
  void assertWhole(ReportSite site, int reports) throws SQLException {
    assertThat(ask("select count(*) from page where state = 'live'")).isEqualTo("" + site.visits());
    assertThat(ask("select count(*) || ' ' || count(distinct page_id) from version"))
        .isEqualTo(site.visits() + " " + site.visits());
    assertThat(ask("select count(*) from observation where outcome <> 'failed'"))
        .isEqualTo("" + site.visits());
    assertThat(ask("select string_agg(distinct state, ' ') from reading")).isEqualTo("current");
    assertThat(ask("select count(*) from api.report")).isEqualTo("" + reports);
    assertThat(ask("select count(*) = max(seq) from change")).isEqualTo("t");
  }

  @Override
  public void close() {
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).detachAppender(appender);
    pipeline.close();
    service.close();
    database.close();
  }
}
