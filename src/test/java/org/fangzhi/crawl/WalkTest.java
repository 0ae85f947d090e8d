package org.fangzhi.crawl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fangzhi.store.Lists;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which lists count as truncated, and which must not be accused. */
class WalkTest {
  private static final String SITE = "http://www.example.gov.cn";

  private final List<Lists.Page> pages = new ArrayList<>();

  /** A list page with these entries, found on the page with that id; 0 for an entry. */
  private long page(long foundOn, String anchor, @Nullable Integer announced, int from, int to) {
    String links =
        IntStream.rangeClosed(from, to)
            .mapToObj(i -> "<li><a href='/doc/%d.html'>第%d号文件</a> 2024-01-02</li>".formatted(i, i))
            .collect(Collectors.joining());
    String total = announced == null ? "" : "共" + announced + "条 第1页";
    return read(foundOn, anchor, "/list" + (pages.size() + 1) + ".html", links + total);
  }

  /** A list page as it is written. */
  private long read(long foundOn, String anchor, String path, String page) {
    byte[] bytes = page.getBytes(UTF_8);
    Listing listing = Links.ofList(bytes, null, SITE + path, null, LinkRules.NONE);
    return add(foundOn, anchor, path, null, Walk.understood(listing, bytes.length));
  }

  private long fault(long foundOn, String anchor, String path, boolean absent) {
    long id = pages.size() + 1L;
    Long on = foundOn == 0 ? null : foundOn;
    pages.add(new Lists.Page(id, SITE + path, on, anchor, false, absent, "it failed", null));
    return id;
  }

  private long add(
      long foundOn,
      String anchor,
      String path,
      @Nullable String fault,
      Lists.@Nullable Understood understood) {
    long id = pages.size() + 1L;
    Long on = foundOn == 0 ? null : foundOn;
    pages.add(new Lists.Page(id, SITE + path, on, anchor, true, false, fault, understood));
    return id;
  }

  private List<String> truncated() {
    return Walk.truncated(pages);
  }

  @Test
  void a_list_walked_to_its_end_is_whole() {
    long first = page(0, "", 45, 1, 20);
    page(first, "", 45, 21, 40);
    page(first, "", 45, 41, 45);
    assertThat(truncated()).isEmpty();
  }

  @Test
  void a_total_is_missed_by_two_or_a_tenth_before_it_counts() {
    page(0, "", 22, 1, 20);
    assertThat(truncated()).isEmpty();
    long first = page(0, "", 500, 101, 120);
    page(first, "", 500, 121, 145);
    assertThat(truncated())
        .containsExactly(
            SITE + "/list2.html is truncated: 500 entries are announced and 45 are listed");
  }

  @Test
  void an_entry_that_slips_to_the_next_page_accuses_nobody() {
    long first = page(0, "", null, 1, 5);
    page(first, "", null, 5, 5);
    assertThat(truncated()).isEmpty();
  }

  @Test
  void pages_that_repeat_others_are_told() {
    long first = page(0, "", null, 1, 20);
    page(first, "", null, 21, 40);
    page(first, "", null, 21, 35);
    assertThat(truncated()).singleElement().asString().contains("/list3.html lists what", "/list2");
  }

  @Test
  void beyond_the_end_of_an_unannounced_list_anything_may_come() {
    long first = page(0, "", null, 1, 20);
    long second = page(first, Link.PERHAPS, null, 21, 30);
    page(second, Link.PERHAPS, null, 21, 30);
    long other = page(0, "", null, 101, 120);
    page(other, Link.PERHAPS, null, 1, 0);
    long third = page(0, "", null, 201, 220);
    fault(third, Link.PERHAPS, "/gone.html", true);
    assertThat(truncated()).isEmpty();
  }

  @Test
  void the_first_page_again_may_be_the_end_or_a_pager_that_is_ignored() {
    long first = page(0, "", null, 1, 20);
    page(first, Link.PERHAPS, null, 1, 20);
    assertThat(truncated()).singleElement().asString().contains("/list2.html lists what");
  }

  @Test
  void a_page_that_could_not_be_had_is_told_and_an_entry_alone_is_not() {
    fault(0, "", "/blocked/", false);
    long first = page(0, "", null, 1, 5);
    fault(first, "下一页", "/next.html", true);
    fault(first, Link.PERHAPS, "/perhaps.html", false);
    assertThat(truncated())
        .containsExactly(
            SITE
                + "/list2.html is truncated: "
                + SITE
                + "/next.html could not be had: it failed; "
                + SITE
                + "/perhaps.html could not be had: it failed");
  }

  @Test
  void many_reasons_are_summed_up() {
    long first = page(0, "", null, 1, 5);
    for (int i = 0; i < 8; i++) {
      page(first, "", null, 1, 0);
    }
    assertThat(truncated()).singleElement().asString().endsWith("; and 3 more");
  }

  @Test
  void a_vsb_pager_that_leads_back_is_told() {
    String pager = "<div class='pb_sys_common'><a href='nb/%d.htm'>下页</a></div>";
    String items =
        "<ul><li><a href='/info/1/%d.htm'>甲文件的标题</a></li><li><a href='/info/1/%d.htm'>乙文件的标题</a></li></ul>";
    long first = read(0, "", "/zwgk/nb.htm", items.formatted(1, 2) + pager.formatted(1));
    read(first, "下页", "/zwgk/nb/1.htm", items.formatted(1, 2) + pager.formatted(1));
    assertThat(truncated()).singleElement().asString().contains("/zwgk/nb/1.htm lists what");
  }

  @Test
  void an_empire_list_that_ends_early_is_told() {
    String total = "<a title=\"Total record\">&nbsp;<b>23</b></a>";
    long first =
        read(
            0, "", "/nb/", "<a href='/e/action/ShowInfo.php?classid=4&id=1'>某县2023年年报</a>" + total);
    read(first, "下一页", "/e/action/ListInfo/?classid=4&page=1", "<p>没有记录</p>" + total);
    assertThat(truncated())
        .singleElement()
        .asString()
        .contains("page=1 is a stub of ", "23 entries are announced and 1 are listed");
  }

  @Test
  void interfaces_that_promise_more_than_they_give_are_told() {
    String search = "/common/search/0a1b2c3d4e5f60718293a4b5c6d7e8f9?_isJson=true&page=";
    read(0, "", search + "1", "{\"code\":500,\"data\":{\"message\":\"error\"}}");
    read(0, "", "/gkmlpt/api/all/7?page=1&sid=2", "{\"articles\":[],\"total\":12}");
    read(0, "", "/gkmlpt/api/all/8?page=1&sid=2", "{\"articles\":[],\"total\":0}");
    assertThat(truncated())
        .containsExactly(
            SITE
                + search
                + "1 is truncated: the answer holds nothing at /data/results:"
                + " {\"code\":500,\"data\":{\"message\":\"error\"}}",
            SITE
                + "/gkmlpt/api/all/7?page=1&sid=2 is truncated: 12 entries are announced and 0 are"
                + " in the page; the others come by a script that is not followed");
  }

  @Test
  void pages_that_a_sitemap_named_first_are_counted_and_not_accused() {
    page(0, "", 45, 1, 20);
    page(1000, "", 45, 21, 40);
    page(1000, "", 45, 41, 45);
    assertThat(truncated()).isEmpty();
  }

  @Test
  void pages_kept_before_lists_were_noted_prove_nothing() {
    long first = page(0, "", 45, 1, 20);
    add(first, "", "/old_1.html", null, null);
    assertThat(truncated()).isEmpty();
  }
}
