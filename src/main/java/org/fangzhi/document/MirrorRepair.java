package org.fangzhi.document;

import java.nio.charset.Charset;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.document.Document.Repair;
import org.jspecify.annotations.Nullable;

/**
 * Undoes what converter mirrors do to pages: simplified to traditional, pinyin written after some
 * characters, and text torn between the bytes of GBK. The rules R1 to R6 are those of {@code
 * docs/repairs.md}. Nothing is done to a page that shows no such hand.
 */
final class MirrorRepair {
  private static final int TONED_NEEDED = 3;
  private static final int TONELESS_NEEDED = 10;
  private static final int LONGEST_RUN = 40;
  private static final Charset GB2312 = Charset.forName("GB2312");

  private static final String SYLLABLE = "([a-zü\\u00E0-\\u01DC\\u1E3F]{1,6})";

  private static final Pattern TORN = Pattern.compile("\\?" + SYLLABLE + "\\)");
  private static final Pattern TORN_END =
      Pattern.compile("([^?(]{1," + LONGEST_RUN + "})\\?" + SYLLABLE + "\\)");
  private static final Pattern AT_STOP =
      Pattern.compile("\\??([,?;，？；])([@-~])\\(" + SYLLABLE + "\\)");
  private static final Pattern AT_STOP_RUN =
      Pattern.compile("\\?([,?;，？；])([^?(]{1,12})\\?" + SYLLABLE + "\\)");
  private static final Pattern AT_STOP_PLAIN = Pattern.compile("\\?([,?，？])([@-~])");
  private static final Pattern NOTES = Pattern.compile("(?:\\([a-zü]{1,6}\\))+");

  private static final Pattern ASPECT =
      Pattern.compile("(?<=存在|随|沿|跟)著|(?<![显名专原论卓昭编巨])著(?=[重力眼手急落])");
  private static final Pattern NUMBER =
      Pattern.compile("(政办|府办|政发|办发|办函|开办函)([〔\\[(]?)(20[0-2]\\d)([〕\\])]?)(\\d{1,3})号?");

  private final String raw;
  private final int at;
  private final List<Repair> repairs;
  private final StringBuilder out;
  private final int[] origin;

  private MirrorRepair(String raw, int at, List<Repair> repairs) {
    this.raw = raw;
    this.at = at;
    this.repairs = repairs;
    this.out = new StringBuilder(raw.length());
    this.origin = new int[2 * raw.length() + 1];
  }

  /** Whether a page or text was in the hands of a converter mirror. */
  static boolean isMirror(String text) {
    int toned = 0;
    int toneless = 0;
    for (int i = text.indexOf('(', 1); i >= 0; i = text.indexOf('(', i + 1)) {
      char before = text.charAt(i - 1);
      if (!Characters.isHan(before)) {
        continue;
      }
      String syllable = syllable(text, i);
      if (syllable != null) {
        if (isNote(before, syllable)) {
          toned++;
        } else if (Syllables.readsToneless(before, syllable)) {
          toneless++;
        }
      }
      if (toned >= TONED_NEEDED || toneless >= TONELESS_NEEDED) {
        return true;
      }
    }
    return false;
  }

  /** The text mended; mends are listed unless {@code at}, its offset, is negative. */
  static String mend(String raw, int at, List<Repair> repairs) {
    MirrorRepair repair = new MirrorRepair(raw, at, repairs);
    repair.strip();
    return repair.simplify();
  }

  private void strip() {
    int i = 0;
    while (i < raw.length()) {
      char c = raw.charAt(i);
      int next = i;
      if (c == '?' || c == ',' || c == ';' || c == '，' || c == '？' || c == '；') {
        next = torn(i);
      } else if (c == '(' && i > 0) {
        next = note(i);
      }
      if (next == i) {
        origin[out.length()] = i;
        out.append(c);
        next++;
      }
      i = next;
    }
    origin[out.length()] = raw.length();
  }

  /** R1 to R3 at a question mark, comma or semicolon: the end of what was mended, or {@code i}. */
  private int torn(int i) {
    Matcher m = at(TORN, i);
    if (m != null && i > 0 && Characters.isHan(raw.charAt(i - 1))) {
      int end = tornRun(i, m);
      if (end > i) {
        return end;
      }
    }
    m = at(AT_STOP, i);
    if (m != null) {
      char c = TornBytes.pair(stopByte(m.group(1)), m.group(2).charAt(0));
      if (Characters.isHan(c) && Syllables.reads(c, m.group(3))) {
        return mended(i, m.end(), "R2", "。" + c, 0.9);
      }
    }
    m = at(AT_STOP_RUN, i);
    if (m != null) {
      String text = TornBytes.rejoin(stopByte(m.group(1)), m.group(2), m.group(3));
      if (text != null) {
        return mended(i, m.end(), "R3", "。" + text, 0.9);
      }
    }
    m = at(AT_STOP_PLAIN, i);
    if (m != null && m.end() < raw.length() && Characters.isHan(raw.charAt(m.end()))) {
      char c = TornBytes.pair(stopByte(m.group(1)), m.group(2).charAt(0));
      char simple = Simplified.of(c);
      if (Characters.isHan(c) && simple != c && isCommon(simple)) {
        return mended(i, m.end(), "R3", "。" + c, 0.8);
      }
    }
    return i;
  }

  private int tornRun(int i, Matcher start) {
    int lead = TornBytes.trail(raw.charAt(i - 1));
    Matcher end = at(TORN_END, start.end());
    if (lead < 0 || end == null) {
      return i;
    }
    String only = null;
    for (int trail : TornBytes.trails(lead, start.group(1))) {
      String text = TornBytes.rejoin(trail, end.group(1), end.group(2));
      if (text != null && only != null) {
        return i;
      }
      only = text == null ? only : text;
    }
    return only == null ? i : mended(i, end.end(), "R1", only, 0.95);
  }

  /** R4 at an opening parenthesis. */
  private int note(int i) {
    char before = out.length() == 0 ? 0 : out.charAt(out.length() - 1);
    String syllable = Characters.isHan(before) ? syllable(raw, i) : null;
    if (syllable == null) {
      return i;
    }
    int end = i + syllable.length() + 2;
    if (isNote(before, syllable)) {
      return stripped(i, end, before, 1.0);
    }
    if (Syllables.readsToneless(before, syllable)) {
      Matcher m = at(NOTES, i);
      return stripped(i, m == null ? end : m.end(), before, 0.9);
    }
    return i;
  }

  private int stripped(int from, int to, char before, double confidence) {
    if (at >= 0) {
      String was = before + raw.substring(from, to);
      repairs.add(new Repair(at + from - 1, "R4", was, String.valueOf(before), confidence));
    }
    return to;
  }

  private int mended(int from, int to, String rule, String after, double confidence) {
    for (int i = 0; i < after.length(); i++) {
      origin[out.length()] = from;
      out.append(after.charAt(i));
    }
    if (at >= 0) {
      repairs.add(new Repair(at + from, rule, raw.substring(from, to), after, confidence));
    }
    return to;
  }

  /** R5 and R6, on text that is as long as what they read. */
  private String simplify() {
    String simple = Simplified.of(out.toString());
    String aspect = ASPECT.matcher(simple).replaceAll(m -> replaced(m, "R5", "着"));
    return NUMBER.matcher(aspect).replaceAll(m -> replaced(m, "R6", number(m)));
  }

  private static String number(MatchResult m) {
    boolean whole = !m.group(2).isEmpty() && !m.group(4).isEmpty();
    return whole ? m.group() : m.group(1) + "〔" + m.group(3) + "〕" + m.group(5) + "号";
  }

  private String replaced(MatchResult m, String rule, String after) {
    if (at >= 0 && !after.equals(m.group())) {
      repairs.add(new Repair(at + origin[m.start()], rule, m.group(), after, 0.9));
    }
    return Matcher.quoteReplacement(after);
  }

  private @Nullable Matcher at(Pattern pattern, int i) {
    Matcher m = pattern.matcher(raw).region(i, raw.length());
    return m.lookingAt() ? m : null;
  }

  /** The syllable in parentheses that open at {@code open}, null when there is none. */
  private static @Nullable String syllable(String text, int open) {
    int end = open + 1;
    while (end < text.length() && end - open <= 7 && Syllables.isLetter(text.charAt(end))) {
      end++;
    }
    boolean closed = end < text.length() && text.charAt(end) == ')';
    return closed && end > open + 1 ? text.substring(open + 1, end) : null;
  }

  private static boolean isNote(char c, String syllable) {
    return Simplified.of(c) != c && Syllables.reads(c, syllable);
  }

  /** The second byte of the full-width punctuation at which the text was torn. */
  private static int stopByte(String stop) {
    return switch (stop) {
      case ",", "，" -> 0xAC;
      case "?", "？" -> 0xBF;
      default -> 0xBB;
    };
  }

  /** In level one of GB 2312, the 3,755 most used characters. */
  private static boolean isCommon(char c) {
    byte[] bytes = String.valueOf(c).getBytes(GB2312);
    return bytes.length == 2 && (bytes[0] & 0xFF) >= 0xB0 && (bytes[0] & 0xFF) <= 0xD7;
  }
}
