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
import org.fangzhi.api.OaiApi;
import org.fangzhi.api.RecordsApi;
import org.fangzhi.api.Reply;
import org.fangzhi.api.ReplyHeaders;
import org.fangzhi.archive.Captured;
import org.fangzhi.archive.Mementos;
import org.fangzhi.publish.Bell;
import org.fangzhi.publish.Changes;
import org.fangzhi.store.Transactions;

/** The pages that people see. Reads {@code api} views only; writes nothing. */
public final class Console {

  private static final String CSP =
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final DataSource dataSource;
  private final TemplateEngine templates =
      TemplateEngine.createPrecompiled(null, ContentType.Html, null, "org.fangzhi.console.pages");

  public Console(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** What the routes of console and API call, by name. */
  public static Map<String, Object> beans(DataSource dataSource) {
    Changes changes = new Changes(new Transactions(dataSource));
    Bell bell = new Bell(dataSource);
    return Map.of(
        "console", new Console(dataSource),
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

  private void answer(Exchange exchange, int status, String template, Map<String, Object> model) {
    TemplateOutput output = new StringOutput();
    templates.render(template, model, output);
    Reply.send(exchange, status, "text/html; charset=utf-8", output.toString())
        .setHeader("Content-Security-Policy", CSP);
  }
}
