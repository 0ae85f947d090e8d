package org.fangzhi.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.fangzhi.report.Catalogue.Column;
import org.fangzhi.report.Catalogue.Form;
import org.fangzhi.report.Catalogue.Indicator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class VouchedTest {
  private static final Form FORM = Catalogue.get().form("form2021");
  private static final List<String> COLUMNS = FORM.columns().stream().map(Column::key).toList();

  /** Table three, every cell zero. */
  private final Map<String, @Nullable Integer> cells = new HashMap<>();

  VouchedTest() {
    zero();
  }

  private void zero() {
    for (Indicator row : FORM.table("III")) {
      if (!row.heading() && !row.code().equals("G4.III.3.6")) {
        COLUMNS.forEach(column -> cells.put(row.code() + ":" + column, 0));
      }
    }
  }

  private void add(String row, String column, int value) {
    for (String one : List.of(column, "total")) {
      cells.merge("G4.III." + row + ":" + one, value, Integer::sum);
    }
  }

  /**
   * Applications received and answered: they count in the row, in the totals and in the columns.
   */
  private void answered(String column, Map<String, Integer> results) {
    results.forEach(
        (row, value) -> {
          add("1", column, value);
          add(row, column, value);
          add("3.7", column, value);
        });
  }

  private Set<String> proved() {
    List<Report.Value> values = new ArrayList<>();
    cells.forEach(
        (place, number) -> {
          String[] parts = place.split(":");
          Report.Kind kind = number == null ? Report.Kind.EMPTY : Report.Kind.NUMBER;
          BigDecimal value = number == null ? null : BigDecimal.valueOf(number);
          values.add(new Report.Value(parts[0], parts[1], value, "件", kind, null, "", "t1r1c1"));
        });
    return Vouched.places(FORM, values);
  }

  @Test
  void aTableThatAddsUpIsProvedWholly() {
    answered("natural", Map.of("3.1", 12, "3.2", 5, "3.3.1", 6));
    answered("org.other", Map.of("3.1", 3, "3.2", 4));
    assertThat(proved()).containsAll(List.of("G4.III.1:natural", "G4.III.1:total"));
    assertThat(proved()).contains("G4.III.3.1:natural", "G4.III.3.1:total", "G4.III.4:total");
  }

  @Test
  void oneMisreadDigitLeavesItsRowAndItsColumnUnproved() {
    answered("natural", Map.of("3.1", 12, "3.2", 5, "3.3.1", 6));
    cells.put("G4.III.3.2:natural", 6);
    assertThat(proved())
        .doesNotContain("G4.III.3.2:natural", "G4.III.3.2:total", "G4.III.3.1:natural")
        .contains("G4.III.2:org.other");
  }

  @Test
  void aNumberThatIsOnlyCarriedFromSumToSumMayBeMisreadAlike() {
    answered("natural", Map.of("3.1", 7));
    assertThat(proved())
        .doesNotContain("G4.III.1:natural", "G4.III.3.1:natural", "G4.III.3.7:total")
        .contains("G4.III.1:org.other", "G4.III.4:total");
  }

  @Test
  void aNumberThatLostAFigureWhereverItIsPrintedIsNotProved() {
    answered("natural", Map.of("3.1", 12));
    answered("org.other", Map.of("3.2", 40));
    cells.replaceAll((place, n) -> n != null && n == 12 ? Integer.valueOf(2) : n);
    assertThat(proved()).doesNotContain("G4.III.1:natural", "G4.III.3.1:natural");
  }

  @Test
  void aFigureMisreadInOnePlaceOfNumbersThatHoldItTwiceIsNotProved() {
    answered("natural", Map.of("3.1", 20));
    answered("org.public_welfare", Map.of("3.2", 26));
    cells.replaceAll((place, n) -> n != null && n % 10 == 6 ? Integer.valueOf(n - 2) : n);
    assertThat(proved()).doesNotContain("G4.III.1:total", "G4.III.1:org.public_welfare");
  }

  @Test
  void aNoughtInANumberMayHaveBeenAnotherFigureToo() {
    answered("natural", Map.of("3.1", 18));
    answered("org.other", Map.of("3.2", 20));
    cells.replaceAll((place, n) -> n != null && n % 10 == 8 ? Integer.valueOf(n - 8) : n);
    assertThat(proved()).doesNotContain("G4.III.1:natural", "G4.III.1:total");
  }

  @Test
  @Timeout(20)
  void numbersOfEqualFiguresDoNotHoldTheReaderUp() {
    for (String column : COLUMNS.subList(0, COLUMNS.size() - 1)) {
      answered(column, Map.of("3.1", 1_111_111, "3.2", 1_111_111, "3.3.1", 1_111_111));
    }
    assertThat(proved()).isSubsetOf(cells.keySet());
    cells.replaceAll((place, n) -> 111_111_111);
    assertThat(proved()).isEmpty();
  }

  @Test
  void aBlankProvesNothing() {
    cells.put("G4.III.3.2:natural", null);
    assertThat(proved())
        .doesNotContain("G4.III.3.2:natural", "G4.III.3.2:total", "G4.III.3.1:natural")
        .contains("G4.III.3.1:org.other");
  }

  /** A cell that begins with a zero is refused before. */
  private static @Nullable Integer misread(String digits) {
    return digits.length() > 1 && digits.startsWith("0") ? null : Integer.valueOf(digits);
  }

  /** Every 1 read as 7, or the like, or one number misread in any way. */
  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void whatIsMisreadIsNeverProved(@ForAll long seed) {
    Random random = new Random(seed);
    cells.clear();
    zero();
    for (int i = 0; i < 1 + random.nextInt(6); i++) {
      List<String> results = List.of("3.1", "3.2", "3.3.5", "3.4.1", "3.5.2", "3.6.3");
      String column = COLUMNS.get(random.nextInt(COLUMNS.size() - 1));
      String result = results.get(random.nextInt(results.size()));
      answered(column, Map.of(result, random.nextInt(random.nextBoolean() ? 3 : 40)));
    }
    Map<String, @Nullable Integer> printed = new HashMap<>(cells);
    char from = (char) ('0' + random.nextInt(10));
    char to = (char) ('0' + random.nextInt(10));
    if (to == '0' && printed.containsValue(from - '0')) {
      to = '1'; // a lone figure read as a nought wherever it is carried is held to be impossible
    }
    char read = to;
    if (random.nextBoolean()) {
      cells.replaceAll((place, n) -> misread(String.valueOf(n).replace(from, read)));
    } else {
      List<String> places = new ArrayList<>(cells.keySet());
      cells.put(places.get(random.nextInt(places.size())), random.nextInt(100));
    }
    List<String> wrong =
        proved().stream()
            .filter(place -> !Objects.equals(cells.get(place), printed.get(place)))
            .map(place -> place + " prints " + printed.get(place) + ", read " + cells.get(place))
            .toList();
    assertThat(wrong).as("%s read as %s", from, read).isEmpty();
  }
}
