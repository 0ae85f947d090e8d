package org.fangzhi.crawl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fangzhi.crawl.Sitemap.Item;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SitemapTest {
  private static final String URL = "http://www.a.gov.cn/sitemap.xml";
  private static final String START =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">";

  private static Sitemap read(String text) {
    return Sitemap.read(text.getBytes(UTF_8), URL);
  }

  private static String item(String path, String day) {
    return "<url><loc>http://www.a.gov.cn%s</loc><lastmod>%s</lastmod></url>".formatted(path, day);
  }

  @Test
  void addresses_come_with_the_day_of_their_change() {
    Sitemap map =
        read(
            START
                + item("/nb/1.html", "2026-03-01T08:00:00+08:00")
                + "<url><loc>http://www.a.gov.cn/nb/年报.html?a=1&amp;b=2</loc></url></urlset>");
    assertThat(map.fault()).isNull();
    assertThat(map.pages())
        .containsExactly(
            new Item("http://www.a.gov.cn/nb/1.html", Instant.parse("2026-03-01T00:00:00Z")),
            new Item("http://www.a.gov.cn/nb/%E5%B9%B4%E6%8A%A5.html?a=1&b=2", null));
  }

  @Test
  void an_index_names_sitemaps_within_bounds() {
    String maps =
        IntStream.range(0, 60)
            .mapToObj(i -> "<sitemap><loc>http://www.a.gov.cn/m%d.xml</loc></sitemap>".formatted(i))
            .collect(Collectors.joining());
    Sitemap map =
        read(
            "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"
                + maps
                + "</sitemapindex>");
    assertThat(map.pages()).isEmpty();
    assertThat(map.sitemaps()).hasSize(50);
    assertThat(map.left()).isEqualTo(10);
  }

  @Test
  void lines_of_text_and_gzip_are_sitemaps_too() {
    String text = "http://www.a.gov.cn/nb/1.html\nhttp://www.a.gov.cn/nb/2.html\n";
    assertThat(Sitemap.read(text.getBytes(UTF_8), "http://www.a.gov.cn/s.txt").pages()).hasSize(2);
    byte[] packed =
        HostileSite.gzip((START + item("/nb/1.html", "2026-01-01") + "</urlset>").getBytes(UTF_8));
    assertThat(Sitemap.read(packed, URL + ".gz").pages()).hasSize(1);
  }

  @Test
  void the_day_of_the_sitemaps_making_is_no_change_of_its_pages() {
    String made =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    item("/nb/" + i + ".html", i < 15 ? "2026-03-01" : "2025-0" + (i - 13) + "-01"))
            .collect(Collectors.joining());
    assertThat(read(START + made + "</urlset>").pages())
        .hasSize(20)
        .allSatisfy(item -> assertThat(item.changed()).isNull());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html><body>404</body></html>",
        "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c\"><!ENTITY d \"&b;&b;\">]><urlset>&d;</urlset>",
        "<urlset><url><loc>",
        "\u001f\u008b not gzip"
      })
  void what_is_no_sitemap_gives_no_address_and_never_throws(String text) {
    Sitemap map = Sitemap.read(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), URL);
    assertThat(map.pages()).isEmpty();
    assertThat(map.sitemaps()).isEmpty();
  }

  @Test
  void a_sitemap_names_no_file_of_ours_and_asks_nobody() throws Exception {
    try (HostileSite site = new HostileSite()) {
      site.page("/x.dtd", 200, "<!ENTITY e 'fetched'>".getBytes(UTF_8));
      for (String doctype :
          List.of(
              "<!DOCTYPE urlset [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>",
              "<!DOCTYPE urlset SYSTEM '" + site.url("/x.dtd") + "'>",
              "<!DOCTYPE urlset [<!ENTITY % p SYSTEM '" + site.url("/x.dtd") + "'> %p;]>")) {
        Sitemap read =
            read(
                "<?xml version='1.0'?>"
                    + doctype
                    + "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
                    + "<url><loc>http://a.example/x&e;y</loc></url></urlset>");
        assertThat(read.pages())
            .as(doctype)
            .allSatisfy(page -> assertThat(page.url()).matches("http://a\\.example/x(&e;)?y?"));
      }
      assertThat(site.requests).isEmpty();
    }
  }

  @Test
  void a_bomb_is_not_unpacked() {
    Sitemap map = Sitemap.read(HostileSite.gzip(new byte[100_000_000]), URL);
    assertThat(map.pages()).isEmpty();
    assertThat(map.fault()).contains("unpacks");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "http://www.a.gov.cn/xxgk/nb/202401/t1.html, ARTICLE",
        "https://www.a.gov.cn/xxgk/nb/202401/t1.html, ARTICLE",
        "http://www.a.gov.cn/xxgk/nb/p1.pdf, ATTACHMENT",
        "http://www.a.gov.cn/xxgk/nb/2023/, LIST",
        "http://www.a.gov.cn/xxgk/nb/index_3.html, LIST",
        "http://www.a.gov.cn/xxgk/nb/video/1.mp4, -",
        "http://www.a.gov.cn/xxgk/nb/x.jpg, -",
        "http://www.a.gov.cn/news/202401/t1.html, -",
        "http://www.a.gov.cn/, -",
        "http://other.a.gov.cn/news/1.html, -",
        "http://www.b.gov.cn/xxgk/nb/1.html, -",
        "http://www.a.gov.cn/xxgk/nb/never/1.html, -"
      })
  void without_a_rule_what_lies_in_the_folder_of_an_entry_is_followed(String url, String kind) {
    Section section =
        new Section(
            List.of("http://www.a.gov.cn/xxgk/nb/index.html", "http://www.a.gov.cn/"),
            new LinkRules(null, null, Pattern.compile("/never/"), null));
    Link.Kind found = section.kind(url);
    assertThat(found == null ? null : found.name()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "http://www.a.gov.cn/art/2024/1.html, ARTICLE",
        "http://zwgk.a.gov.cn/art/2024/1.html, ARTICLE",
        "http://www.a.gov.cn/xxgk/nb/other/1.html, -",
        "http://www.a.gov.cn/xxgk/nb/2023/, LIST",
        "http://www.b.gov.cn/art/2024/1.html, -"
      })
  void the_rule_for_articles_decides_where_there_is_one(String url, String kind) {
    Section section =
        new Section(
            List.of("http://www.a.gov.cn/xxgk/nb/"),
            new LinkRules(null, Pattern.compile("/art/\\d{4}/"), null, null));
    Link.Kind found = section.kind(url);
    assertThat(found == null ? null : found.name()).isEqualTo(kind);
  }
}
