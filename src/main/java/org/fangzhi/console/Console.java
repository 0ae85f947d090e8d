package org.fangzhi.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.TemplateOutput;
import gg.jte.output.StringOutput;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
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
import org.fangzhi.store.Tokens;
import org.fangzhi.store.Transactions;

/** The pages that people see. Reads {@code api} views only; writes nothing. */
public final class Console {

  private static final String CSP =
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final DataSource dataSource;
  private final TemplateEngine templates =
      TemplateEngine.createPrecompiled(null, ContentType.Html, null, "org.fangzhi.console.pages");

  private final DiffApi diffs;

  public Console(DataSource dataSource, DiffApi diffs) {
    this.dataSource = dataSource;
    this.diffs = diffs;
  }

  /** What the routes of console and API call, by name. */
  public static Map<String, Object> beans(DataSource dataSource) {
    Changes changes = new Changes(new Transactions(dataSource));
    Bell bell = new Bell(dataSource);
    DiffApi diffs = new DiffApi(new VersionDiff(dataSource, VersionDiff.Most.SOON));
    return Map.of(
        "console", new Console(dataSource, diffs),
        "diff", diffs,
        "gate", new Gate(new Tokens(new Transactions(dataSource))),
        "changes", new ChangesApi(changes, bell),
        "events", new ChangeStream(changes, bell),
        "cdx", new CdxApi(new Captured(dataSource)),
        "records", new RecordsApi(new Transactions(dataSource)),
        "reply-headers", new ReplyHeaders(),
        "oai", new OaiApi(dataSource),
        "replay", new Replay(new Mementos(dataSource)));
  }

  /** The first page: sources and reports. */
  public void index(Exchange exchange) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      answer(exchange, 200, "index.jte", Map.of("overview", Overview.load(connection)));
    }
  }

  /** The page of one report; 404 when there is none with this id. */
  public void report(Exchange exchange, @Header("id") String id) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      Optional<ReportPage> page = ReportPage.load(connection, id);
      if (page.isPresent()) {
        answer(exchange, 200, "report.jte", Map.of("page", page.get()));
      } else {
        Reply.plain(exchange, 404, "There is no report with this id.");
      }
    }
  }

  /**
   * What two versions differ in; asked as {@code /api/diff} is. Where nothing can be compared, why.
   */
  public void diff(Exchange exchange) throws SQLException, InterruptedException {
    String query = exchange.getMessage().getHeader(Exchange.HTTP_QUERY, String.class);
    try {
      DiffPage page = DiffPage.of(diffs.compared("/diff", query));
      answer(exchange, 200, "diff.jte", Map.of("page", page));
    } catch (Unclear unclear) {
      Reply.plain(exchange, 400, unclear.getMessage());
    } catch (Refused refused) {
      Reply.plain(exchange, refused.status(), refused.getMessage());
    }
  }

  private void answer(Exchange exchange, int status, String template, Map<String, Object> model) {
    TemplateOutput output = new StringOutput();
    templates.render(template, model, output);
    Reply.send(exchange, status, "text/html; charset=utf-8", output.toString())
        .setHeader("Content-Security-Policy", CSP);
  }
}
