package org.fangzhi.cli;

import java.nio.file.Path;
import org.fangzhi.store.Database;
import org.fangzhi.store.DatabaseSettings;
import org.fangzhi.store.Settings;
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

  /** Opens the database that the environment names, its schema up to date. */
  Database database(Database.Use use) {
    Database database = Database.open(
            DatabaseSettings.of(System.getenv()::get, BASE.resolve("data")), use);
    try {
      database.migrate();
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }
}
