package org.fangzhi.crawl;

import static org.assertj.core.api.Assertions.assertThat;

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
        "/rili/2031-05-07 | dates of a calendar without end",
      })
  void sites_without_end_are_told(String path, String why) {
    assertThat(Traps.why(A + path.strip(), 1, 2026)).isEqualTo(why);
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
        "/s?date=3012345678",
      })
  void what_real_sites_write_is_followed(String path) {
    assertThat(Traps.why(A + path, 1, 2026)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"60, true", "61, false"})
  void many_dates_one_after_another_are_a_calendar(int depth, boolean followed) {
    assertThat(Traps.why(A + "/rl?month=2020-01", depth, 2026) == null).isEqualTo(followed);
    assertThat(Traps.why(A + "/nb/index_70.html", depth, 2026)).isNull();
  }
}
