package org.fangzhi.pipeline;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.fangzhi.crawl.Judge;
import org.fangzhi.source.Source;
import org.fangzhi.store.Transactions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps each version of what runs were made by, a source's file and the routes, with the runs that
 * it served. Safe for many threads.
 */
final class Configurations {

  private static final Logger LOG = LoggerFactory.getLogger(Configurations.class);
  private static final JsonMapper JSON = new JsonMapper();

  /** Forgotten beyond this; then told to the database again, which knows. */
  private static final int REMEMBERED = 100_000;

  private record Served(long run, String sha256) {}

  /** A version; {@code sourceId} is null for routes. */
  private record Version(@Nullable String sourceId, String content, String sha256) {}

  private final Transactions transactions;
  private final Set<Served> told = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Version routes;

  Configurations(Transactions transactions) {
    this.transactions = transactions;
  }

  private static Version version(@Nullable String sourceId, String content) {
    return new Version(sourceId, content, Judge.sha256(content.getBytes(StandardCharsets.UTF_8)));
  }

  /** The routes that run from now on, by file. */
  void routes(Map<String, String> files) {
    routes = version(null, JSON.writeValueAsString(files));
  }

  /** A page of a run is asked for as this source and the present routes have it. */
  void serve(long run, Source source) {
    tell(run, version(source.id(), source.definition()));
    Version now = routes;
    if (now != null) {
      tell(run, now);
    }
  }

  private void tell(long run, Version version) {
    Served served = new Served(run, version.sha256());
    if (!told.add(served)) {
      return;
    }
    if (told.size() > REMEMBERED) {
      told.clear();
    }
    try {
      transactions.commit(
          connection -> {
            try (PreparedStatement keep =
                    connection.prepareStatement(
                        "insert into configuration (source_id, sha256, content)"
                            + " values (?, decode(?, 'hex'), ?::jsonb) on conflict do nothing");
                PreparedStatement serve =
                    connection.prepareStatement(
                        "insert into run_configuration (run_id, configuration_id)"
                            + " select ?, id from configuration where source_id is not distinct from ?"
                            + " and sha256 = decode(?, 'hex') on conflict do nothing")) {
              keep.setString(1, version.sourceId());
              keep.setString(2, version.sha256());
              keep.setString(3, version.content());
              keep.executeUpdate();
              serve.setLong(1, run);
              serve.setString(2, version.sourceId());
              serve.setString(3, version.sha256());
              serve.executeUpdate();
            }
          });
    } catch (SQLException e) {
      told.remove(served);
      LOG.warn("what run {} is made by could not be kept: {}", run, e.getMessage());
    }
  }
}
