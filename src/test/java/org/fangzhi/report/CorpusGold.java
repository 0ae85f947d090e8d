package org.fangzhi.report;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fangzhi.document.Hints;
import org.fangzhi.report.Catalogue.Indicator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was read by hand from a document of the corpus.
 *
 * @param file its path in the corpus
 * @param form the form's name; null for a document that is no report
 * @param metadata title, agency, division, scope, year and published, {@code -} where the document
 *     prints none
 * @param cells the numbers that stand in a place of the form, any of them right; none where no
 *     number stands there
 * @param findings what the document itself gets wrong, as pairs of numbers that differ; those that
 *     hold only if a list is meant to be complete are not asked for
 */
record CorpusGold(
    String file,
    @Nullable String form,
    Map<String, String> metadata,
    Map<String, List<BigDecimal>> cells,
    List<Break> findings) {

  /** Two numbers that ought to be one. */
  record Break(BigDecimal one, BigDecimal other, boolean asked) {
    boolean is(Report.Finding finding) {
      List<BigDecimal> found = numbers(finding.expected() + " " + finding.found());
      return found.size() == 2
          && (one.compareTo(found.get(0)) == 0 && other.compareTo(found.get(1)) == 0
              || one.compareTo(found.get(1)) == 0 && other.compareTo(found.get(0)) == 0);
    }
  }

  static final Path CORPUS =
      Path.of(System.getProperty("fangzhi.corpus", "../shared/corpus"))
          .toAbsolutePath()
          .normalize();

  static final List<String> FIELDS =
      List.of("title", "agency", "division", "scope", "year", "published");

  private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])\\d+(?:\\.\\d+)?");

  /** What the gold files do not tell: read from the documents by eye, agencies as printed. */
  private static final String BY_EYE =
      """
      html/shanghai_gb_2019.html|||310000|AGENCY||
      html/pingtan_2021.html|||-|GOVERNMENT||
      html/pingtan_2015.html|||-|GOVERNMENT||
      html/pingtan_county_2012.html|||350128|GOVERNMENT||
      html/pingtan_2023.html|||-|GOVERNMENT||
      reports/hongze-2023.pdf|洪泽区人民政府2023年政府信息公开工作年度报告|洪泽区人民政府|320813|GOVERNMENT||-
      reports/hongze-2024.pdf|淮安市洪泽区人民政府2024年政府信息公开工作年度报告||320813|GOVERNMENT||-
      reports/suqian-2023-2024-secondary.pdf|宿迁市政务公开年报比对|宿迁市|321300|GOVERNMENT||-
      reports/shanghai-kewei-2024.md|2024年上海市科委政府信息公开工作年度报告|上海市科委|310000|AGENCY||-
      seeds/000_7b0f8fbbe84c9ac2.txt|绩溪县2012年度政府信息公开工作报告|绩溪县|341824|GOVERNMENT|2012|2013-01-15|narrative|
      seeds/001_79ef27311e66addd.txt|宣威市2018年政府信息公开年度工作报告|宣威市|530381|GOVERNMENT|2018|2019-03-12|form2014|0 2
      seeds/002_d51cb867e625ff36.txt|嘉峪关市2012年政府信息公开工作年度报告|嘉峪关市|620200|GOVERNMENT|2012|2013-03-12|narrative|19622 19649, 154875 154855
      seeds/003_3ff82377b92f7b75.txt|-|岳阳县杨林街镇人民政府|430621114|GOVERNMENT|2017|-|form2014|
      seeds/004_a58e8730852aa5b1.txt|滑县人民政府办公室2022年政府信息公开工作年度报告|滑县人民政府办公室|410526|AGENCY|2022|-|form2021|
      """;

  static boolean present() {
    return Files.isDirectory(CORPUS);
  }

  static Reading read(String file) throws IOException {
    byte[] bytes = Files.readAllBytes(CORPUS.resolve(file));
    return Reports.read(bytes, new Hints(null, null, Path.of(file).getFileName().toString(), null));
  }

  static List<CorpusGold> all() throws IOException {
    List<CorpusGold> all = new ArrayList<>();
    Map<String, String[]> byEye = new LinkedHashMap<>();
    BY_EYE.lines().forEach(line -> byEye.put(line.split("\\|")[0], line.split("\\|", -1)));
    for (String gold : List.of("html_gold.jsonl", "pdf_gold.jsonl")) {
      for (String line : Files.readAllLines(CORPUS.resolve(gold))) {
        JsonNode node = JsonMapper.shared().readTree(line);
        String file = (gold.startsWith("html") ? "html/" : "") + node.path("file").asString();
        all.add(of(file, node, byEye.get(file)));
      }
    }
    for (String[] seen : byEye.values()) {
      if (seen.length > 7) {
        List<Break> breaks =
            Stream.of(seen[8].split(","))
                .map(CorpusGold::numbers)
                .flatMap(CorpusGold::pair)
                .toList();
        all.add(new CorpusGold(seen[0], seen[7], metadata(null, seen), Map.of(), breaks));
      }
    }
    List<String> none =
        new ArrayList<>(List.of("html/pingtan_list.html", "reports/form-2021-blank.docx"));
    for (String folder : List.of("lists", "pages")) {
      try (Stream<Path> paths = Files.list(CORPUS.resolve(folder))) {
        paths.sorted().forEach(p -> none.add(folder + "/" + p.getFileName()));
      }
    }
    none.forEach(file -> all.add(new CorpusGold(file, null, Map.of(), Map.of(), List.of())));
    return all;
  }

  private static CorpusGold of(String file, JsonNode node, String @Nullable [] seen) {
    Map<String, List<BigDecimal>> cells = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> cell : node.path("cells").properties()) {
      cells.put(cell.getKey(), values(cell.getValue()));
    }
    String form = node.path("form").asString();
    if (form.startsWith("local:")) local(form, node.path("other"), cells);
    List<Break> breaks = new ArrayList<>();
    for (JsonNode sum : node.path("arithmetic")) {
      boolean asked = sum.isString() || !sum.path("scope").asString().equals("narrative");
      String text =
          sum.isString()
              ? sum.asString().replaceFirst(".*sum ", "")
              : sum.path("printed").asString()
                  + " "
                  + sum.path("table")
                      .asString(sum.path("computed").asString(""))
                      .replaceFirst("[ ;].*", "");
      boolean open = sum.path("remark").asString("").contains("need not");
      pair(numbers(text)).map(b -> new Break(b.one, b.other, asked && !open)).forEach(breaks::add);
    }
    return new CorpusGold(file, form, metadata(node, seen), cells, breaks);
  }

  private static Stream<Break> pair(List<BigDecimal> numbers) {
    return numbers.size() == 2
        ? Stream.of(new Break(numbers.get(0), numbers.get(1), true))
        : Stream.empty();
  }

  private static Map<String, String> metadata(@Nullable JsonNode node, String @Nullable [] seen) {
    Map<String, String> metadata = new LinkedHashMap<>();
    for (int i = 0; i < FIELDS.size(); i++) {
      String field = FIELDS.get(i);
      String told = node == null ? "" : node.path(field).asString("");
      if (seen != null && !seen[i + 1].isEmpty()) told = seen[i + 1];
      if (!told.isEmpty()) metadata.put(field, told);
    }
    return metadata;
  }

  /** Rows of local forms are named by their printed labels. */
  private static void local(String name, JsonNode rows, Map<String, List<BigDecimal>> cells) {
    Rows known = new Rows(Catalogue.get().form(name).indicators());
    for (Map.Entry<String, JsonNode> row : rows.properties()) {
      String label = row.getKey();
      Indicator indicator = known.get(known.tie(List.of(label), List.of(Labels.bare(label)))[0]);
      for (Map.Entry<String, JsonNode> cell : row.getValue().properties()) {
        String column = cell.getKey().equals("历年累计") ? "cumulative" : "year";
        if (!cell.getKey().equals("计量单位")) {
          cells.put(Tally.place(indicator.code(), column), numbers(cell.getValue().asString()));
        }
      }
    }
  }

  private static List<BigDecimal> values(JsonNode gold) {
    if (gold.isArray()) return gold.valueStream().map(JsonNode::decimalValue).toList();
    return gold.isNull() ? List.of() : List.of(gold.decimalValue());
  }

  private static List<BigDecimal> numbers(String text) {
    List<BigDecimal> numbers = new ArrayList<>();
    Matcher number = NUMBER.matcher(text);
    while (number.find()) numbers.add(new BigDecimal(number.group()));
    return numbers;
  }
}
