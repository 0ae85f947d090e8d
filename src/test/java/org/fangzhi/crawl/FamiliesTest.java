package org.fangzhi.crawl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.fangzhi.crawl.Link.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A list page of each family, recognised by itself and turned as its own script turns it. */
class FamiliesTest {
  private static final String SITE = "http://www.example.gov.cn";
  private static final String UNIT =
      SITE
          + "/api-gateway/jpaas-publish-server/front/page/build/unit?parseType=bulidstatic&webId=2945"
          + "&tplSetId=Qa1&pageType=column&tagId=%E5%BD%93%E5%89%8D%E6%A0%8F%E7%9B%AElist"
          + "&pageId=1487002&paramJson=%7B%22pageNo%22%3A1%2C%22pageSize%22%3A15%7D";
  private static final String SEARCH =
      SITE
          + "/common/search/0a1b2c3d4e5f60718293a4b5c6d7e8f9"
          + "?_isAgg=true&_isJson=true&_pageSize=15&_template=index&page=1";

  private static Listing list(String file, String url, LinkRules rules) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(FamiliesTest.class.getResourceAsStream("lists/" + file), file)) {
      return Links.ofList(in.readAllBytes(), null, url, null, rules);
    }
  }

  private static Listing list(String file, String path) throws IOException {
    return list(file, path.startsWith("http") ? path : SITE + path, LinkRules.NONE);
  }

  private static List<String> urls(Listing listing, Kind kind) {
    return listing.of(kind).stream().map(link -> link.url().replace(SITE, "")).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "trs-count.html, /nb/, TRS, countPage",
    "trs-config.shtml, /nb/index_1.shtml, TRS, pagination_script_config",
    "ucap.shtml, /mx/c100101/common_list_2.shtml, UCAP, six arguments",
    "ucap-empty.shtml, /mx/c100101/list.shtml, UCAP, channelId",
    "hanweb-annual.html, /module/xxgk/xxgkAnnualReport.jsp?fbtime=2024&area=330522, HANWEB, year and agency",
    "jpaas-unit.html, /col/col1487002/index.html, JPAAS, queryData",
    "gkmlpt.html, /gkmlpt/index, GKMLPT, _CONFIG",
    "vsb.htm, /zwgk/nb.htm, VSB, pager",
    "empire.html, /nb/, EMPIRE, script",
    "own.json, /nothing.json, PLAIN, no sign",
  })
  void the_family_is_recognised_and_the_reason_told(
      String file, String path, Family family, String word) throws IOException {
    Listing listing = list(file, path);
    assertThat(listing.family()).isEqualTo(family);
    assertThat(listing.reason()).contains(word);
  }

  @Test
  void trs_counts_pages_from_zero_under_any_name() throws IOException {
    Listing listing = list("trs-count.html", "/nb/");
    assertThat(urls(listing, Kind.ARTICLE))
        .containsExactly("/nb/202401/t20240125_901.html", "/nb/202301/t20230120_877.html");
    assertThat(urls(listing, Kind.LIST))
        .containsExactly("/nb/nblist_1.htm", "/nb/nblist_2.htm", "/nb/nblist_3.htm");
    assertThat(urls(list("trs-config.shtml", "/nb/index_1.shtml"), Kind.LIST))
        .containsExactly("/nb/index_2.shtml");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Pager({size:3, current:1, prefix:'list',suffix:'shtml'});|/nb/list_2.shtml",
        "var m_nRecordCount = \"41\"; var m_nCurrPage = 1; var m_nPageSize = 20;|/nb/index_2.htm",
        "createPage(3, 1, 'index', 'htm')|/nb/index_2.htm",
      })
  void trs_has_further_scripts(String script, String next) {
    byte[] page =
        ("<ul><li><a href='t20240125_9.htm'>某县2023年年报</a></li></ul><script>" + script + "</script>")
            .getBytes(UTF_8);
    Listing listing =
        Links.ofList(page, "text/html", SITE + "/nb/index_1.htm", null, LinkRules.NONE);
    assertThat(listing.family()).isEqualTo(Family.TRS);
    assertThat(urls(listing, Kind.LIST)).containsExactly(next);
  }

  @Test
  void ucap_counts_from_one() throws IOException {
    Listing listing = list("ucap.shtml", "/mx/c100101/common_list_2.shtml");
    assertThat(urls(listing, Kind.LIST)).containsExactly("/mx/c100101/common_list_3.shtml");
    assertThat(listing.of(Kind.ARTICLE))
        .extracting(Link::text)
        .containsExactly("某县2023年政府信息公开工作年度报告");
  }

  @Test
  void a_ucap_page_without_entries_leads_to_its_channels_interface() throws IOException {
    assertThat(list("ucap-empty.shtml", "/mx/c100101/list.shtml").of(Kind.LIST))
        .extracting(Link::url)
        .containsExactly(SEARCH);
  }

  @Test
  void the_interface_of_ucap_is_read_page_after_page() throws IOException {
    Listing listing = list("ucap.json", SEARCH);
    assertThat(listing.family()).isEqualTo(Family.UCAP);
    assertThat(listing.announced()).isEqualTo(5);
    assertThat(listing.of(Kind.ARTICLE))
        .containsExactly(
            new Link(
                Kind.ARTICLE,
                SITE + "/mx/c100101/202401/6f3a9d2c7b1e48f0a5c4d3e2f1a0b9c8.shtml",
                "某县2023年政府信息公开工作年度报告",
                "2024-01-25 10:00:00"),
            new Link(
                Kind.ARTICLE,
                SITE + "/mx/c100101/202301/1111111111111111111111111111aaaa.shtml",
                "某县2022年政府信息公开工作年度报告",
                "2023-01-20 10:00:00"));
    assertThat(listing.of(Kind.LIST))
        .containsExactly(new Link(Kind.LIST, SEARCH.replace("&page=1", "&page=2"), Link.PERHAPS));
  }

  @Test
  void hanweb_addresses_every_year_of_every_agency() throws IOException {
    Listing listing =
        list("hanweb-annual.html", "/module/xxgk/xxgkAnnualReport.jsp?fbtime=2024&area=330522");
    String page = "/module/xxgk/xxgkAnnualReport.jsp?fbtime=";
    // Its own address is the list; 2022 of the county stands in a link, the rest in the menus.
    assertThat(urls(listing, Kind.ARTICLE))
        .containsExactlyInAnyOrder(
            page + "2023&area=330522",
            page + "2022&area=330522",
            page + "2024&area=11330522002561876C",
            page + "2023&area=11330522002561876C",
            page + "2022&area=11330522002561876C");
    assertThat(listing.of(Kind.ARTICLE))
        .extracting(Link::text)
        .contains("某县人民政府办公室 2023", "某县 2022");
  }

  @Test
  void jpaas_asks_the_unit_that_lists() throws IOException {
    assertThat(list("jpaas-unit.html", "/col/col1487002/index.html").of(Kind.LIST))
        .extracting(Link::url)
        .containsExactly(UNIT);
    Listing unit = list("jpaas-unit.json", UNIT);
    assertThat(unit.family()).isEqualTo(Family.JPAAS);
    assertThat(unit.announced()).isEqualTo(38);
    assertThat(urls(unit, Kind.ARTICLE))
        .containsExactly(
            "/art/2024/1/25/art_1487002_5901.html", "/art/2023/1/20/art_1487002_5877.html");
    assertThat(unit.of(Kind.LIST))
        .extracting(Link::url)
        .containsExactly(UNIT.replace("pageNo%22%3A1", "pageNo%22%3A2"));
  }

  @Test
  void gkmlpt_lists_the_categories_of_annual_reports() throws IOException {
    Listing tree = list("gkmlpt.html", "/gkmlpt/index");
    assertThat(tree.of(Kind.LIST))
        .containsExactly(
            new Link(Kind.LIST, SITE + "/gkmlpt/api/all/2629?page=1&sid=769033", "政府信息公开年度报告"));
    assertThat(tree.notes()).isEmpty();
    Listing list = list("gkmlpt.json", "/gkmlpt/api/all/2629?page=1&sid=769033");
    assertThat(urls(list, Kind.ARTICLE))
        .containsExactly(
            "/gkmlpt/content/4/4301/post_4301103.html", "/gkmlpt/content/3/3301/post_3301102.html");
    // All of the two announced are there: nothing more is asked for.
    assertThat(list.of(Kind.LIST)).isEmpty();
  }

  @Test
  void a_gkmlpt_without_a_category_of_reports_says_what_to_do() {
    byte[] page =
        "<script>window._CONFIG = {SID:'7',TREE:[{\"id\":1,\"name\":\"预算\"}]}</script>"
            .getBytes(UTF_8);
    Listing listing = Links.ofList(page, "text/html", SITE + "/gkmlpt/index", null, LinkRules.NONE);
    assertThat(listing.notes()).singleElement().asString().contains("/gkmlpt/api/all/", "sid=7");
  }

  @Test
  void vsb_counts_down_by_links() throws IOException {
    Listing listing = list("vsb.htm", "/zwgk/nb.htm");
    assertThat(urls(listing, Kind.LIST)).containsExactly("/zwgk/nb/2.htm");
    assertThat(urls(listing, Kind.ARTICLE))
        .containsExactly("/info/1102/20881.htm", "/info/1102/19024.htm");
    assertThat(listing.announced()).isEqualTo(5);
  }

  @Test
  void empire_says_its_total_in_a_title() throws IOException {
    Listing listing = list("empire.html", "/nb/");
    assertThat(listing.announced()).isEqualTo(23);
    assertThat(urls(listing, Kind.LIST)).containsExactly("/e/action/ListInfo/?classid=45&page=1");
    assertThat(urls(listing, Kind.ARTICLE))
        .containsExactly(
            "/e/action/ShowInfo.php?classid=45&id=3012",
            "/e/action/ShowInfo.php?classid=45&id=2870");
  }

  @Test
  void a_source_describes_json_of_its_own() throws IOException {
    Api api =
        Api.described(
            SITE + "/list?from={page}&n=1",
            10,
            "/list/items",
            "/name",
            "/link/pc",
            "/day",
            "/list/count");
    LinkRules rules = new LinkRules(null, null, null, null, List.of(Objects.requireNonNull(api)));
    Listing listing = list("own.json", SITE + "/list?from=10&n=1", rules);
    assertThat(listing.family()).isEqualTo(Family.OWN);
    assertThat(listing.links())
        .containsExactly(
            new Link(Kind.ARTICLE, SITE + "/show/17", "某县2023年政府信息公开工作年度报告", "2024-01-25"),
            new Link(Kind.LIST, SITE + "/list?from=20&n=1", Link.PERHAPS));
    assertThat(listing.announced()).isEqualTo(3);
    assertThat(listing.notes()).singleElement().asString().contains("1 of 3 rows", "/link/pc");
    assertThat(list("own.json", SITE + "/list?from=x&n=1", rules).family()).isEqualTo(Family.PLAIN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"<html>系统繁忙</html>|no JSON", "{\"success\":true}|nothing at /list/items"})
  void an_interface_that_answers_otherwise_is_told(String answer, String word) {
    Api api = Api.described(SITE + "/l?p={page}", 1, "/list/items", "/t", "/u", null, null);
    LinkRules rules = new LinkRules(null, null, null, null, List.of(Objects.requireNonNull(api)));
    Listing listing = Links.ofList(answer.getBytes(UTF_8), null, SITE + "/l?p=1", null, rules);
    assertThat(listing.links()).isEmpty();
    assertThat(listing.notes()).singleElement().asString().contains(word);
  }
}
