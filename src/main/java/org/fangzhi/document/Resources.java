package org.fangzhi.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The word lists beside the classes of this package. */
final class Resources {
  private Resources() {}

  /** The lines of a list without blank lines and those that begin with {@code # }. */
  static List<String> lines(String name) {
    try (InputStream in = Resources.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks org/fangzhi/document/" + name);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(l -> !l.isBlank() && !l.startsWith("# ")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read org/fangzhi/document/" + name, e);
    }
  }
}
