package org.fangzhi.crawl;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Status line and headers of an answer, byte for byte as received, with the empty line that ends
 * them. Text is read as ISO-8859-1, so that no byte is lost.
 */
public final class Head {
  /** No answer. */
  public static final Head NONE = new Head(new byte[0]);

  private final byte[] bytes;
  private final List<Field> fields = new ArrayList<>();
  private int status;

  /** A header field: its name as written and its value with outer blanks removed. */
  public record Field(String name, String value) {}

  /** Reads a header block; lines that are no fields are passed over. */
  public Head(byte[] bytes) {
    this.bytes = bytes;
    String[] lines = new String(bytes, StandardCharsets.ISO_8859_1).split("\r?\n");
    boolean first = true;
    for (String line : lines) {
      if (line.isEmpty()) {
        continue;
      }
      if (first) {
        status = statusOf(line);
        first = false;
      } else if ((line.charAt(0) == ' ' || line.charAt(0) == '\t') && !fields.isEmpty()) {
        Field last = fields.remove(fields.size() - 1);
        fields.add(new Field(last.name(), last.value() + " " + line.strip()));
      } else {
        int colon = line.indexOf(':');
        if (colon > 0) {
          fields.add(
              new Field(line.substring(0, colon).strip(), line.substring(colon + 1).strip()));
        }
      }
    }
  }

  /** The block as received; empty without an answer. Not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** The status code, 0 without an answer. */
  public int status() {
    return status;
  }

  /** All fields in their order. */
  public List<Field> fields() {
    return List.copyOf(fields);
  }

  /** The first value of a field, by name without regard to case. */
  public @Nullable String first(String name) {
    for (Field field : fields) {
      if (field.name().equalsIgnoreCase(name)) {
        return field.value();
      }
    }
    return null;
  }

  private static int statusOf(String line) {
    String[] parts = line.split(" +", 3);
    return parts.length > 1 && parts[1].matches("[1-9]\\d\\d") ? Integer.parseInt(parts[1]) : 0;
  }
}
