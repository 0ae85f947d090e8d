package org.fangzhi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/security.md says is shown by a test that there is. */
class SecurityTest {
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  @Test
  void every_test_that_the_threats_name_exists() throws IOException {
    String threats = threats();
    Map<String, String> tests;
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      tests =
          files
              .filter(file -> file.toString().endsWith("Test.java"))
              .collect(
                  Collectors.toMap(
                      file -> file.getFileName().toString().replace(".java", ""),
                      SecurityTest::text,
                      String::concat));
    }
    List<MatchResult> named = NAMED.matcher(threats).results().toList();
    assertThat(named).hasSizeGreaterThan(40);
    for (MatchResult test : named) {
      assertThat(tests.getOrDefault(test.group(1), ""))
          .as(test.group())
          .contains(" void " + test.group(2) + "(");
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void every_threat_names_a_test() throws IOException {
    List<String> rows = threats().lines().filter(line -> line.startsWith("| **")).toList();
    assertThat(rows).hasSizeGreaterThan(15);
    assertThat(rows).allMatch(row -> NAMED.matcher(row).find());
  }

  private static String threats() throws IOException {
    String all = Files.readString(Path.of("docs/security.md"));
    return all.substring(all.indexOf("## Threats"), all.indexOf("## Bounds"));
  }
}
