package org.fangzhi.api;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.fangzhi.publish.States;
import org.fangzhi.store.Outage;
import org.fangzhi.store.Transactions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.StringNode;

/**
 * Published records over HTTP, read only: lists a page at a time, a report, a document, and the
 * description of them all.
 */
public final class RecordsApi {
  private static final Logger LOG = LoggerFactory.getLogger(RecordsApi.class);

  /** Of the database's connections; the rest is for the harvest. */
  private static final int AT_ONCE = 4;

  private static final int WAIT_SECONDS = 5;
  private static final int QUERY_SECONDS = 10;

  private final Transactions transactions;
  private final OpenApi openApi = new OpenApi();
  private final Answer description = Answer.of(openApi.told().toString());
  private final Recent recent = new Recent();
  private final Semaphore turns = new Semaphore(AT_ONCE, true);

  public RecordsApi(Transactions transactions) {
    this.transactions = transactions;
  }

  /** What a question is answered with, given the part of the address after the question mark. */
  @FunctionalInterface
  interface Question {
    Answer ask(@Nullable String query) throws Unclear, Refused, SQLException, InterruptedException;
  }

  /** Finds one by its id; null: there is none now. */
  @FunctionalInterface
  private interface Lookup {
    @Nullable Answer of(Connection connection, String id) throws SQLException;
  }

  /** What is read of the database when its turn has come. */
  @FunctionalInterface
  private interface Reading {
    Answer answer() throws SQLException, Refused;
  }

  /** A page of the list at the address asked for. */
  public void list(Exchange exchange) {
    answer(
        exchange,
        query -> {
          Resource list = openApi.list(path(exchange));
          if (list == null) {
            throw new IllegalStateException("no list is declared at " + path(exchange));
          }
          Resource.Page page = list.page(query);
          return inTurn(
              () ->
                  transactions.run(
                      connection -> {
                        connection.setReadOnly(true);
                        return rows(connection, page);
                      }));
        });
  }

  /** A report by its id, the last part of the address. */
  public void report(Exchange exchange) {
    one(exchange, recent::report, "select from api.holding where report_id = ? limit 1");
  }

  /** A document by its id, the last part of the address. */
  public void document(Exchange exchange) {
    one(
        exchange,
        RecordsApi::document,
        "select from api.version where content_id = ? and published_at is not null limit 1");
  }

  /** What can be asked, as OpenAPI. */
  public void openapi(Exchange exchange) {
    answer(
        exchange,
        query -> {
          Resource.parameters(path(exchange), query, Set.of());
          return description;
        });
  }

  private static String path(Exchange exchange) {
    String path = exchange.getMessage().getHeader(Exchange.HTTP_PATH, "", String.class);
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static Answer rows(Connection connection, Resource.Page page) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(page.sql())) {
      select.setQueryTimeout(QUERY_SECONDS);
      for (int i = 0; i < page.values().size(); i++) {
        select.setObject(i + 1, page.values().get(i));
      }
      StringJoiner items = new StringJoiner(",\n", "{\"items\":[", "]");
      ResultSet row = select.executeQuery();
      String last = "";
      String next = null;
      for (int told = 0; row.next(); told++) {
        if (told == page.limit()) {
          next = page.after(last);
          break;
        }
        items.add(row.getString(1));
        last = row.getString(2);
      }
      String address = next == null ? "null" : StringNode.valueOf(next).toString();
      return Answer.of(items + ",\"next\":" + address + "}", next);
    }
  }

  private void one(Exchange exchange, Lookup lookup, String once) {
    answer(
        exchange,
        query -> {
          String path = path(exchange);
          Resource.parameters(path, query, Set.of());
          String id = path.substring(path.lastIndexOf('/') + 1);
          if (!States.isId(id)) {
            throw new Refused(404, "Not found", "An id is 16 hex digits in lower case.");
          }
          return inTurn(() -> one(lookup, once, id));
        });
  }

  private Answer one(Lookup lookup, String once, String id) throws SQLException, Refused {
    try (Connection connection = transactions.dataSource().getConnection()) {
      Answer found = lookup.of(connection, id);
      if (found != null) {
        return found;
      }
      if (exists(connection, once, id)) {
        throw new Refused(410, "Gone", "It was deleted; the feed of changes tells when.");
      }
      throw new Refused(404, "Not found", "There is none with this id.");
    }
  }

  private static @Nullable Answer document(Connection connection, String id) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(States.DOCUMENT + "?")) {
      select.setString(1, id);
      ResultSet row = select.executeQuery();
      return row.next() ? Answer.of(row.getString(1)) : null;
    }
  }

  private static boolean exists(Connection connection, String sql, String id) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, id);
      return select.executeQuery().next();
    }
  }

  private Answer inTurn(Reading reading) throws SQLException, Refused, InterruptedException {
    if (!turns.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
      throw new Refused(503, "Too many ask", "Ask again in a few seconds, one thing at a time.");
    }
    try {
      return reading.answer();
    } finally {
      turns.release();
    }
  }

  /** Answers with what comes of a question, or with why none does. */
  static void answer(Exchange exchange, Question question) {
    Message asked = exchange.getMessage();
    String method = asked.getHeader(Exchange.HTTP_METHOD, "", String.class);
    try {
      if (!method.equals("GET") && !method.equals("HEAD")) {
        throw new Refused(405, "Only to be read", "GET and HEAD are served here.");
      }
      question.ask(asked.getHeader(Exchange.HTTP_QUERY, String.class)).send(exchange);
    } catch (Unclear unclear) {
      Reply.problem(exchange, 400, "The question is not clear", unclear.getMessage());
    } catch (Refused refused) {
      refuse(exchange, refused);
    } catch (SQLException failed) {
      refuse(exchange, reason(failed));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      refuse(exchange, new Refused(503, "Stopping", "Ask again in a minute."));
    }
    Message reply = exchange.getMessage();
    int status = reply.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
    if (method.equals("HEAD") && status != 304) {
      // Over HTTP/2 the server would send it.
      reply.setHeader(Exchange.CONTENT_LENGTH, reply.getBody(byte[].class).length);
      reply.setBody("");
    }
  }

  private static Refused reason(SQLException failed) {
    if (Refused.isTooMuch(failed)) {
      return new Refused(
          503,
          "Too much",
          "It took more than %d s. Ask for less: a division, a year, a form, a smaller limit."
              .formatted(QUERY_SECONDS));
    }
    if (Outage.isIn(failed)) {
      LOG.warn("A question could not be answered: {}", failed.getMessage());
      return new Refused(503, "No answer now", "The database does not answer. Ask again later.");
    }
    LOG.error("A question could not be answered", failed);
    return new Refused(500, "Our fault", "The database did not answer. The log has the reason.");
  }

  private static void refuse(Exchange exchange, Refused refused) {
    Message reply =
        Reply.problem(exchange, refused.status(), refused.title(), refused.getMessage());
    if (refused.status() == 405) {
      reply.setHeader("Allow", "GET, HEAD");
    } else if (refused.status() == 503) {
      reply.setHeader("Retry-After", "5");
    }
  }
}
