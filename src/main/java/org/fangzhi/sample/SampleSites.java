package org.fangzhi.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Six small sites on loopback that behave as real ones do, for the demo and the tests. What they
 * hold and what ought to come of it is written down in {@code expected.yaml}. Nothing in them is
 * random or depends on the clock; figures and persons are invented.
 *
 * <p>They have two phases: what the first harvest finds, and what a later one finds, when a report
 * was corrected, one has vanished and a visit counter has moved on.
 */
public final class SampleSites implements AutoCloseable {
  /** The sites, by the ids of their sources. */
  public static final List<String> IDS =
      List.of("trs", "hanweb", "plain", "copies", "spam", "trouble");

  private static final int LAST_PHASE = 2;

  private final Map<String, SampleServer> servers = new LinkedHashMap<>();
  private int phase = 1;

  private SampleSites() {}

  /** Starts the sites on free ports. */
  public static SampleSites start() throws IOException {
    return start(0);
  }

  /**
   * Starts the sites on ports in a row, so that their addresses stay over restarts.
   *
   * @param firstPort the port of the first site; 0 takes any free ports
   * @throws IOException when a port is taken
   */
  public static SampleSites start(int firstPort) throws IOException {
    SampleSites sites = new SampleSites();
    try {
      for (int i = 0; i < IDS.size(); i++) {
        String id = IDS.get(i);
        sites.servers.put(id, new SampleServer(id, firstPort == 0 ? 0 : firstPort + i));
      }
      return sites;
    } catch (IOException e) {
      sites.close();
      throw e;
    }
  }

  /** Host and port of a site, {@code 127.0.0.1:40123}. */
  public String host(String id) {
    return "127.0.0.1:" + server(id).port();
  }

  /** The address of a path of a site. */
  public String url(String id, String path) {
    return "http://" + host(id) + path;
  }

  /** The requests that a site has answered, oldest first. */
  public List<Access> log(String id) {
    return server(id).log();
  }

  /** Empties the access logs. */
  public void clearLogs() {
    servers.values().forEach(SampleServer::clearLog);
  }

  /** The present phase, 1 or 2. */
  public synchronized int phase() {
    return phase;
  }

  /** Switches to a phase, 1 or 2. */
  public synchronized void phase(int next) {
    if (next < 1 || next > LAST_PHASE) {
      throw new IllegalArgumentException("there is no phase " + next);
    }
    servers.values().forEach(server -> server.phase(next));
    phase = next;
  }

  /** Goes on to the next phase, if there is one. */
  public synchronized void advance() {
    phase(Math.min(phase + 1, LAST_PHASE));
  }

  /** The source files of the sites by file name, with these servers' addresses in them. */
  public Map<String, String> sources() {
    Map<String, String> sources = new LinkedHashMap<>();
    for (String id : IDS) {
      String text = Resources.text("sources/sample-" + id + ".yaml");
      sources.put("sample-" + id + ".yaml", text.replace("${sample." + id + "}", host(id)));
    }
    return sources;
  }

  /** Writes the source files into a directory, which is made when it does not exist. */
  public void writeSources(Path directory) throws IOException {
    Files.createDirectories(directory);
    for (Map.Entry<String, String> source : sources().entrySet()) {
      Files.writeString(directory.resolve(source.getKey()), source.getValue());
    }
  }

  /** What ought to come of the sites, as YAML; addresses in it are paths of a site. */
  public static String expected() {
    return Resources.text("expected.yaml");
  }

  private SampleServer server(String id) {
    SampleServer server = servers.get(id);
    if (server == null) {
      throw new IllegalArgumentException("no sample site " + id + "; there are " + IDS);
    }
    return server;
  }

  @Override
  public void close() {
    servers.values().forEach(SampleServer::close);
  }
}
