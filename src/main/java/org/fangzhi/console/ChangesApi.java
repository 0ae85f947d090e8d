package org.fangzhi.console;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.fangzhi.publish.Changes;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The change feed over HTTP: {@code GET /api/changes?after=N}, lines of JSON. {@code limit} (1 to
 * 10,000), {@code wait} (seconds up to 60 until there is something) and {@code state} (true: each
 * line with its entity as it is now) may be added.
 */
public final class ChangesApi {

  private static final int MOST = 10_000;
  private static final int MOST_STATES = 1_000;
  private static final int LONGEST = 60;

  /** Each who waits holds a connection of the database. */
  private static final int WAITING = 4;

  private static final JsonMapper JSON = new JsonMapper();

  private final Changes changes;
  private final Semaphore waiting = new Semaphore(WAITING);

  public ChangesApi(Changes changes) {
    this.changes = changes;
  }

  /** What is wrong with a question. */
  private static final class Unclear extends Exception {
    private static final long serialVersionUID = 1;

    Unclear(String message) {
      super(message);
    }
  }

  /** Answers with the changes after a number; with none when there is none in time. */
  public void changes(
      Exchange exchange,
      @Header("after") @Nullable String after,
      @Header("limit") @Nullable String limit,
      @Header("wait") @Nullable String wait,
      @Header("state") @Nullable String state)
      throws SQLException {
    try {
      long from = number("after", after, 0, Long.MAX_VALUE, 0);
      boolean states = "true".equals(state);
      int cap = states ? MOST_STATES : MOST;
      int most = (int) number("limit", limit, 1, cap, Math.min(1_000, cap));
      int seconds = (int) number("wait", wait, 0, LONGEST, 0);
      if (state != null && !states && !"false".equals(state)) {
        throw new Unclear("state is true or false, not '" + state + "'");
      }
      long last = changes.last();
      if (from > last) {
        throw new Unclear(
            "after is "
                + from
                + ", but the last change is "
                + last
                + ": the number is of another database");
      }
      if (last == from && seconds > 0 && !await(exchange, from, seconds)) {
        return;
      }
      answer(exchange, changes.after(from, most, states), from);
    } catch (Unclear unclear) {
      problem(exchange, 400, "The question is not clear", unclear.getMessage());
    }
  }

  private boolean await(Exchange exchange, long from, int seconds) throws SQLException {
    if (!waiting.tryAcquire()) {
      problem(exchange, 503, "Too many wait", "Ask again in a few seconds, or without 'wait'.");
      exchange.getMessage().setHeader("Retry-After", "5");
      return false;
    }
    try {
      changes.await(from, Duration.ofSeconds(seconds));
      return true;
    } finally {
      waiting.release();
    }
  }

  private static long number(
      String name, @Nullable String value, long least, long most, long otherwise) throws Unclear {
    if (value == null) {
      return otherwise;
    }
    if (value.matches("\\d{1,18}")) {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new Unclear(
        name
            + " is a number from "
            + least
            + (most == Long.MAX_VALUE ? " on" : " to " + most)
            + ", not '"
            + value
            + "'");
  }

  private static void answer(Exchange exchange, List<Changes.Line> lines, long from) {
    long next = lines.isEmpty() ? from : lines.get(lines.size() - 1).seq();
    exchange.getMessage().removeHeaders("*");
    exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
    exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/x-ndjson; charset=utf-8");
    exchange.getMessage().setHeader("Cache-Control", "no-store");
    exchange.getMessage().setHeader("Link", "</api/changes?after=" + next + ">; rel=\"next\"");
    exchange
        .getMessage()
        .setBody(lines.stream().map(line -> line.json() + "\n").collect(Collectors.joining()));
  }

  /** An error as RFC 9457 wants it. */
  private static void problem(Exchange exchange, int status, String title, String detail) {
    ObjectNode problem = JSON.createObjectNode();
    problem.put("type", "about:blank").put("status", status);
    problem.put("title", title).put("detail", detail);
    exchange.getMessage().removeHeaders("*");
    exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/problem+json");
    exchange.getMessage().setBody(problem.toString());
  }
}
