package org.fangzhi.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The promise to others: nothing of it changes unsaid, and nothing goes within a major version. */
class ContractTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  /** A file for each version of the contract that there was: its columns and their types. */
  private static final Path KEPT = Path.of("src/test/resources/contract");

  private static Contract contract;

  @BeforeAll
  static void read() throws Exception {
    contract = Contract.of(new Transactions(database.dataSource()));
  }

  @Test
  void every_view_and_column_is_told_in_words() {
    assertThat(contract.views())
        .allSatisfy(
            view -> {
              assertThat(view.meaning()).as(view.name()).isNotBlank();
              assertThat(view.columns())
                  .allSatisfy(
                      column ->
                          assertThat(column.meaning())
                              .as(view.name() + "." + column.name())
                              .isNotBlank());
            });
  }

  /** Views that a migration makes anew have lost their words where the file had been applied. */
  @Test
  void the_words_are_applied_after_the_last_migration() throws Exception {
    Path folder = Path.of("src/main/resources/db/migration");
    try (Stream<Path> files = Files.list(folder)) {
      int last =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.startsWith("V"))
              .mapToInt(name -> Integer.parseInt(name.replaceAll("V(\\d+)__.*", "$1")))
              .max()
              .orElseThrow();
      assertThat(Files.readAllLines(folder.resolve("R__api_contract.sql")).get(0))
          .contains("as of V" + last + ":");
    }
  }

  @Test
  void the_views_are_those_that_the_version_promises() throws Exception {
    assertThat(contract.lines())
        .as(
            "The views differ from contract %s. Give api.contract a new version (a new major one"
                + " where a column goes or changes), a line in CHANGELOG.md, and a file %s/VERSION.txt",
            contract.version(), KEPT)
        .isEqualTo(Files.readAllLines(KEPT.resolve(contract.version() + ".txt")));
    assertThat(Files.readString(Path.of("CHANGELOG.md")))
        .contains("Contract " + contract.version());
  }

  @Test
  void what_a_version_promised_holds_as_long_as_its_major_version() throws Exception {
    String major = contract.version().replaceAll("\\..*", ".");
    Set<String> now = new HashSet<>(contract.lines());
    try (Stream<Path> files = Files.list(KEPT)) {
      List<Path> earlier =
          files.filter(file -> file.getFileName().toString().startsWith(major)).toList();
      assertThat(earlier).isNotEmpty();
      for (Path file : earlier) {
        assertThat(now).as("promised by " + file).containsAll(Files.readAllLines(file));
      }
    }
  }

  @Test
  void what_design_promises_is_there() {
    // Columns named by the design of the project, which others use already.
    assertThat(contract.lines())
        .contains(
            "report.id text",
            "report.title text",
            "report.agency text",
            "report.division_code text",
            "report.year smallint",
            "report.published text",
            "report.form text",
            "report.url text",
            "value.report_id text",
            "value.indicator text",
            "value.col text",
            "value.value numeric",
            "value.unit text",
            "value.kind text",
            "value.raw text",
            "value.at text",
            "version.url text",
            "version.fetched_at timestamp with time zone",
            "version.sha256 text",
            "version.content_id text",
            "change.seq bigint",
            "change.op text",
            "change.entity text",
            "change.id text",
            "change.at timestamp with time zone");
  }

  @Test
  void the_page_of_the_documentation_is_of_today() throws Exception {
    assertThat(Files.readString(Path.of("docs/views.md")))
        .as("written anew by ./fangzhi dictionary views > docs/views.md")
        .isEqualTo(contract.markdown());
  }
}
