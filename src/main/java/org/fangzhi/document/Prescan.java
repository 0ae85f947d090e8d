package org.fangzhi.document;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the encoding that a page declares in a meta element: the prescan of the HTML standard
 * (13.2.3.2), over more than its 1,024 bytes because long heads are common on government sites.
 */
final class Prescan {
  private static final int REACH = 16 * 1024;

  private final byte[] bytes;
  private final int end;
  private int at;
  private String name = "";
  private String value = "";

  private Prescan(byte[] bytes, int end) {
    this.bytes = bytes;
    this.end = end;
  }

  /** The declared encoding, null when none is; a declared UTF-16 is UTF-8 as the standard says. */
  static Encodings.@Nullable Encoding of(byte[] bytes) {
    return new Prescan(bytes, Math.min(bytes.length, REACH)).scan();
  }

  private Encodings.@Nullable Encoding scan() {
    while (at < end) {
      if (bytes[at] != '<') {
        at++;
      } else if (starts("<!--")) {
        // the dashes of <!--> may be those of its end
        at = indexOf("-->", at + 2);
        at = at < 0 ? end : at + 3;
      } else if (starts("<meta") && at + 5 < end && (isSpace(at + 5) || bytes[at + 5] == '/')) {
        at += 5;
        Encodings.Encoding found = meta();
        if (found != null) {
          return found;
        }
      } else if (starts("<") && isTagStart(at + 1)) {
        skipTag();
      } else if (starts("<!") || starts("</") || starts("<?")) {
        at = indexOf(">", at);
        at = at < 0 ? end : at + 1;
      } else {
        at++;
      }
    }
    return null;
  }

  private void skipTag() {
    while (at < end && !isSpace(at) && bytes[at] != '>') {
      at++;
    }
    while (attribute()) {
      // only their ends matter
    }
  }

  private Encodings.@Nullable Encoding meta() {
    Set<String> seen = new HashSet<>();
    boolean gotPragma = false;
    Boolean needPragma = null;
    Encodings.Encoding charset = null;
    while (attribute()) {
      if (!seen.add(name)) {
        continue;
      }
      if (name.equals("http-equiv")) {
        gotPragma |= value.equals("content-type");
      } else if (name.equals("content") && charset == null) {
        charset = Encodings.ofLabel(Charsets.parameter(value));
        needPragma = charset == null ? needPragma : Boolean.TRUE;
      } else if (name.equals("charset")) {
        charset = Encodings.ofLabel(value);
        needPragma = Boolean.FALSE;
      }
    }
    // a tag that the bytes end in declares nothing
    boolean declares = needPragma != null && charset != null && (!needPragma || gotPragma);
    if (at >= end || !declares) {
      return null;
    }
    return switch (charset.name()) {
      case "utf-16le", "utf-16be" -> Encodings.ofLabel("utf-8");
      case "x-user-defined" -> Encodings.ofLabel("windows-1252");
      default -> charset;
    };
  }

  /** Reads the next attribute into name and value; false at the end of the tag. */
  private boolean attribute() {
    while (at < end && (isSpace(at) || bytes[at] == '/')) {
      at++;
    }
    if (at >= end || bytes[at] == '>') {
      return false;
    }
    int from = at;
    while (at < end
        && (bytes[at] != '=' || at == from)
        && !isSpace(at)
        && bytes[at] != '/'
        && bytes[at] != '>') {
      at++;
    }
    name = lower(from, at);
    value = "";
    skipSpace();
    if (at >= end || bytes[at] != '=') {
      return at < end;
    }
    at++;
    skipSpace();
    if (at < end && (bytes[at] == '"' || bytes[at] == '\'')) {
      byte quote = bytes[at++];
      from = at;
      while (at < end && bytes[at] != quote) {
        at++;
      }
      value = lower(from, at++);
    } else {
      from = at;
      while (at < end && !isSpace(at) && bytes[at] != '>') {
        at++;
      }
      value = lower(from, at);
    }
    return at < end;
  }

  private String lower(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
  }

  private void skipSpace() {
    while (at < end && isSpace(at)) {
      at++;
    }
  }

  private boolean isSpace(int i) {
    return switch (bytes[i]) {
      case '\t', '\n', '\f', '\r', ' ' -> true;
      default -> false;
    };
  }

  private boolean isTagStart(int i) {
    int j = i < end && bytes[i] == '/' ? i + 1 : i;
    return j < end && Character.isLetter(bytes[j] & 0x7f) && bytes[j] > 0;
  }

  private boolean starts(String what) {
    if (at + what.length() > end) {
      return false;
    }
    for (int i = 0; i < what.length(); i++) {
      int b = bytes[at + i];
      if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != what.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int indexOf(String what, int from) {
    outer:
    for (int i = from; i + what.length() <= end; i++) {
      for (int j = 0; j < what.length(); j++) {
        if (bytes[i + j] != what.charAt(j)) {
          continue outer;
        }
      }
      return i;
    }
    return -1;
  }
}
