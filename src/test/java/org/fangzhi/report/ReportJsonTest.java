package org.fangzhi.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.fangzhi.document.Document;
import org.fangzhi.document.Hints;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportJsonTest {
  private static final String SHA = "ab".repeat(32);

  private static Document page() {
    return new Blocks()
        .say("某县2018年政府信息公开工作年度报告", "一、概述", "全年公开有力。")
        .table(
            List.of(
                Blocks.row("统计指标", "单位", "统计数"),
                Blocks.row("（一）主动公开政府信息数", "条", "120"),
                Blocks.row("其中：主动公开规范性文件数", "条", "9"),
                Blocks.row("制发规范性文件总数", "件", ""),
                Blocks.row("1.政府公报公开政府信息数", "条", "0"),
                Blocks.row("2.政府网站公开政府信息数", "条", "——"),
                Blocks.row("3.政务微博公开政府信息数", "条", "7"),
                Blocks.row("（四）政府信息公开专项经费", "万元", "0.50"),
                Blocks.row("单位负责人：张三", "审核人：李四", "填报人：王五"),
                Blocks.row("联系电话：7162766", "", "")))
        .say("单位负责人：张三 联系电话：7162766")
        .document("某县2018年政府信息公开工作年度报告");
  }

  private static String json(Document document) {
    return ReportJson.lines(
        new Reading(document, Reports.of(document, Hints.NONE)),
        SHA,
        "http://www.example.cn/a.html");
  }

  @Test
  void tellsNothingOfThePersonsInTheFooter() {
    Document page =
        new Blocks()
            .say("某县2012年政府信息公开工作年度报告", "一、概述", "我县认真贯彻落实《条例》。".repeat(30))
            .say(
                "二、主动公开情况",
                "全年主动公开政府信息120条。",
                "三、依申请公开情况",
                "全年收到政府信息公开申请7件。填报人：王五岳 联系电话：0318-7521234")
            .document("某县2012年政府信息公开工作年度报告");
    assertThat(json(page)).doesNotContain("王五岳", "7521234");
    assertThat(json(page())).doesNotContain("张三", "李四", "王五", "7162766");
  }

  @Test
  void rendersTheKeysInTheOrderOfTheContract() throws Exception {
    JsonNode node = JsonMapper.shared().readTree(json(page()));
    assertThat(node.propertyNames())
        .containsExactly(
            "id",
            "sha256",
            "url",
            "mediaType",
            "charset",
            "title",
            "agency",
            "division",
            "scope",
            "year",
            "published",
            "form",
            "sections",
            "values",
            "findings",
            "provenance",
            "basis",
            "withheld",
            "reader");
    assertThat(node.path("form").asString()).isEqualTo("form2014");
    JsonNode first = node.path("values").get(0);
    assertThat(first.propertyNames())
        .containsExactly("indicator", "column", "value", "unit", "kind", "qualifier", "raw", "at");
    assertThat(first.toString())
        .isEqualTo(
            "{\"indicator\":\"G2.A1\",\"column\":null,\"value\":120,\"unit\":\"条\",\"kind\":\"number\","
                + "\"qualifier\":null,\"raw\":\"120\",\"at\":\"t1r2c3\"}");
    assertThat(node.path("values").valueStream().map(v -> v.path("kind").asString()))
        .containsExactly("number", "number", "empty", "zero", "na", "number", "number");
  }

  @Test
  void whereAnAttributeWasReadIsToldAndNothingOfThoseWithheld() throws IOException {
    JsonNode report = JsonMapper.shared().readTree(json(page()));
    assertThat(report.path("basis").valueStream().map(b -> b.path("what").asString()))
        .contains("year", "agency")
        .doesNotContain("published");
    assertThat(report.path("withheld").valueStream().map(w -> w.path("what").asString()))
        .contains("published");
    assertThat(errors(json(page()))).isEmpty();
  }

  @Test
  void anIdIsMadeOfTheNormalisedText() {
    // printf 'abc' | sha256sum
    Report report =
        new Report(
            null, null, null, null, null, null, null, List.of(), List.of(), List.of(), List.of(),
            List.of(), List.of(), "abc");
    assertThat(ReportJson.id(report, SHA)).isEqualTo("ba7816bf8f01cfea");
  }

  @Test
  void withoutTextThePayloadGivesTheId() {
    Report report = Reports.of(new Blocks().document(null), Hints.NONE).get(0);
    assertThat(ReportJson.id(report, SHA)).isEqualTo("abababababababab");
  }

  @Test
  void everythingRenderedIsValid() throws IOException {
    assertThat(errors(json(page()))).isEmpty();
    assertThat(errors(json(new Blocks().say("某县政府信息公开指南").document("某县政府信息公开指南")))).isEmpty();
  }

  @Test
  void theSchemaRefusesWhatTheContractDoes() throws IOException {
    String json = json(page());
    assertThat(errors(json.replace("\"kind\":\"empty\"", "\"kind\":\"blank\""))).isNotEmpty();
    assertThat(errors(json.replace("\"form\":\"form2014\"", "\"form\":\"2014\""))).isNotEmpty();
    assertThat(errors(json.replace("\"value\":120,", ""))).isNotEmpty();
  }

  @Test
  void namesAndTelephonesOfAFormsFooterStayOut() {
    assertThat(json(page())).doesNotContain("7162766", "张三", "李四", "王五");
  }

  private static List<Error> errors(String json) throws IOException {
    try (InputStream in = ReportJson.class.getResourceAsStream("report.schema.json")) {
      Schema schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
              .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
      return schema.validate(json, InputFormat.JSON);
    }
  }
}
