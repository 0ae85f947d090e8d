package org.fangzhi.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The public suites of the encoding and HTML standards. */
class EncodingSuiteTest {

  @ParameterizedTest
  @ValueSource(strings = {"html5lib-tests1", "html5lib-tests2", "html5lib-test-yahoo-jp"})
  void prescan(String name) throws IOException {
    String suite = new String(Shared.bytes("suites/encoding/" + name + ".dat"), ISO_8859_1);
    List<String> failed = new ArrayList<>();
    int all = 0;
    for (String test : suite.split("(?m)^#data\n")) {
      if (!test.isBlank()) {
        all++;
        int split = test.indexOf("\n#encoding\n");
        String expected = test.substring(split + 11).strip().toLowerCase(Locale.ROOT);
        String actual = declared(test.substring(0, split).getBytes(ISO_8859_1));
        Encodings.Encoding meant = Encodings.ofLabel(expected);
        if (meant == null || !actual.equals(meant.name())) {
          failed.add(expected + " but " + actual + ": " + test.substring(0, Math.min(90, split)));
        }
      }
    }
    System.out.println(name + ": " + (all - failed.size()) + " of " + all);
    assertThat(failed).isEmpty();
  }

  private static String declared(byte[] page) {
    CharsetEvidence evidence = Charsets.decode(page, null).evidence();
    if (evidence.by() == CharsetEvidence.By.BOM) {
      return evidence.name();
    }
    Encodings.Encoding found = Prescan.of(page);
    // the suite's default when nothing is declared
    return found == null ? "windows-1252" : found.name();
  }

  @Test
  void labels() throws IOException {
    byte[] table = Shared.bytes("suites/encoding/encodings.json");
    int labels = 0;
    for (JsonNode group : new ObjectMapper().readTree(new String(table, UTF_8))) {
      for (JsonNode encoding : group.get("encodings")) {
        for (JsonNode label : encoding.get("labels")) {
          Encodings.Encoding found = Encodings.ofLabel(label.asString());
          assertThat(found).as(label.asString()).isNotNull();
          assertThat(found.name())
              .isEqualTo(encoding.get("name").asString().toLowerCase(Locale.ROOT));
          labels++;
        }
      }
    }
    System.out.println("labels: " + labels);
    assertThat(labels).isGreaterThan(200);
  }

  @Test
  void gb18030DecodesAsTheStandardSays() throws IOException {
    assertThat(differences("index-gb18030.txt", "GB18030", 190)).isEmpty();
  }

  private static List<String> differences(String index, String charset, int width)
      throws IOException {
    List<String> different = new ArrayList<>();
    String table = new String(Shared.bytes("suites/encoding/" + index), UTF_8);
    for (String line : table.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList()) {
      String[] parts = line.strip().split("\\s+");
      int pointer = Integer.parseInt(parts[0]);
      int trail = pointer % width;
      byte[] bytes = {
        (byte) (pointer / width + 0x81), (byte) (trail + (trail < 0x3F ? 0x40 : 0x41))
      };
      String expected = Character.toString(Integer.decode(parts[1]));
      String actual = Characters.ofGb18030(new String(bytes, Charset.forName(charset)));
      if (!actual.equals(expected)) {
        different.add(line + " but " + Integer.toHexString(actual.codePointAt(0)));
      }
    }
    return different;
  }
}
