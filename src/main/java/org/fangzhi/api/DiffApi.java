package org.fangzhi.api;

import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.fangzhi.diff.DiffJson;
import org.jspecify.annotations.Nullable;

/** What two versions differ in, over HTTP: {@code GET /api/diff}. */
public final class DiffApi {
  private static final Set<String> PARAMETERS = Set.of("url", "from", "to", "old", "new", "noise");

  /** Reading takes processors that the harvest needs too. */
  private static final int AT_ONCE = 2;

  private static final int WAIT_SECONDS = 5;

  private final VersionDiff versions;
  private final Semaphore turns = new Semaphore(AT_ONCE, true);

  public DiffApi(VersionDiff versions) {
    this.versions = versions;
  }

  /** Answers with what differs. */
  public void diff(Exchange exchange) {
    RecordsApi.answer(
        exchange,
        query -> {
          Map<String, String> asked = Resource.parameters("/api/diff", query, PARAMETERS);
          String noise = asked.getOrDefault("noise", "false");
          if (!noise.equals("true") && !noise.equals("false")) {
            throw new Unclear("noise is true or false, not '" + noise + "'");
          }
          return Answer.of(DiffJson.line(compared(asked).json(noise.equals("true"))));
        });
  }

  /**
   * What is asked for by the part of an address after the question mark.
   *
   * @throws Unclear when the question is not understood
   * @throws Refused when there is no answer to it
   */
  public VersionDiff.Compared compared(String path, @Nullable String query)
      throws Unclear, Refused, SQLException, InterruptedException {
    return compared(Resource.parameters(path, query, PARAMETERS));
  }

  private VersionDiff.Compared compared(Map<String, String> asked)
      throws Unclear, Refused, SQLException, InterruptedException {
    String url = asked.get("url");
    boolean numbers = asked.containsKey("old") && asked.containsKey("new");
    boolean times = asked.containsKey("from") || asked.containsKey("to");
    boolean number = asked.containsKey("old") || asked.containsKey("new");
    if (url == null ? !numbers || times : number) {
      throw new Unclear(
          "name an address with url, and times with from and to if you like; or two versions with old and new,"
              + " by the numbers that /api/versions tells");
    }
    if (url != null && url.chars().anyMatch(Character::isISOControl)) {
      throw new Unclear("url is no address: '" + url + "'");
    }
    if (!turns.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
      throw new Refused(503, "Too many ask", "Ask again in a few seconds, one thing at a time.");
    }
    try {
      return url == null
          ? versions.of(number("old", asked.get("old")), number("new", asked.get("new")))
          : versions.of(url, asked.get("from"), asked.get("to"));
    } finally {
      turns.release();
    }
  }

  private static long number(String name, @Nullable String value) throws Unclear {
    return Unclear.number(name, value, 1, Long.MAX_VALUE, 0);
  }
}
