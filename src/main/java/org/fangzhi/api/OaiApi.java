package org.fangzhi.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * The reports for harvesters that speak OAI-PMH 2.0, at {@code /oai} by GET and by POST. Nothing is
 * kept between two questions. Settings: {@code fangzhi.oai.url}, {@code .domain}, {@code .mail}.
 */
public final class OaiApi {

  /** Records a page: with all figures some 2 MB, a tenth of that as sent. */
  private static final int PAGE = 100;

  private static final String NAMESPACE = "http://www.openarchives.org/OAI/2.0/";
  private static final String XML = "text/xml; charset=utf-8";

  /** Pages made at the same time: each takes a connection of the database, and memory. */
  private static final int PLACES = 2;

  private static final int LONGEST = 5;

  /** RFC 2606 keeps this name from being anybody's. */
  private static final String NOBODY = "not-set@fangzhi.invalid";

  private final DataSource dataSource;
  private final int page;
  private final Semaphore places = new Semaphore(PLACES, true);

  public OaiApi(DataSource dataSource) {
    this(dataSource, PAGE);
  }

  /**
   * @param page records a page, at least 1
   */
  public OaiApi(DataSource dataSource, int page) {
    this.dataSource = dataSource;
    this.page = page;
  }

  /** Answers any question at {@code /oai}; what the protocol calls an error is an answer too. */
  public void answer(Exchange exchange) throws SQLException, InterruptedException {
    if (!places.tryAcquire(LONGEST, TimeUnit.SECONDS)) {
      Reply.problem(exchange, 503, "Too many ask", "Ask again in a few seconds.")
          .setHeader("Retry-After", "10");
      return;
    }
    try {
      send(exchange);
    } catch (SQLException failed) {
      if (!Refused.isTooMuch(failed)) {
        throw failed;
      }
      Reply.problem(exchange, 503, "Too much", "It took more than 30 s. Ask again in a while.")
          .setHeader("Retry-After", "60");
    } finally {
      places.release();
    }
  }

  private void send(Exchange exchange) throws SQLException {
    OaiProvider.About about = about(exchange);
    boolean zipped =
        exchange.getMessage().getHeader("Accept-Encoding", "", String.class).contains("gzip");
    byte[] body;
    try (Connection connection = dataSource.getConnection()) {
      body = answer(exchange, connection, about);
    }
    Message reply = Reply.send(exchange, 200, XML, zipped ? zip(body) : body);
    reply.setHeader("Vary", "Accept-Encoding");
    if (zipped) {
      reply.setHeader("Content-Encoding", "gzip");
    }
  }

  /** The schema of the records in our own format. */
  public void schema(Exchange exchange) throws IOException {
    try (InputStream schema = OaiApi.class.getResourceAsStream("fangzhi.xsd")) {
      if (schema == null) {
        throw new IOException("fangzhi.xsd is not beside " + OaiApi.class);
      }
      Reply.send(exchange, 200, XML, schema.readAllBytes());
    }
  }

  private byte[] answer(Exchange exchange, Connection connection, OaiProvider.About about)
      throws SQLException {
    OffsetDateTime now = OaiRecords.clock(connection);
    connection.setAutoCommit(false);
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local statement_timeout = '30s'");
      OaiRequest request = null;
      try {
        request = OaiRequest.of(arguments(exchange.getMessage()));
        return document(
            now, about, request, new OaiProvider(connection, about, page).answer(request));
      } catch (OaiError error) {
        OaiRequest shown = error.code().hidesArguments() ? null : request;
        return document(
            now,
            about,
            shown,
            xml ->
                xml.element(
                    "error",
                    e ->
                        e.attribute("code", error.code())
                            .text(String.valueOf(error.getMessage()))));
      }
    } finally {
      connection.rollback();
    }
  }

  private static byte[] document(
      OffsetDateTime now, OaiProvider.About about, @Nullable OaiRequest request, OaiXml.Part part) {
    OaiXml xml = new OaiXml();
    xml.element(
        "OAI-PMH",
        root -> {
          root.schema("", NAMESPACE, NAMESPACE + "OAI-PMH.xsd");
          root.element("responseDate", OaiXml.time(now));
          root.element(
              "request",
              asked -> {
                if (request != null) {
                  asked.attribute("verb", request.verb());
                  request.arguments().forEach(asked::attribute);
                }
                asked.text(about.base());
              });
          part.write(root);
        });
    return xml.bytes();
  }

  private static OaiProvider.About about(Exchange exchange) {
    String url = setting(exchange, "fangzhi.oai.url", "");
    String asked = exchange.getMessage().getHeader(Exchange.HTTP_URL, "", String.class);
    return new OaiProvider.About(
        url.isEmpty() ? asked.replaceFirst("\\?.*", "") : url,
        setting(exchange, "fangzhi.oai.domain", "fangzhi.org"),
        setting(exchange, "fangzhi.oai.mail", NOBODY));
  }

  private static String setting(Exchange exchange, String key, String otherwise) {
    return exchange
        .getContext()
        .getPropertiesComponent()
        .resolveProperty(key)
        .filter(value -> !value.isBlank())
        .orElse(otherwise);
  }

  /** Those of the URL and of the form, and no others: there is an HTTP header named From. */
  private static Map<String, List<String>> arguments(Message message) throws OaiError {
    Map<String, List<String>> arguments = new LinkedHashMap<>();
    String query = message.getHeader(Exchange.HTTP_RAW_QUERY, "", String.class);
    try {
      for (String part : query.isEmpty() ? new String[0] : query.split("&")) {
        String[] pair = part.split("=", 2);
        add(arguments, decode(pair[0]), pair.length == 2 ? decode(pair[1]) : "");
      }
    } catch (IllegalArgumentException e) {
      throw OaiRequest.wrong("The query has a % without two hex digits after it");
    }
    if (message.getBody() instanceof Map<?, ?> form) {
      form.forEach(
          (name, value) -> {
            for (Object one : value instanceof List<?> many ? many : List.of(value)) {
              add(arguments, String.valueOf(name), String.valueOf(one));
            }
          });
    }
    return arguments;
  }

  private static void add(Map<String, List<String>> arguments, String name, String value) {
    arguments.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static byte[] zip(byte[] body) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zipped.toByteArray();
  }
}
