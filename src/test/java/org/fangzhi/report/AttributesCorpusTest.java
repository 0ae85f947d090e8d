package org.fangzhi.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fangzhi.document.Document;
import org.fangzhi.document.Documents;
import org.fangzhi.document.Hints;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real documents whose attributes were read by hand; passes over them when they are not there. */
class AttributesCorpusTest {
  private static final Path CORPUS = Path.of("../shared/corpus");

  @TestFactory
  List<DynamicTest> pagesAreReadAsByHand() throws IOException {
    Path gold = CORPUS.resolve("html_gold.jsonl");
    List<DynamicTest> tests = new ArrayList<>();
    if (!Files.exists(gold)) return tests;
    for (String line : Files.readAllLines(gold)) {
      JsonNode page = JsonMapper.shared().readTree(line);
      String file = page.get("file").asString();
      tests.add(
          DynamicTest.dynamicTest(
              file,
              () -> {
                Attributes read = read("html/" + file);
                assertThat(read.title()).isEqualTo(page.get("title").asString());
                assertThat(read.agency()).isEqualTo(page.get("agency").asString());
                assertThat(String.valueOf(read.year())).isEqualTo(page.get("year").asString());
                assertThat(page.get("published").asString()).startsWith(read.published());
              }));
    }
    return tests;
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "000_7b0f8fbbe84c9ac2.txt, 绩溪县, 341824, GOVERNMENT, 2012, 2013-01-15",
        "001_79ef27311e66addd.txt, 宣威市, 530381, GOVERNMENT, 2018, 2019-03-12",
        "002_d51cb867e625ff36.txt, 嘉峪关市, 620200, GOVERNMENT, 2012, 2013-03-12",
        "003_3ff82377b92f7b75.txt, 岳阳县杨林街镇人民政府, 430621114, GOVERNMENT, 2017, -",
        "004_a58e8730852aa5b1.txt, 滑县人民政府办公室, 410526, AGENCY, 2022, -"
      })
  void seedsAreReadAsByEye(
      String file,
      String agency,
      String division,
      Report.Scope scope,
      int year,
      @Nullable String published)
      throws IOException {
    assumeTrue(Files.exists(CORPUS.resolve("seeds").resolve(file)));
    Attributes read = read("seeds/" + file);
    assertThat(read.agency()).isEqualTo(agency);
    assertThat(read.division()).isNotNull().extracting("code").isEqualTo(division);
    assertThat(read.scope()).isEqualTo(scope);
    assertThat(read.year()).isEqualTo(year);
    assertThat(read.published()).isEqualTo(published);
  }

  @Test
  void pdfsAreReadAsByHand() throws IOException {
    assumeTrue(Files.exists(CORPUS.resolve("reports/hongze-2023.pdf")));
    Document document = document("reports/hongze-2023.pdf");
    assumeTrue(!document.text().isEmpty(), "PDF is not read yet");
    Attributes read = Attributes.of(document, Hints.NONE);
    // The title leaves out the city that the gold names.
    assertThat(read.agency()).endsWith("洪泽区人民政府");
    assertThat(read.division()).isNotNull().extracting("code").isEqualTo("320813");
    assertThat(read.year()).isEqualTo(2023);
  }

  private static Attributes read(String file) throws IOException {
    return Attributes.of(document(file), Hints.NONE);
  }

  private static Document document(String file) throws IOException {
    return Documents.read(Files.readAllBytes(CORPUS.resolve(file)), Hints.NONE);
  }
}
