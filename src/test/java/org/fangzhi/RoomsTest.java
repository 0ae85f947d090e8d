package org.fangzhi;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which room may know which: the plan of the house. */
class RoomsTest {
  /** Each room and the rooms that it may know. */
  private static final Map<String, List<String>> ROOMS = new TreeMap<>();

  static {
    ROOMS.put("document", List.of());
    ROOMS.put("division", List.of());
    ROOMS.put("report", List.of("document", "division"));
    ROOMS.put("diff", List.of("document", "report", "division"));
    ROOMS.put("crawl", List.of("store", "document"));
    ROOMS.put("store", List.of());
    ROOMS.put("source", List.of("store"));
    ROOMS.put("metrics", List.of("store"));
    ROOMS.put("archive", List.of("store", "crawl"));
    ROOMS.put("coverage", List.of("store", "division", "document", "report"));
    ROOMS.put("publish", List.of("store", "archive"));
    ROOMS.put("watch", List.of("store"));
    ROOMS.put("warc", List.of("store", "archive", "crawl"));
    ROOMS.put(
        "pipeline",
        List.of(
            "api",
            "archive",
            "coverage",
            "crawl",
            "division",
            "document",
            "metrics",
            "publish",
            "report",
            "source",
            "store",
            "warc",
            "watch"));
    ROOMS.put("sample", List.of());
    ROOMS.put(
        "api",
        List.of("archive", "crawl", "diff", "division", "document", "publish", "report", "store"));
    ROOMS.put(
        "draft",
        List.of(
            "archive", "crawl", "division", "document", "pipeline", "report", "source", "store"));
    ROOMS.put(
        "console",
        List.of(
            "api",
            "archive",
            "crawl",
            "diff",
            "division",
            "document",
            "draft",
            "metrics",
            "pipeline",
            "publish",
            "report",
            "source",
            "store",
            "watch"));
    ROOMS.put(
        "cli",
        List.of(
            "api",
            "archive",
            "console",
            "coverage",
            "crawl",
            "diff",
            "division",
            "document",
            "draft",
            "pipeline",
            "publish",
            "report",
            "sample",
            "source",
            "store",
            "warc",
            "watch"));
  }

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.fangzhi");

  @TestFactory
  Stream<DynamicTest> each_room_knows_only_those_it_may() {
    return ROOMS.entrySet().stream()
        .map(
            room ->
                DynamicTest.dynamicTest(
                    room.getKey(),
                    () ->
                        noClasses()
                            .that()
                            .resideInAPackage(in(room.getKey()))
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(forbidden(room.getKey(), room.getValue()))
                            .check(CLASSES)));
  }

  @Test
  void understanding_knows_no_pipeline_database_or_network() {
    noClasses()
        .that()
        .resideInAnyPackage(in("document"), in("report"), in("division"), in("diff"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.camel..",
            "java.sql..",
            "javax.sql..",
            "org.postgresql..",
            "java.net.http..",
            "org.apache.hc..",
            "picocli..")
        .check(CLASSES);
  }

  @Test
  void only_the_steps_and_the_transport_know_camel() {
    noClasses()
        .that()
        .resideOutsideOfPackages(in("pipeline"), in("api"), in("console"), in("cli"), in("crawl"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.camel..")
        .check(CLASSES);
  }

  @Test
  void no_room_knows_itself_over_others() {
    slices().matching("org.fangzhi.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void the_plan_names_every_room() {
    List<String> rooms =
        CLASSES.stream()
            .map(found -> found.getPackageName())
            .filter(name -> name.startsWith("org.fangzhi."))
            .map(name -> name.split("\\.")[2])
            .distinct()
            .sorted()
            .toList();
    assertThat(ROOMS.keySet()).containsAll(rooms);
  }

  private static String in(String room) {
    return "org.fangzhi." + room + "..";
  }

  private static String[] forbidden(String room, List<String> may) {
    return ROOMS.keySet().stream()
        .filter(other -> !other.equals(room) && !may.contains(other))
        .map(RoomsTest::in)
        .toArray(String[]::new);
  }
}
