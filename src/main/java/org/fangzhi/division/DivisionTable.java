package org.fangzhi.division;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
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
    List<String> lines = lines("divisions.tsv.gz");
    int[] codes = new int[lines.size()];
    String[] names = new String[lines.size()];
    for (int row = 0; row < codes.length; row++) {
      String line = lines.get(row);
      int tab = line.indexOf('\t');
      codes[row] = Integer.parseInt(line, 0, tab, 10);
      names[row] = line.substring(tab + 1, line.indexOf('\t', tab + 1));
    }
    return new DivisionTable(codes, names);
  }

  /** The lines of a resource of this room, comments left out. */
  static List<String> lines(String resource) {
    try (InputStream packed =
            Objects.requireNonNull(
                DivisionTable.class.getResourceAsStream(resource), resource + " is missing");
        InputStream in = resource.endsWith(".gz") ? new GZIPInputStream(packed, 1 << 16) : packed;
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      List<String> lines = new ArrayList<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) lines.add(line);
      }
      return lines;
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

  Division division(int code) {
    List<String> path = new ArrayList<>(4);
    for (int c = code; c > 0; c = parent(c)) {
      if (!has(c)) continue;
      String name = nameOf(c);
      if (!isGrouping(name) && !path.contains(name)) path.add(name);
    }
    Collections.reverse(path);
    return new Division(Integer.toString(code), nameOf(code), level(code), path);
  }

  /** Rows that only group others (市辖区, 省直辖县级行政区划) are nobody's name. */
  static boolean isGrouping(String name) {
    return name.equals("市辖区") || name.equals("县") || name.endsWith("直辖县级行政区划");
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
