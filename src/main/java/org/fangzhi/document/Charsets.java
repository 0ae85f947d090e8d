package org.fangzhi.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.fangzhi.document.CharsetEvidence.By;
import org.jspecify.annotations.Nullable;
import org.mozilla.universalchardet.UniversalDetector;

/**
 * Decodes bytes by evidence: a byte order mark, then the bytes themselves against what the header
 * and the page's meta element say. A label that the bytes contradict does not win: text that is
 * valid UTF-8 is UTF-8, and text that reads as common Chinese in another charset is in that one.
 * Pure; safe for many threads.
 */
public final class Charsets {
  /** Below this share of common characters, decoded text is not taken for Chinese. */
  private static final double CHINESE = 0.25;

  /** A claim is dropped only for a charset that reads better by this much. */
  private static final double CLEARLY = 0.1;

  private static final List<String> LIKELY = List.of("utf-8", "gb18030", "big5");

  private Charsets() {}

  /**
   * Decodes the bytes of a page or text.
   *
   * @param contentType the Content-Type header as sent, null when there was none
   */
  public static Decoded decode(byte[] bytes, @Nullable String contentType) {
    Encodings.Encoding marked = ofMark(bytes);
    if (marked != null) {
      int mark = marked.charset() == UTF_8 ? 3 : 2;
      return decoded(bytes, mark, marked, By.BOM);
    }
    List<Claim> claims = claims(bytes, contentType);
    String utf8 = new String(bytes, UTF_8);
    boolean ascii = utf8.length() == bytes.length && utf8.indexOf('\uFFFD') < 0;
    if (ascii) {
      return ofAscii(bytes, utf8, claims);
    }
    if (isUtf8(bytes, utf8) && !isShortAccident(utf8, claims)) {
      By by = byOf(claims, UTF_8);
      return new Decoded(Characters.clean(utf8), new CharsetEvidence("utf-8", by, 0));
    }
    return ofLegacy(bytes, claims);
  }

  /** The charset parameter of a Content-Type value, as the HTML standard extracts it; or null. */
  static @Nullable String parameter(String contentType) {
    String lower = contentType.toLowerCase(Locale.ROOT);
    int at = 0;
    while ((at = lower.indexOf("charset", at)) >= 0) {
      at = skipSpace(lower, at + 7);
      if (at < lower.length() && lower.charAt(at) == '=') {
        at = skipSpace(lower, at + 1);
        if (at >= lower.length()) {
          return null;
        }
        char first = lower.charAt(at);
        if (first == '"' || first == '\'') {
          int close = lower.indexOf(first, at + 1);
          return close < 0 ? null : lower.substring(at + 1, close);
        }
        int end = at;
        while (end < lower.length() && lower.charAt(end) > ' ' && lower.charAt(end) != ';') {
          end++;
        }
        return lower.substring(at, end);
      }
    }
    return null;
  }

  private static int skipSpace(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
    return at;
  }

  private record Claim(Encodings.Encoding encoding, By by) {}

  private static List<Claim> claims(byte[] bytes, @Nullable String contentType) {
    List<Claim> claims = new ArrayList<>(2);
    Encodings.Encoding header =
        contentType == null ? null : Encodings.ofLabel(parameter(contentType));
    if (header != null && header.charset() != null) {
      claims.add(new Claim(header, By.HEADER));
    }
    Encodings.Encoding meta = Prescan.of(bytes);
    if (meta != null && meta.charset() != null) {
      claims.add(new Claim(meta, By.META));
    }
    return claims;
  }

  private static Encodings.@Nullable Encoding ofMark(byte[] b) {
    if (b.length >= 3 && b[0] == (byte) 0xEF && b[1] == (byte) 0xBB && b[2] == (byte) 0xBF) {
      return Encodings.ofLabel("utf-8");
    }
    if (b.length >= 2 && b[0] == (byte) 0xFF && b[1] == (byte) 0xFE) {
      return Encodings.ofLabel("utf-16le");
    }
    if (b.length >= 2 && b[0] == (byte) 0xFE && b[1] == (byte) 0xFF) {
      return Encodings.ofLabel("utf-16be");
    }
    return null;
  }

  private static Decoded ofAscii(byte[] bytes, String text, List<Claim> claims) {
    if (claims.isEmpty()) {
      return new Decoded(Characters.clean(text), new CharsetEvidence("utf-8", By.DEFAULT, 0));
    }
    Claim claim = claims.get(0);
    // bytes without a NUL are no UTF-16, whatever the header says
    boolean wide = claim.encoding().name().startsWith("utf-16") && text.indexOf('\0') < 0;
    return wide
        ? new Decoded(Characters.clean(text), new CharsetEvidence("utf-8", By.DETECTION, 0))
        : decoded(bytes, 0, claim.encoding(), claim.by());
  }

  private static boolean isUtf8(byte[] bytes, String utf8) {
    return utf8.indexOf('\uFFFD') < 0 || replaced(bytes, utf8, UTF_8) == 0;
  }

  /** A few pairs of GB18030 bytes may be valid UTF-8 by chance; Chinese in UTF-8 takes threes. */
  private static boolean isShortAccident(String utf8, List<Claim> claims) {
    if (claims.isEmpty() || byOf(claims, UTF_8) != By.DETECTION) {
      return false;
    }
    return utf8.chars().allMatch(c -> c < 0x800);
  }

  private static By byOf(List<Claim> claims, Charset charset) {
    for (Claim claim : claims) {
      if (charset.equals(claim.encoding().charset())) {
        return claim.by();
      }
    }
    return By.DETECTION;
  }

  private static Decoded ofLegacy(byte[] bytes, List<Claim> claims) {
    byte[] sample = CommonCharacters.sample(bytes);
    List<Claim> readings = new ArrayList<>(claims);
    for (String name : LIKELY) {
      Encodings.Encoding encoding = Encodings.named(name);
      readings.add(new Claim(encoding, byOf(claims, charset(encoding))));
    }
    Claim best = readings.get(0);
    double bestScore = -1;
    for (Claim reading : readings) {
      double score = CommonCharacters.score(sample, charset(reading.encoding()));
      if (score > bestScore + (claims.contains(best) ? CLEARLY : 0)) {
        best = reading;
        bestScore = score;
      }
    }
    if (bestScore >= CHINESE) {
      return decoded(bytes, 0, best.encoding(), best.by());
    }
    for (Claim claim : claims) {
      if (CommonCharacters.torn(sample, charset(claim.encoding())) < 0.02) {
        return decoded(bytes, 0, claim.encoding(), claim.by());
      }
    }
    return ofOther(bytes, sample);
  }

  /** Neither Chinese nor as declared: what the detector for all languages says. */
  private static Decoded ofOther(byte[] bytes, byte[] sample) {
    UniversalDetector detector = new UniversalDetector();
    detector.handleData(sample, 0, sample.length);
    detector.dataEnd();
    Encodings.Encoding found = Encodings.ofLabel(detector.getDetectedCharset());
    return found != null && found.charset() != null
        ? decoded(bytes, 0, found, By.DETECTION)
        : decoded(bytes, 0, Encodings.named("utf-8"), By.DEFAULT);
  }

  private static Charset charset(Encodings.Encoding encoding) {
    return Objects.requireNonNull(encoding.charset());
  }

  private static Decoded decoded(byte[] bytes, int from, Encodings.Encoding encoding, By by) {
    Charset charset = charset(encoding);
    String text = new String(bytes, from, bytes.length - from, charset);
    int replaced = replaced(bytes, text, charset);
    boolean gb = encoding.name().startsWith("gb");
    String name = gb ? "gb18030" : encoding.name();
    String current = gb ? Characters.ofGb18030(text) : text;
    return new Decoded(Characters.clean(current), new CharsetEvidence(name, by, replaced));
  }

  /** How many U+FFFD of a text are not in the bytes themselves. */
  private static int replaced(byte[] bytes, String text, Charset charset) {
    int count = 0;
    for (int i = text.indexOf('\uFFFD'); i >= 0; i = text.indexOf('\uFFFD', i + 1)) {
      count++;
    }
    if (count > 0 && charset == UTF_8) {
      for (int i = 0; i + 2 < bytes.length; i++) {
        if (bytes[i] == (byte) 0xEF && bytes[i + 1] == (byte) 0xBF && bytes[i + 2] == (byte) 0xBD) {
          count--;
        }
      }
    }
    return Math.max(count, 0);
  }
}
