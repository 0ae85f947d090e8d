package org.fangzhi.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.TemplateOutput;
import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.fangzhi.api.CdxApi;
import org.fangzhi.api.ChangeStream;
import org.fangzhi.api.ChangesApi;
import org.fangzhi.api.DiffApi;
import org.fangzhi.api.Gate;
import org.fangzhi.api.OaiApi;
import org.fangzhi.api.RecordsApi;
import org.fangzhi.api.Refused;
import org.fangzhi.api.Reply;
import org.fangzhi.api.ReplyHeaders;
import org.fangzhi.api.Unclear;
import org.fangzhi.api.VersionDiff;
import org.fangzhi.archive.Captured;
import org.fangzhi.archive.Mementos;
import org.fangzhi.publish.Bell;
import org.fangzhi.publish.Changes;
import org.fangzhi.source.SourceFiles;
import org.fangzhi.store.Outage;
import org.fangzhi.store.Secrets;
import org.fangzhi.store.Settings;
import org.fangzhi.store.Tokens;
import org.fangzhi.store.Transactions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages that people see: which address is which page. Only reads; what writes are {@link
 * Workbench} and {@link Acts}.
 */
public final class Console {
  private static final Logger LOG = LoggerFactory.getLogger(Console.class);

  /** Nothing from elsewhere, nothing that runs; stored pages are framed, and have their own. */
  private static final String CSP =
      "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self';"
          + " base-uri 'none'; frame-ancestors 'none'";

  /** Pages made at a time: the harvest needs the database, and the processors, too. */
  private static final int PLACES = 3;

  /** Seconds that somebody waits for a place. */
  private static final int LONGEST_WAIT = 5;

  private final Semaphore places = new Semaphore(PLACES, true);
  private final DataSource dataSource;
  private final DiffApi diffs;
  private final StoredDocuments documents;
  private final TemplateEngine templates =
      TemplateEngine.createPrecompiled(null, ContentType.Html, null, "org.fangzhi.console.pages");

  public Console(DataSource dataSource, DiffApi diffs) {
    this.dataSource = dataSource;
    this.diffs = diffs;
    this.documents = new StoredDocuments();
  }

  /** What a process without console and API serves over HTTP by: health behind the same gate. */
  public static Map<String, Object> gate(DataSource dataSource) {
    return Map.of("gate", new Gate(new Tokens(new Transactions(dataSource))));
  }

  /**
   * What the routes of console and API call, by name.
   *
   * @param sources folder of the source files
   */
  public static Map<String, Object> beans(DataSource dataSource, Settings settings, Path sources) {
    Transactions transactions = new Transactions(dataSource);
    Tokens tokens = new Tokens(transactions);
    Changes changes = new Changes(transactions);
    Bell bell = new Bell(dataSource);
    DiffApi diffs = new DiffApi(new VersionDiff(dataSource, VersionDiff.Most.SOON));
    Console console = new Console(dataSource, diffs);
    ErrorPages errors = new ErrorPages(console);
    // Who edits over HTTP is told what a placeholder stands for, and is not told a secret.
    SourceFiles files =
        new SourceFiles(sources, key -> Secrets.mayHold(key) ? null : settings.find(key));
    return Map.ofEntries(
        Map.entry("console", console),
        Map.entry("session", new Session(console, tokens)),
        Map.entry("workbench", new Workbench(console, files, settings, transactions)),
        Map.entry("acts", new Acts(console, transactions)),
        Map.entry("forms", new Forms()),
        Map.entry("error-pages", errors),
        Map.entry("diff", diffs),
        Map.entry("gate", new Gate(tokens, errors::refused)),
        Map.entry("changes", new ChangesApi(changes, bell)),
        Map.entry("events", new ChangeStream(changes, bell)),
        Map.entry("cdx", new CdxApi(new Captured(dataSource))),
        Map.entry("records", new RecordsApi(transactions)),
        Map.entry("reply-headers", new ReplyHeaders()),
        Map.entry("oai", new OaiApi(dataSource)),
        Map.entry("replay", new Replay(new Mementos(dataSource))));
  }

  /** What a page is made from; null: there is no such thing. */
  @FunctionalInterface
  interface Load {
    @Nullable Object from(Connection connection, Visit visit) throws SQLException;
  }

  /** What is held, by province, and what came last. */
  public void home(Exchange exchange) {
    page(exchange, "home.jte", HomePage::load);
  }

  /** One report. */
  public void report(Exchange exchange, @Header("id") String id) {
    page(exchange, "report.jte", (db, visit) -> ReportPage.load(db, visit, documents, id));
  }

  /** The figures of a report as CSV. */
  public void values(Exchange exchange, @Header("id") String id) {
    csv(exchange, (db, visit) -> ValueTable.of(db, id));
  }

  /** Search in the texts of reports. */
  public void search(Exchange exchange) {
    page(exchange, "search.jte", SearchPage::load);
  }

  /** What is held of divisions and years. */
  public void coverage(Exchange exchange) {
    page(exchange, "coverage.jte", CoveragePage::load);
  }

  /** A measure over the years. */
  public void series(Exchange exchange) {
    page(exchange, "series.jte", SeriesPage::load);
  }

  /** The same as CSV. */
  public void seriesTable(Exchange exchange) {
    csv(exchange, (db, visit) -> SeriesPage.load(db, visit).csv());
  }

  /** The forms, views and addresses for programs. */
  public void data(Exchange exchange) {
    page(exchange, "data.jte", DataPage::load);
  }

  /** The indicators of a form. */
  public void form(Exchange exchange, @Header("form") String form) {
    page(exchange, "form.jte", (db, visit) -> FormPage.of(visit, form));
  }

  /** The API as its description tells it. */
  public void api(Exchange exchange) {
    page(exchange, "api.jte", (db, visit) -> ApiPage.get());
  }

  /** What a form of the page of the API asks for: leads to the API's own answer. */
  public void ask(Exchange exchange) {
    Visit visit = Visit.of(exchange);
    String address = ApiPage.address(visit);
    if (address == null) {
      error(exchange, visit, 404);
    } else {
      see(exchange, address);
    }
  }

  /** How the sources do. */
  public void sources(Exchange exchange) {
    page(exchange, "sources.jte", SourcesPage::load);
  }

  /** One source. */
  public void source(Exchange exchange, @Header("id") String id) {
    page(exchange, "source.jte", (db, visit) -> SourcePage.load(db, id));
  }

  /** The story of an address. */
  public void story(Exchange exchange) {
    page(exchange, "story.jte", StoryPage::load);
  }

  /** The runs, the last first. */
  public void runs(Exchange exchange) {
    page(exchange, "runs.jte", RunsPage::load);
  }

  /** One run. */
  public void run(Exchange exchange, @Header("id") String id) {
    page(exchange, "run.jte", (db, visit) -> RunPage.load(db, id));
  }

  /** What goes on just now. */
  public void live(Exchange exchange) {
    // Asks for no connection: it is looked at when the database is away.
    Visit visit = Visit.of(exchange);
    LivePage page = LivePage.of(exchange.getContext());
    send(exchange, visit, 200, rendered("live.jte", Map.of("visit", visit, "page", page)));
  }

  /** What was set aside and waits for somebody. */
  public void aside(Exchange exchange) {
    page(exchange, "aside.jte", AsidePage::load);
  }

  /**
   * What two versions differ in; asked as {@code /api/diff} is. Where nothing can be compared, why.
   */
  public void diff(Exchange exchange) throws SQLException, InterruptedException {
    Visit visit = Visit.of(exchange);
    String query = exchange.getMessage().getHeader(Exchange.HTTP_QUERY, String.class);
    try {
      DiffPage page = DiffPage.of(diffs.compared("/diff", query));
      send(exchange, visit, 200, rendered("diff.jte", Map.of("visit", visit, "page", page)));
    } catch (Unclear unclear) {
      Reply.plain(exchange, 400, unclear.getMessage());
    } catch (Refused refused) {
      Reply.plain(exchange, refused.status(), refused.getMessage());
    }
  }

  /** Style sheet and icon. */
  public void asset(Exchange exchange) {
    String known = exchange.getMessage().getHeader("If-None-Match", String.class);
    Visit visit = Visit.of(exchange);
    if (!Assets.send(exchange, visit.path(), known)) {
      error(exchange, visit, 404);
    }
  }

  private void page(Exchange exchange, String template, Load load) {
    page(exchange, 200, template, load);
  }

  void page(Exchange exchange, int status, String template, Load load) {
    answer(
        exchange,
        load,
        (visit, page) ->
            send(
                exchange, visit, status, rendered(template, Map.of("visit", visit, "page", page))));
  }

  private void csv(Exchange exchange, Load load) {
    answer(
        exchange,
        load,
        (visit, table) ->
            Reply.send(exchange, 200, "text/csv; charset=utf-8; header=present", table)
                .setHeader("Cache-Control", "no-cache"));
  }

  private void answer(Exchange exchange, Load load, BiConsumer<Visit, Object> show) {
    Visit visit = Visit.of(exchange);
    if (!mayBegin()) {
      error(exchange, visit, 503);
      return;
    }
    try (Connection connection = dataSource.getConnection()) {
      connection.setReadOnly(true);
      Object loaded = load.from(connection, visit);
      if (loaded == null) {
        error(exchange, visit, 404);
      } else {
        show.accept(visit, loaded);
      }
    } catch (SQLException failed) {
      refuse(exchange, visit, failed);
    } finally {
      places.release();
    }
  }

  /** Whether there is a place for one more page, or soon is. */
  private boolean mayBegin() {
    try {
      return places.tryAcquire(LONGEST_WAIT, TimeUnit.SECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void refuse(Exchange exchange, Visit visit, SQLException failed) {
    boolean away = Outage.isIn(failed);
    boolean busy = Refused.isTooMuch(failed);
    if (away && !busy) {
      LOG.warn("{} could not be shown: {}", visit.path(), failed.getMessage());
    } else if (!busy) {
      LOG.error("{} could not be shown", visit.path(), failed);
    }
    error(exchange, visit, away || busy ? 503 : 500);
  }

  void error(Exchange exchange, Visit visit, int status) {
    send(exchange, visit, status, error(visit, status));
  }

  /** A page that says what is wrong. */
  String error(Visit visit, int status) {
    return rendered("error.jte", Map.of("visit", visit, "status", status));
  }

  /** A page that says what of the system is in the way. */
  String trouble(Visit visit, String why) {
    return rendered("error.jte", Map.of("visit", visit, "status", 500, "why", why));
  }

  /**
   * The page that asks for a token.
   *
   * @param next where to go with it
   * @param wrong whether one was shown that is good for nothing
   */
  String login(Visit visit, String next, boolean wrong) {
    return rendered("login.jte", Map.of("visit", visit, "next", next, "wrong", wrong));
  }

  /** Sends a browser to look at an address; what it sent is not sent again. */
  static Message see(Exchange exchange, String address) {
    Message reply = Reply.send(exchange, 303, "text/plain; charset=utf-8", "");
    reply.setHeader("Location", address);
    reply.setHeader("Cache-Control", "no-store");
    return reply;
  }

  private String rendered(String template, Map<String, Object> model) {
    TemplateOutput output = new StringOutput();
    templates.render(template, model, output);
    return output.toString();
  }

  static void send(Exchange exchange, Visit visit, int status, String html) {
    Object method = exchange.getMessage().getHeader(Exchange.HTTP_METHOD);
    boolean head = method != null && "HEAD".equals(method.toString());
    Message reply = Reply.send(exchange, status, "text/html; charset=utf-8", head ? "" : html);
    if (head) {
      reply.setHeader("Content-Length", html.getBytes(StandardCharsets.UTF_8).length);
    }
    headers(visit, status).forEach(reply::setHeader);
  }

  /** Headers of a page beside those of every answer. */
  static Map<String, String> headers(Visit visit, int status) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Security-Policy", CSP);
    headers.put("Content-Language", visit.texts().tag());
    boolean kept = visit.caller().form() == null && status != 401 && status != 403;
    headers.put("Cache-Control", kept ? "no-cache" : "no-store");
    // Not no-referrer: browsers would then say of forms that they come from nowhere.
    headers.put("Referrer-Policy", "same-origin");
    headers.put("Vary", "Accept-Language, Cookie");
    if (visit.chosen() != null) {
      headers.put(
          "Set-Cookie",
          "lang=" + visit.chosen() + "; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly");
    }
    if (status == 503) {
      headers.put("Retry-After", "5");
    }
    return headers;
  }
}
