package org.fangzhi.division;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.fangzhi.division.Division.Level;

/** The rows of the table by code. A code is held as its number: 2, 4, 6 or 9 digits. */
final class DivisionTable {
  private final int[] codes;
  private final String[] names;

  private DivisionTable(int[] codes, String[] names) {
    this.codes = codes;
    this.names = names;
  }

  static DivisionTable load() {
    String text = text("divisions.tsv.gz");
    int[] codes = new int[50_000];
    String[] names = new String[50_000];
    int row = 0;
    for (int at = 0; at < text.length(); at = text.indexOf('\n', at) + 1) {
      int tab = text.indexOf('\t', at);
      codes[row] = Integer.parseInt(text, at, tab, 10);
      names[row++] = text.substring(tab + 1, text.indexOf('\t', tab + 1));
    }
    return new DivisionTable(Arrays.copyOf(codes, row), Arrays.copyOf(names, row));
  }

  /** A resource of this room. */
  static String text(String resource) {
    try (InputStream packed =
            Objects.requireNonNull(
                DivisionTable.class.getResourceAsStream(resource), resource + " is missing");
        InputStream in = resource.endsWith(".gz") ? new GZIPInputStream(packed, 1 << 16) : packed) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + resource, e);
    }
  }

  int size() {
    return codes.length;
  }

  int code(int row) {
    return codes[row];
  }

  String name(int row) {
    return names[row];
  }

  boolean has(int code) {
    return Arrays.binarySearch(codes, code) >= 0;
  }

  /** The name of a code that the table has. */
  String nameOf(int code) {
    return names[Arrays.binarySearch(codes, code)];
  }

  /** A code as people write it: six digits at least. */
  private static String written(int code) {
    String digits = Integer.toString(code);
    return digits.length() >= 6 ? digits : (digits + "0000").substring(0, 6);
  }

  Division division(int code) {
    List<String> path = new ArrayList<>(4);
    for (int c = code; c > 0; c = parent(c)) {
      if (!has(c)) continue;
      String name = nameOf(c);
      if (!isGrouping(name) && !path.contains(name)) path.add(name);
    }
    Collections.reverse(path);
    return new Division(written(code), nameOf(code), level(code), path);
  }

  /** The codes right below one, 0 for the provinces; what is below a grouping row counts too. */
  List<Integer> below(int code) {
    List<Integer> below = new ArrayList<>();
    for (int i = 0; i < codes.length; i++) {
      if (parent(codes[i]) == code) {
        if (isGrouping(names[i])) {
          below.addAll(below(codes[i]));
        } else {
          below.add(codes[i]);
        }
      }
    }
    return below;
  }

  /** Rows that only group others (市辖区, 省直辖县级行政区划) are nobody's name. */
  static boolean isGrouping(String name) {
    return name.equals("市辖区") || name.equals("县") || name.endsWith("直辖县级行政区划");
  }

  List<Division> within(int ancestor, Level level) {
    return IntStream.range(0, codes.length)
        .filter(row -> level(codes[row]) == level && codes[row] != ancestor)
        .filter(row -> inside(codes[row], ancestor) && governs(row))
        .mapToObj(row -> division(codes[row]))
        .toList();
  }

  private boolean governs(int row) {
    int code = codes[row];
    boolean zone =
        code > 1_000_000
            ? code % 1000 >= 400
            : code > 10_000 && code % 100 > 70 && code % 100 <= 80;
    return !zone && !isGrouping(names[row]);
  }

  static Level level(int code) {
    if (code < 100) return Level.PROVINCE;
    if (code < 10_000) return Level.PREFECTURE;
    return code < 1_000_000 ? Level.COUNTY : Level.TOWNSHIP;
  }

  /** The code one level up, 0 above a province. */
  static int parent(int code) {
    return code < 1_000_000 ? code / 100 : code / 1000;
  }

  /** Whether a division is {@code ancestor} or lies in it. */
  static boolean inside(int code, int ancestor) {
    int c = code;
    while (c > ancestor) c = parent(c);
    return c == ancestor;
  }
}
