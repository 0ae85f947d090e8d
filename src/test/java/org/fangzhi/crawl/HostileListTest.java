package org.fangzhi.crawl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that begin a thing over and over and never end it; real ones take milliseconds. */
@Tag("thorough")
class HostileListTest {
  private static final int CHARACTERS = 1 << 18;

  /**
   * What grows with the square of the length takes minutes; the rest, a second on a busy machine.
   */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "|Pager({",
        "|Pager({ size: ",
        "|pagination_script_config={",
        "|pagination_script_config={pageNumber:1,",
        "/jpaas-publish-server/front/page/build/unit|<div ",
        "/jpaas-publish-server/front/page/build/unit|<script querydata",
        "/jpaas-publish-server/front/page/build/unit<script |querydata",
        "/jpaas-publish-server/front/page/build/unit<script |querydata=\"{",
        "<recordset>|<record>",
        "<recordset>|<record><![CDATA[",
        "<recordset><record>| ",
        "<recordset>|<nextgroup>",
        "<recordset><nextgroup>|href='",
        "|'#a').jpage({",
        "'#a').jpage({|} ",
        "<b title='总数'>| ",
        "<b title='总数'>|&nbsp;",
        "|title='总数'",
        "|title='总数'>",
        "|共",
        "|共 ",
        "|共<",
        "|共1条",
        "|共<b>1</b>条",
        "共| ",
        "|totalRecord: ",
        "<a href='/a/1.html'>|>",
        "<a href='/a/1.html'>|.",
        "<a href='/a/1.html'>|…",
        "<a href='/a/1.html' title='|…",
        "|createPageHTML(1,1,'a",
        "|<",
      })
  void no_page_takes_long(String page) {
    int repeated = page.indexOf('|');
    String part = page.substring(repeated + 1);
    String text = page.substring(0, repeated) + part.repeat(CHARACTERS / part.length());
    byte[] payload = (text + "x").getBytes(UTF_8);
    assertTimeoutPreemptively(
        LIMIT,
        () ->
            Links.ofList(
                payload, "text/html; charset=utf-8", "http://a.cn/", null, LinkRules.NONE));
  }

  @Test
  void addresses_of_digits_take_no_longer_than_others() {
    String address = "<a href='/2023/" + "1".repeat(1900) + "'>" + "某".repeat(30) + "</a>";
    byte[] payload = address.repeat(1000).replace("<a", "<p><a").getBytes(UTF_8);
    assertTimeoutPreemptively(
        LIMIT,
        () ->
            Links.ofList(
                payload, "text/html; charset=utf-8", "http://a.cn/", null, LinkRules.NONE));
  }

  @Test
  void what_of_a_page_is_too_long_to_be_searched_is_said() {
    String page = " ".repeat(3 << 20) + "<a href='list_2.html'>下一页</a>";
    Listing listing =
        Links.ofList(page.getBytes(UTF_8), null, "http://a.cn/", null, LinkRules.NONE);
    assertThat(listing.notes()).singleElement().asString().contains("in the first 2097152");
    assertThat(listing.of(Link.Kind.LIST))
        .extracting(Link::url)
        .containsExactly("http://a.cn/list_2.html");
  }
}
