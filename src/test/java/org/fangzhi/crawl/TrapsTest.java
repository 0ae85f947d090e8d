package org.fangzhi.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrapsTest {
  private static final String A = "http://www.a.gov.cn";

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "/x/a.jsp;jsessionid=0A1B2C3D4E5F /x/a.jsp",
        "/x/a.jsp;JSESSIONID=0A1B2C3D4E5F.node1?id=7 /x/a.jsp?id=7",
        "/x/a.php?PHPSESSID=9f8e7d6c5b4a3210ffee&id=7 /x/a.php?id=7",
        "/x/a.php?id=7&PHPSESSID=9f8e7d6c5b4a3210ffee /x/a.php?id=7",
        "/x/a.asp?a=1&ASPSESSIONIDQQADSCTB=GKLMNOPQRSTUVWXYZABC&b=2 /x/a.asp?a=1&b=2",
        "/x/?sid=1f2e3d4c5b6a79880011223344556677 /x/",
        "/x/?session_id=abcdef0123456789abcdef0123&p=2 /x/?p=2",
      })
  void ids_of_sessions_are_no_part_of_an_address(String written, String bare) {
    assertThat(Traps.withoutSession(A + written)).isEqualTo(A + bare);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/gkmlpt/api/all/1234?page=2&sid=759001",
        "/x/list.jsp?sid=zwgk",
        "/x/?siteId=1f2e3d4c5b6a79880011223344556677",
        "/x/?webId=4&session=2023",
        "/x/a;b=c/d.html?e",
        "/art/2023/1/19/art_6721_1066.html",
      })
  void what_is_the_sites_own_stays(String written) {
    assertThat(Traps.withoutSession(A + written)).isEqualTo(A + written);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/a/b/a/b/a/b/x.html | folders that repeat themselves",
        "/zwgk/zwgk/zwgk/ | folders that repeat themselves",
        "/x/css/js/img/css/js/img/css/js/img | folders that repeat themselves",
        "/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1 | more than 25 folders deep",
        "/s?p=1&p=2&p=3&p=4&p=5&p=6 | parameters that repeat themselves",
        "/rl?month=2031-05 | dates of a calendar without end",
        "/rl?year=1911&month=10 | dates of a calendar without end",
        "/rl?t=1&riqi=20310501 | dates of a calendar without end",
        "/rili/2031/05/ | dates of a calendar without end",
        "/rili/2031/5/7 | dates of a calendar without end",
        "/rili/2031-05-07 | dates of a calendar without end",
      })
  void sites_without_end_are_told(String path, String why) {
    assertThat(Traps.why(A + path.strip(), A + "/", 1, 2026)).isEqualTo(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/art/2011/11/11/art_11_11.html",
        "/zwgk/2011/11/11/11/",
        "/xxgk/zfxxgknb/2023/t20230119_1175.html",
        "/zwgk/nb/zwgk/nb/index.html",
        "/module/xxgk/xxgkAnnualReport.jsp?fbtime=2023&area=330521",
        "/list?year=2023",
        "/list?year=2027",
        "/c2100/202312/0123456789abcdef0123456789abcdef.shtml",
        "/public/2045/1213141.html",
        "/list/1024/2",
        "/channel/3105/1/",
        "/list/2050/2",
        "/list/2050/12",
        "/column-1050-03/",
        "/xxgk/1024/01/",
        "/s?date=3012345678",
      })
  void what_real_sites_write_is_followed(String path) {
    assertThat(Traps.why(A + path, A + "/", 1, 2026)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"60, true", "61, false"})
  void many_dates_one_after_another_are_a_calendar(int depth, boolean followed) {
    assertThat(why("/rl?month=2020-01", "/rl?month=2020-02", depth) == null).isEqualTo(followed);
    assertThat(why("/rl?year=2019&month=5", "/rl?year=2019&month=4", depth) == null)
        .isEqualTo(followed);
    assertThat(why("/rili/2020/5/", "/rili/2020/6/", depth) == null).isEqualTo(followed);
    assertThat(why("/nb/index_70.html", "/nb/index_69.html", depth)).isNull();
  }

  @Test
  void a_list_of_a_year_is_turned_to_its_end() {
    assertThat(why("/list?year=2019&page=61", "/list?year=2019&page=60", 61)).isNull();
    assertThat(why("/list?page=300&year=2019", "/list?page=299&year=2019", 300)).isNull();
  }

  private static @Nullable String why(String path, String foundOn, int depth) {
    return Traps.why(A + path, A + foundOn, depth, 2026);
  }
}
