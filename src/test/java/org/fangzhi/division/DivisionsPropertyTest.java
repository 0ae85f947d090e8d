package org.fangzhi.division;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.fangzhi.division.Resolution.Found;
import org.jspecify.annotations.Nullable;

/** Any division of the table, written as an issuer: its own code, or none at all. */
class DivisionsPropertyTest {
  private static final List<String> CODES = codes();

  @Property(tries = 5_000, shrinking = ShrinkingMode.OFF)
  void neverAnotherDivision(
      @ForAll("divisions") Division division,
      @ForAll @IntRange(max = 7) int parents,
      @ForAll("endings") String ending,
      @ForAll boolean within) {
    String text = printed(division, parents) + ending;
    Resolution resolution = Divisions.find(text, within ? parent(division) : null);
    Statistics.collect(resolution.getClass().getSimpleName());
    if (resolution instanceof Found found) {
      assertThat(found.division().path()).as(text).isEqualTo(division.path());
    }
  }

  @Property(tries = 2_000)
  void aFullPathIsAlwaysEnough(@ForAll("ordinary") Division division) {
    String text = String.join("", division.path());
    assertThat(Divisions.find(text + "人民政府", null, 2023))
        .as(text)
        .isInstanceOfSatisfying(
            Found.class, f -> assertThat(f.division().path()).isEqualTo(division.path()));
  }

  /** The name behind those of its parents that the bits choose. */
  private static String printed(Division division, int parents) {
    List<String> path = division.path();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < path.size() - 1; i++) if ((parents >> i & 1) == 1) text.append(path.get(i));
    return text.append(path.get(path.size() - 1)).toString();
  }

  private static @Nullable Division parent(Division division) {
    String code = division.code();
    int cut = code.length() > 6 ? 3 : 2;
    return code.length() == 2
        ? null
        : Divisions.byCode(code.substring(0, code.length() - cut)).orElseThrow();
  }

  @Provide
  Arbitrary<Division> divisions() {
    // Some zones stand in the table twice, as a county and as its only township.
    return Arbitraries.of(CODES)
        .map(code -> Divisions.byCode(code).orElseThrow())
        .filter(d -> !d.name().endsWith("管委会"));
  }

  @Provide
  Arbitrary<Division> ordinary() {
    return divisions().filter(d -> d.name().matches(".{2,}[省市县镇乡]") && !d.path().isEmpty());
  }

  @Provide
  Arbitrary<String> endings() {
    return Arbitraries.of("", "人民政府", "人民政府办公室", "教育局", "2017年政府信息公开工作年度报告", "办事处", "中学");
  }

  private static List<String> codes() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Objects.requireNonNull(
                        Divisions.class.getResourceAsStream("divisions.tsv.gz"))),
                StandardCharsets.UTF_8))) {
      return reader.lines().map(line -> line.substring(0, line.indexOf('\t'))).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
