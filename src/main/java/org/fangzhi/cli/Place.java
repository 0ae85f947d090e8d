package org.fangzhi.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.fangzhi.crawl.Visitor;
import org.fangzhi.draft.Probe;
import org.fangzhi.source.Source;
import org.fangzhi.source.Sources;
import org.fangzhi.store.Database;
import org.fangzhi.store.DatabaseSettings;
import org.fangzhi.store.Note;
import org.fangzhi.store.Settings;
import org.fangzhi.store.Transactions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Where the settings and routes of an installation are, for every command that needs them. */
final class Place {

  private static final Path BASE = Path.of(System.getProperty("fangzhi.base", "."));

  @Option(
      names = "--config",
      paramLabel = "DIR",
      description = "Folder of application.properties and sources/ (default: config).")
  Path config = BASE.resolve("config");

  @Option(
      names = "--routes",
      paramLabel = "DIR",
      description = "Folder of the routes (default: routes).")
  Path routes = BASE.resolve("routes");

  Settings settings() {
    return Settings.load(config, System.getenv());
  }

  /** The sources of {@code config/sources}; a fault in any of them is said and nothing is begun. */
  List<Source> sources() {
    return sourcesIn(sourceFolder());
  }

  /** The folder of the source files. */
  Path sourceFolder() {
    return config.resolve("sources");
  }

  /** The sources of a folder. */
  List<Source> sourcesIn(Path folder) {
    Sources loaded = Sources.load(folder, settings()::find);
    if (!loaded.faults().isEmpty()) {
      throw new WrongUse(
          loaded.faults().stream().map(Object::toString).collect(Collectors.joining("\n")));
    }
    return loaded.sources();
  }

  /** The sources with these ids, all when none is named. */
  List<Source> choose(List<Source> sources, List<String> ids) {
    if (sources.isEmpty()) {
      throw new WrongUse(
          "there is no source in "
              + config.resolve("sources")
              + "; see docs/operating.md, or try ./fangzhi demo");
    }
    for (String id : ids) {
      if (sources.stream().noneMatch(source -> source.id().equals(id))) {
        throw new WrongUse(
            "there is no source "
                + id
                + "; './fangzhi source list' lists them: "
                + sources.stream().map(Source::id).limit(20).collect(Collectors.joining(", ")));
      }
    }
    return ids.isEmpty()
        ? sources
        : sources.stream().filter(source -> ids.contains(source.id())).toList();
  }

  /** Somebody to ask a few pages for, under the name and within the bounds of a harvest. */
  Visitor visitor(Duration delay) {
    return Probe.visitor(settings(), delay);
  }

  /** True when a database is named, or the embedded one runs already. */
  boolean hasDatabase() {
    DatabaseSettings named = DatabaseSettings.of(System.getenv()::get, BASE.resolve("data"));
    return named.url() != null
        || Files.exists(named.home().resolve("postgres/data/postmaster.pid"));
  }

  /** Opens the database to look at, whatever schema it has. */
  Database unmigrated() {
    return Database.open(
        DatabaseSettings.of(System.getenv()::get, BASE.resolve("data")), Database.Use.SHARE);
  }

  /**
   * Transactions that are an act of whoever runs this command.
   *
   * @param objects what it is done to
   */
  Transactions noting(Database database, CommandSpec spec, List<String> objects) {
    return new Transactions(database.dataSource())
        .noting(
            new Note(
                System.getProperty("user.name"),
                "command",
                machine(),
                spec.qualifiedName().replaceFirst("^fangzhi ", ""),
                objects,
                String.join(" ", spec.root().commandLine().getParseResult().originalArgs())));
  }

  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException unnamed) {
      return "localhost";
    }
  }

  /** Opens the database that the environment names, its schema up to date. */
  Database database(Database.Use use) {
    Database database =
        Database.open(DatabaseSettings.of(System.getenv()::get, BASE.resolve("data")), use);
    try {
      database.migrate();
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }
}
