package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.fangzhi.pipeline.Elements.all;
import static org.fangzhi.pipeline.Elements.parse;
import static org.fangzhi.pipeline.Elements.texts;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import javax.xml.XMLConstants;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.fangzhi.api.OaiApi;
import org.fangzhi.store.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** Eight reports by OAI-PMH, three a page, as harvesters ask for them. */
@Tag("thorough")
class OaiApiTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final int REPORTS = 8;
  private static final int PAGE = 3;
  private static final String OAI = "http://www.openarchives.org/OAI/2.0/";
  private static final String DC = "http://purl.org/dc/elements/1.1/";
  private static final String OURS = "https://fangzhi.org/oai/1.0/";

  /** The protocol's own schema, where it is at hand; it is no part of the project. */
  private static final Path OFFICIAL = Path.of("../shared/suites/oai-pmh/OAI-PMH.xsd");

  private static ReportSite site;
  private static Served served;
  private static Schema ours;
  private static @Nullable Schema official;

  @BeforeAll
  static void harvest() throws Exception {
    site = new ReportSite("宣威市", 3, REPORTS);
    served =
        new Served(
            database,
            Map.of("a.yaml", site.source("a", 0)),
            Map.of(),
            Map.of("oai", new OaiApi(database.dataSource(), PAGE)));
    served.harvest();
    SchemaFactory schemas = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
    ours =
        schemas.newSchema(
            new StreamSource(new StringReader(served.get("/oai/fangzhi.xsd").body())));
    official = Files.exists(OFFICIAL) ? schemas.newSchema(OFFICIAL.toFile()) : null;
  }

  @AfterAll
  static void stop() throws Exception {
    served.close();
    site.close();
  }

  /** The answer to a GET, valid by every schema that is at hand. */
  private static Document ask(String query) throws Exception {
    return read(served.get("/oai?" + query));
  }

  private static Document read(HttpResponse<String> response) throws Exception {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("text/xml; charset=utf-8");
    Document answer = parse(response.body());
    for (Element report : all(answer, OURS, "report")) {
      ours.newValidator().validate(new DOMSource(report));
    }
    if (official != null) {
      official.newValidator().validate(new DOMSource(answer));
    }
    return answer;
  }

  private static String text(Node within, String name) {
    List<String> texts = texts(within, OAI, name);
    assertThat(texts).as(name).hasSize(1);
    return texts.get(0);
  }

  private static @Nullable String token(Document answer) {
    List<String> texts = texts(answer, OAI, "resumptionToken");
    return texts.isEmpty() || texts.get(0).isEmpty() ? null : texts.get(0);
  }

  private static String identifier(String id) {
    return "oai:fangzhi.org:" + id;
  }

  private static List<String> ids() throws Exception {
    return database
        .rows("select report_id from api.report_change where not deleted order by seq")
        .stream()
        .map(row -> row.get(0))
        .toList();
  }

  /** What a publisher would do: the row and the change in one transaction. */
  private static String changed(String id, String op, String set) {
    return "update fangzhi.report set %s where id = '%s';".formatted(set, id)
        + """
          with n as (update fangzhi.change_counter set seq = seq + 1 returning seq)
          insert into fangzhi.change (seq, op, entity, id, at)
          select seq, '%s', 'report', '%s', clock_timestamp() from n;"""
            .formatted(op, id);
  }

  private static void change(String id, String op, String set) throws Exception {
    database.execute("begin;" + changed(id, op, set) + "commit");
  }

  private static final String DELETE = "deleted_at = now()";
  private static final String RESTORE = "deleted_at = null";

  @Test
  void it_says_who_it_is() throws Exception {
    Document answer = ask("verb=Identify");
    assertThat(text(answer, "baseURL")).isEqualTo(served.at("/oai").toString());
    assertThat(text(answer, "request")).isEqualTo(served.at("/oai").toString());
    assertThat(text(answer, "protocolVersion")).isEqualTo("2.0");
    assertThat(text(answer, "deletedRecord")).isEqualTo("persistent");
    assertThat(text(answer, "granularity")).isEqualTo("YYYY-MM-DDThh:mm:ssZ");
    assertThat(text(answer, "adminEmail")).matches("\\S+@(\\S+\\.)+\\S+");
    assertThat(texts(answer, OAI + "oai-identifier", "repositoryIdentifier"))
        .containsExactly("fangzhi.org");
    assertThat(text(answer, "earliestDatestamp"))
        .isEqualTo(
            database
                .rows(
                    "select to_char(min(at) at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') from api.change")
                .get(0)
                .get(0));
  }

  @Test
  void it_names_its_formats_for_all_records_and_for_one() throws Exception {
    for (String query : List.of("", "&identifier=" + identifier(ids().get(0)))) {
      Document answer = ask("verb=ListMetadataFormats" + query);
      assertThat(texts(answer, OAI, "metadataPrefix")).containsExactly("oai_dc", "fangzhi");
      assertThat(texts(answer, OAI, "schema"))
          .containsExactly(
              "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
              served.at("/oai/fangzhi.xsd").toString());
    }
  }

  @Test
  void a_record_is_told_in_dublin_core() throws Exception {
    String id =
        database
            .rows("select id from api.report where agency like '%审计局' and year = 2021")
            .get(0)
            .get(0);
    Document answer = ask("verb=GetRecord&metadataPrefix=oai_dc&identifier=" + identifier(id));
    assertThat(text(answer, "identifier")).isEqualTo(identifier(id));
    assertThat(texts(answer, OAI, "setSpec")).containsExactly("53:5303:530381", "year:2021");
    assertThat(texts(answer, DC, "title").get(0)).contains("2021年政府信息公开工作年度报告");
    assertThat(texts(answer, DC, "creator").get(0)).endsWith("审计局");
    assertThat(texts(answer, DC, "coverage")).containsExactly("云南省 曲靖市 宣威市", "530381", "2021");
    assertThat(texts(answer, DC, "language")).containsExactly("zh");
    assertThat(texts(answer, DC, "identifier").get(0)).endsWith("/xxgk/nb/show_0.html");
  }

  @Test
  void a_record_in_our_own_format_has_every_figure_as_the_views_have_it() throws Exception {
    String id = ids().get(0);
    Document answer = ask("verb=GetRecord&metadataPrefix=fangzhi&identifier=" + identifier(id));
    Element report = all(answer, OURS, "report").get(0);
    assertThat(report.getAttribute("id")).isEqualTo(id);
    assertThat(texts(report, OURS, "holding")).hasSize(1);
    Set<List<String>> told = new HashSet<>();
    for (Element value : all(report, OURS, "value")) {
      told.add(
          List.of(
              value.getAttribute("indicator"),
              value.getAttribute("column"),
              value.getAttribute("value"),
              value.getAttribute("kind"),
              value.getAttribute("at"),
              value.getTextContent()));
    }
    List<List<@Nullable String>> rows =
        database.rows(
            "select indicator, coalesce(col, ''), coalesce(value::text, ''), kind, coalesce(at, ''), coalesce(raw, '')"
                + " from api.value where report_id = '%s'".formatted(id));
    assertThat(rows).hasSizeGreaterThan(50);
    assertThat(told).isEqualTo(new HashSet<>(rows));
  }

  @Test
  void sets_are_listed_page_by_page_and_each_holds_its_own() throws Exception {
    Document answer = ask("verb=ListSets");
    assertThat(texts(answer, OAI, "setSpec"))
        .containsExactly("53", "53:5303", "53:5303:530381", "year", "year:2021");
    assertThat(texts(answer, OAI, "setName")).startsWith("云南省", "云南省 曲靖市");
    for (String set : texts(answer, OAI, "setSpec")) {
      Document list = ask("verb=ListIdentifiers&metadataPrefix=oai_dc&set=" + set);
      assertThat(texts(list, OAI, "identifier")).as(set).hasSize(REPORTS);
    }
    for (String set : List.of("11", "year:2020", "5303", "nobody")) {
      assertThat(error("verb=ListIdentifiers&metadataPrefix=oai_dc&set=" + set))
          .isEqualTo("noRecordsMatch");
    }
  }

  private static String error(String query) throws Exception {
    return code(ask(query));
  }

  private static String code(Document answer) {
    List<Element> errors = all(answer, OAI, "error");
    assertThat(errors).hasSize(1);
    return errors.get(0).getAttribute("code");
  }

  @Test
  void what_is_asked_wrongly_has_the_error_of_the_protocol() throws Exception {
    String record = "verb=GetRecord&metadataPrefix=oai_dc&identifier=";
    String list = "verb=ListRecords&metadataPrefix=oai_dc";
    for (String[] wrong :
        new String[][] {
          {"", "badVerb"},
          {"verb=", "badVerb"},
          {"verb=identify", "badVerb"},
          {"verb=Identify&verb=Identify", "badVerb"},
          {"verb=Identify&set=53", "badArgument"},
          {"verb=ListSets&from=2020-01-01", "badArgument"},
          {"verb=GetRecord&metadataPrefix=oai_dc", "badArgument"},
          {"verb=GetRecord&identifier=" + identifier(ids().get(0)), "badArgument"},
          {"verb=ListRecords", "badArgument"},
          {list + "&metadataPrefix=oai_dc", "badArgument"},
          {list + "&identifier=" + identifier(ids().get(0)), "badArgument"},
          {list + "&colour=red", "badArgument"},
          {list + "&from=junk", "badArgument"},
          {list + "&from=2000-02-05&until=2000-02-06T05:35:00Z", "badArgument"},
          {list + "&set=%E4%BA%91", "badArgument"},
          {list + "&set=", "badArgument"},
          {list + "&resumptionToken=junk", "badArgument"},
          {"verb=ListRecords&metadataPrefix=%3Cdc%3E", "badArgument"},
          {"verb=ListRecords&resumptionToken=junk", "badResumptionToken"},
          {"verb=ListSets&resumptionToken=junk", "badResumptionToken"},
          {"verb=ListRecords&metadataPrefix=marc21", "cannotDisseminateFormat"},
          {
            "verb=GetRecord&metadataPrefix=marc21&identifier=" + identifier(ids().get(0)),
            "cannotDisseminateFormat"
          },
          {record + identifier("0000000000000000"), "idDoesNotExist"},
          {record + "oai:example.org:" + ids().get(0), "idDoesNotExist"},
          {record + "invalid%22id", "idDoesNotExist"},
          {record + identifier("%00"), "idDoesNotExist"},
          {"verb=ListMetadataFormats&identifier=nobody", "idDoesNotExist"},
          {list + "&until=2001-01-01", "noRecordsMatch"},
          {list + "&from=2999-01-01", "noRecordsMatch"},
        }) {
      Document answer = ask(wrong[0]);
      assertThat(code(answer)).as(wrong[0]).isEqualTo(wrong[1]);
      // What cannot be trusted is not repeated; what can be must be.
      Element request = all(answer, OAI, "request").get(0);
      assertThat(request.hasAttribute("verb"))
          .as(wrong[0])
          .isEqualTo(!wrong[1].equals("badVerb") && !wrong[1].equals("badArgument"));
    }
  }

  @Test
  void a_token_of_another_list_or_another_database_is_refused() throws Exception {
    String records = token(ask("verb=ListRecords&metadataPrefix=oai_dc"));
    assertThat(records).isNotNull();
    assertThat(error("verb=ListSets&resumptionToken=" + records)).isEqualTo("badResumptionToken");
    // 999999|3|8|oai_dc||| : the number of a change that is not there.
    assertThat(error("verb=ListRecords&resumptionToken=OTk5OTk5fDN8OHxvYWlfZGN8fHw"))
        .isEqualTo("badResumptionToken");
  }

  @Test
  void questions_may_be_posted_and_answers_zipped() throws Exception {
    String form =
        "verb=GetRecord&metadataPrefix=oai_dc&identifier="
            + URLEncoder.encode(identifier(ids().get(0)), StandardCharsets.UTF_8);
    assertThat(text(read(post(form)), "identifier")).isEqualTo(identifier(ids().get(0)));
    assertThat(code(read(post("verb=Identify&verb=Identify")))).isEqualTo("badVerb");
    assertThat(code(read(post("verb=ListRecords&metadataPrefix=oai_dc&from=a&from=b"))))
        .isEqualTo("badArgument");

    HttpResponse<byte[]> zipped =
        served.bytes("/oai?verb=Identify", "Accept-Encoding", "gzip", "From", "a@example.org");
    assertThat(zipped.headers().firstValue("Content-Encoding")).hasValue("gzip");
    try (GZIPInputStream body = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
      assertThat(text(parse(new String(body.readAllBytes(), StandardCharsets.UTF_8)), "baseURL"))
          .isEqualTo(served.at("/oai").toString());
    }
  }

  private static HttpResponse<String> post(String form) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(served.at("/oai"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  /**
   * A harvest as the protocol's guidelines describe it: the last that is told of a record holds.
   */
  private static final class Harvested {
    final Map<String, String> titles = new HashMap<>();
    final List<Integer> pages = new ArrayList<>();

    void take(Document answer) {
      List<Element> records = all(answer, OAI, "record");
      pages.add(records.size());
      for (Element record : records) {
        String id = text(record, "identifier");
        boolean deleted =
            all(record, OAI, "header").get(0).getAttribute("status").equals("deleted");
        assertThat(all(record, OAI, "metadata")).hasSize(deleted ? 0 : 1);
        if (deleted) {
          titles.remove(id);
        } else {
          titles.put(id, texts(record, DC, "title").get(0));
        }
      }
    }
  }

  private static Map<String, String> held() throws Exception {
    Map<String, String> held = new HashMap<>();
    for (List<@Nullable String> row : database.rows("select id, title from api.report")) {
      held.put(identifier(row.get(0)), row.get(1));
    }
    return held;
  }

  @Test
  void a_harvest_ends_as_the_source_is_though_records_change_between_its_pages() throws Exception {
    List<String> ids = ids();
    Harvested harvested = new Harvested();

    Document first = ask("verb=ListRecords&metadataPrefix=oai_dc");
    harvested.take(first);
    Element token = all(first, OAI, "resumptionToken").get(0);
    assertThat(token.getAttribute("completeListSize")).isEqualTo("" + REPORTS);
    assertThat(token.getAttribute("cursor")).isEqualTo("0");

    change(ids.get(0), "update", "title = title || '，已收，改'"); // told before
    change(ids.get(4), "update", "title = title || '，未收，改'"); // not yet
    change(ids.get(1), "delete", DELETE); // told before
    change(ids.get(5), "delete", DELETE); // not yet
    Document second = ask("verb=ListRecords&resumptionToken=" + token(first));
    harvested.take(second);
    assertThat(all(second, OAI, "resumptionToken").get(0).getAttribute("cursor")).isEqualTo("3");

    change(ids.get(3), "delete", DELETE); // told on the second page
    change(ids.get(1), "restore", RESTORE);
    change(ids.get(0), "update", "title = title || '\u0001'");
    Document answer = second;
    while (token(answer) != null) {
      answer = ask("verb=ListRecords&resumptionToken=" + token(answer));
      harvested.take(answer);
    }

    Map<String, String> expected = held();
    expected.replaceAll((id, title) -> title.replace('\u0001', '\ufffd'));
    assertThat(harvested.titles).isEqualTo(expected).hasSize(REPORTS - 2);
    assertThat(harvested.pages).allMatch(size -> size <= PAGE);
    assertThat(all(answer, OAI, "resumptionToken").get(0).getTextContent()).isEmpty();

    // Asked for alone, a deleted one is told as such; and it stays in its sets.
    Document gone =
        ask("verb=GetRecord&metadataPrefix=oai_dc&identifier=" + identifier(ids.get(5)));
    assertThat(all(gone, OAI, "header").get(0).getAttribute("status")).isEqualTo("deleted");
    assertThat(all(gone, OAI, "metadata")).isEmpty();
    assertThat(texts(gone, OAI, "setSpec")).contains("53:5303:530381");

    change(ids.get(3), "restore", RESTORE);
    change(ids.get(5), "restore", RESTORE);
  }

  @Test
  void a_change_that_is_being_committed_while_a_harvest_begins_is_in_the_next_one()
      throws Exception {
    String id = ids().get(0);
    String from;
    try (Connection writer = database.dataSource().getConnection();
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute(changed(id, "update", "title = title || '，晚'"));
      statement.execute("select pg_sleep(1.1)"); // so that the second of the change is over
      from = text(ask("verb=ListIdentifiers&metadataPrefix=oai_dc"), "responseDate");
      writer.commit();
    }
    assertThat(
            texts(
                ask("verb=ListIdentifiers&metadataPrefix=oai_dc&from=" + from), OAI, "identifier"))
        .contains(identifier(id));
  }

  @Test
  void who_cannot_be_answered_soon_is_asked_to_come_back() throws Exception {
    String query = "/oai?verb=ListRecords&metadataPrefix=oai_dc";
    List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
    try (Connection busy = database.dataSource().getConnection();
        Statement statement = busy.createStatement()) {
      busy.setAutoCommit(false);
      statement.execute("lock table fangzhi.report");
      for (int i = 0; i < 2; i++) {
        waiting.add(
            HttpClient.newHttpClient()
                .sendAsync(served.request(query), HttpResponse.BodyHandlers.ofString()));
      }
      Harvests.until(
          "both wait for the table",
          Duration.ofSeconds(30),
          () ->
              database
                      .rows(
                          "select from pg_locks where not granted and relation = 'fangzhi.report'::regclass")
                      .size()
                  == 2);
      HttpResponse<String> third = served.get("/oai?verb=Identify");
      assertThat(third.statusCode()).isEqualTo(503);
      assertThat(third.headers().firstValue("Retry-After")).hasValue("10");
      busy.rollback();
    }
    for (CompletableFuture<HttpResponse<String>> one : waiting) {
      assertThat(all(read(one.get(30, TimeUnit.SECONDS)), OAI, "record")).hasSize(PAGE);
    }
  }

  @Test
  void from_and_until_include_the_seconds_that_they_name() throws Exception {
    String id = ids().get(2);
    change(id, "update", "title = title || '，时'");
    Document record = ask("verb=GetRecord&metadataPrefix=oai_dc&identifier=" + identifier(id));
    String stamp = text(record, "datestamp");
    String span = "verb=ListIdentifiers&metadataPrefix=oai_dc&from=%s&until=%s";
    assertThat(texts(ask(span.formatted(stamp, stamp)), OAI, "identifier"))
        .contains(identifier(id));
    String day = stamp.substring(0, 10);
    assertThat(texts(ask(span.formatted(day, day)), OAI, "identifier")).contains(identifier(id));
  }

  @Test
  void its_schema_refuses_what_it_does_not_tell() {
    String wrong = "<report xmlns='%s' id='0123456789abcdef'><form>form2021</form></report>";
    assertThatThrownBy(
            () -> ours.newValidator().validate(new DOMSource(parse(wrong.formatted(OURS)))))
        .isInstanceOf(SAXException.class);
  }
}
