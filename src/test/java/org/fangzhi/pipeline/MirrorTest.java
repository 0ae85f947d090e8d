package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fangzhi.publish.Mirror;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The archive as files, kept in step with four reports of one county. */
@Tag("thorough")
class MirrorTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static boolean harvested;

  @TempDir Path folder;

  private final List<String> written = new ArrayList<>();

  @BeforeEach
  void harvestOnce() throws Exception {
    if (!harvested) {
      try (ReportSite site = new ReportSite("宣威市", 3, 4)) {
        new Harvests(database, Map.of("a.yaml", site.source("a", 0)), Map.of()).once();
      }
      harvested = true;
    }
  }

  private Mirror.Kept keep() throws Exception {
    written.clear();
    return new Mirror(
            new Transactions(database.dataSource()),
            folder,
            (path, bytes) -> {
              written.add(path);
              try {
                Files.createDirectories(folder.resolve(path).getParent());
                Files.write(folder.resolve(path), bytes);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            })
        .keep();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .filter(file -> !file.startsWith("."))
          .sorted()
          .toList();
    }
  }

  private Path one(String ending) throws IOException {
    return folder.resolve(
        files().stream().filter(file -> file.endsWith(ending)).findFirst().orElseThrow());
  }

  /** What the archivist's own tool says of the sums. */
  private void sumsHold() throws Exception {
    for (String sums : files().stream().filter(file -> file.endsWith("SHA256SUMS")).toList()) {
      Process check =
          new ProcessBuilder("sha256sum", "--check", "--strict", "SHA256SUMS")
              .directory(folder.resolve(sums).getParent().toFile())
              .redirectErrorStream(true)
              .start();
      String said = new String(check.getInputStream().readAllBytes());
      assertThat(check.waitFor()).as(said).isZero();
    }
  }

  @Test
  void a_second_round_writes_nothing_and_the_sums_hold() throws Exception {
    Mirror.Kept first = keep();
    assertThat(first.documents()).isEqualTo(first.written()).isGreaterThanOrEqualTo(4);
    assertThat(written).hasSize(3 * (int) first.documents());
    sumsHold();
    List<String> before = files();
    assertThat(keep()).isEqualTo(new Mirror.Kept(first.documents(), 0, 0));
    assertThat(written).isEmpty();
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void what_is_missing_or_half_written_comes_again_and_the_files_of_others_stay() throws Exception {
    Mirror.Kept first = keep();
    Path lost = one(".html");
    Files.delete(lost);
    Path half = lost.resolveSibling("999_0123456789abcdef.txt");
    Files.writeString(half, "left by a kill");
    Path note = lost.resolveSibling("my notes.txt");
    Files.writeString(note, "mine");

    assertThat(keep()).isEqualTo(new Mirror.Kept(first.documents(), 1, 0));
    assertThat(written).contains(folder.relativize(lost).toString());
    assertThat(half).doesNotExist();
    assertThat(note).hasContent("mine");
    sumsHold();
  }

  @Test
  void a_report_whose_year_is_corrected_moves_and_keeps_its_id() throws Exception {
    keep();
    Path old = one(".json");
    String id = old.getFileName().toString().replaceAll("\\d+_|\\.json", "");
    String year = old.getParent().getFileName().toString();
    setYear(id, 1999);
    try {
      Mirror.Kept moved = keep();
      assertThat(moved.written()).isEqualTo(1);
      assertThat(moved.removed()).isEqualTo(1);
      assertThat(old).doesNotExist();
      assertThat(old.getParent().resolveSibling("1999").resolve("000_" + id + ".json")).exists();
      sumsHold();
    } finally {
      setYear(id, Integer.parseInt(year));
    }
    keep();
    assertThat(files())
        .anyMatch(file -> file.matches("530381/" + year + "/\\d{3}_" + id + "\\.json"));
    assertThat(old.getParent().resolveSibling("1999")).doesNotExist();
  }

  private void setYear(String document, int year) throws Exception {
    database.execute(
        "update report set year = %d where id in (select report_id from holding where document_id = '%s')"
            .formatted(year, document));
  }

  @Test
  void killed_before_its_index_was_written_it_comes_to_the_same() throws Exception {
    keep();
    List<String> whole = files();
    Files.delete(folder.resolve("index.csv"));
    Files.delete(one(".txt"));
    keep();
    assertThat(files()).isEqualTo(whole);
    sumsHold();
  }

  @Test
  void a_folder_with_a_mirror_of_somebody_else_is_left_alone() throws Exception {
    Path theirs = folder.resolve("530381/2021/003_3ff8aaaaaaaaaaaa.txt");
    Files.createDirectories(theirs.getParent());
    Files.writeString(theirs, "collected by hand");
    assertThatThrownBy(this::keep)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not of this mirror; name an empty folder");
    assertThat(theirs).hasContent("collected by hand");
  }

  @Test
  void an_index_that_others_spoilt_is_told_with_its_line() throws Exception {
    keep();
    Path index = folder.resolve("index.csv");
    Files.writeString(index, Files.readString(index) + "../../etc,0,x,y,1,,\r\n");
    assertThatThrownBy(this::keep)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("index.csv, line")
        .hasMessageContaining("Delete the file");
  }
}
