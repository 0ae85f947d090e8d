package org.fangzhi.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Questions and tokens as harvesters write them, rightly and wrongly. */
class OaiRequestTest {

  private static OaiRequest asked(String... pairs) throws OaiError {
    Map<String, List<String>> asked = new LinkedHashMap<>();
    for (String pair : pairs) {
      String[] parts = pair.split("=", 2);
      asked.computeIfAbsent(parts[0], name -> new ArrayList<>()).add(parts[1]);
    }
    return OaiRequest.of(asked);
  }

  private static OaiSelection list(String... pairs) throws OaiError {
    List<String> all = new ArrayList<>(List.of("verb=ListRecords", "metadataPrefix=oai_dc"));
    all.addAll(List.of(pairs));
    return asked(all.toArray(new String[0])).selection();
  }

  @Test
  void days_and_seconds_are_bounds_that_include_what_they_name() throws OaiError {
    OaiSelection days = list("from=2026-03-31", "until=2026-03-31");
    assertThat(days.from()).isEqualTo(OffsetDateTime.parse("2026-03-31T00:00:00Z"));
    assertThat(days.before()).isEqualTo(OffsetDateTime.parse("2026-04-01T00:00:00Z"));

    OaiSelection seconds = list("from=2026-03-31T23:59:59Z", "until=2026-03-31T23:59:59Z");
    assertThat(seconds.from()).isEqualTo(OffsetDateTime.parse("2026-03-31T23:59:59Z"));
    assertThat(seconds.before()).isEqualTo(OffsetDateTime.parse("2026-04-01T00:00:00Z"));
  }

  @Test
  void what_is_no_date_or_no_span_is_a_bad_argument() {
    for (String[] wrong :
        new String[][] {
          {"from=2026-02-30"},
          {"from=2026"},
          {"until=2026-03-31T16:00:00"},
          {"until=2026-03-31T16:00:00.5Z"},
          {"until=2026-03-31T16:00:00+08:00"},
          {"from=junk"},
          {"from=2026-04-01", "until=2026-03-31"},
          {"from=2026-03-31", "until=2026-03-31T16:00:00Z"},
          {"set=530381:"},
          {"set=云南省"}
        }) {
      OaiError error = catchThrowableOfType(OaiError.class, () -> list(wrong));
      assertThat(error.code()).as(String.join("&", wrong)).isEqualTo(OaiError.Code.badArgument);
    }
  }

  @Test
  void sets_are_divisions_by_their_codes_from_the_province_down() throws OaiError {
    assertThat(OaiSet.ofDivision("530000")).isEqualTo("53");
    assertThat(OaiSet.ofDivision("530300")).isEqualTo("53:5303");
    assertThat(OaiSet.ofDivision("530381")).isEqualTo("53:5303:530381");
    assertThat(OaiSet.ofDivision("430621114")).isEqualTo("43:4306:430621:430621114");

    assertThat(OaiSet.asked("53:5303").pattern()).isEqualTo("5303%");
    // Legal names of sets that nobody has: a division beside its own province, or without it.
    assertThat(OaiSet.asked("43:5303")).isEqualTo(OaiSet.asked("530381"));
    assertThat(OaiSet.asked("530381").pattern()).isEmpty();

    assertThat(OaiSet.named(List.of("530381", "110101"), List.of(2021)))
        .containsExactly(
            Map.entry("11", "北京市"),
            Map.entry("11:1101", "北京市"),
            Map.entry("11:1101:110101", "北京市 东城区"),
            Map.entry("53", "云南省"),
            Map.entry("53:5303", "云南省 曲靖市"),
            Map.entry("53:5303:530381", "云南省 曲靖市 宣威市"),
            Map.entry("year", "年度"),
            Map.entry("year:2021", "2021年度"));
  }

  @Test
  void a_token_comes_back_as_it_went_and_nothing_else_is_one() throws OaiError {
    OaiToken token = new OaiToken(9_000_000_000L, 100, 2_345, "oai_dc", "2026-01-01", "", "53");
    assertThat(token.text()).matches("[A-Za-z0-9_-]+");
    assertThat(OaiToken.of(token.text())).isEqualTo(token);

    for (String junk :
        List.of(
            "",
            "junk",
            "fHx8fHx8", // ||||||
            "LTF8MHwwfHx8fA", // -1|0|0||||
            token.text() + "=",
            token.text().substring(4),
            "9".repeat(5_000))) {
      OaiError error = catchThrowableOfType(OaiError.class, () -> OaiToken.of(junk));
      assertThat(error.code()).as(junk).isEqualTo(OaiError.Code.badResumptionToken);
    }
  }

  @Test
  void what_xml_may_not_hold_is_seen_to_be_missing() {
    assertThat(OaiXml.legal("甲\u0000乙\u0008\ud800丙\ufffe\t\n😀"))
        .isEqualTo("甲\ufffd乙\ufffd\ufffd丙\ufffd\t\n😀");
  }
}
