package org.fangzhi.document;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Undoes what happens when software cuts GBK text between the two bytes of a character: the bytes
 * of the characters that stand there now are joined again, shifted by one.
 */
final class TornBytes {
  private static final Charset GBK = Charset.forName("GB18030");

  private TornBytes() {}

  /** The character of two GBK bytes; U+FFFD when there is none. */
  static char pair(int lead, int trail) {
    String text = new String(new byte[] {(byte) lead, (byte) trail}, GBK);
    return text.length() == 1 ? text.charAt(0) : '\uFFFD';
  }

  /** The second byte of a character in GBK, -1 when it is not one of two bytes. */
  static int trail(char c) {
    byte[] bytes = bytes(String.valueOf(c));
    return bytes == null || bytes.length != 2 ? -1 : bytes[1] & 0xFF;
  }

  /** Second bytes that with this first one make an annotated character read so. */
  static List<Integer> trails(int lead, String syllable) {
    List<Integer> found = new ArrayList<>();
    for (int trail = 0x40; trail <= 0xFE; trail++) {
      char c = pair(lead, trail);
      if (Characters.isHan(c) && Simplified.of(c) != c && Syllables.reads(c, syllable)) {
        found.add(trail);
      }
    }
    return found;
  }

  /**
   * The text whose bytes were taken apart: {@code first}, then those of {@code run}, then the lost
   * byte that makes the last character read as {@code lastSyllable}. Null unless exactly one such
   * text holds only Chinese characters and punctuation.
   */
  static @Nullable String rejoin(int first, String run, String lastSyllable) {
    byte[] middle = bytes(run);
    if (middle == null || middle.length == 0 || middle.length % 2 != 0) {
      return null;
    }
    byte[] all = new byte[middle.length + 2];
    all[0] = (byte) first;
    System.arraycopy(middle, 0, all, 1, middle.length);
    String only = null;
    for (int last : trails(middle[middle.length - 1] & 0xFF, lastSyllable)) {
      all[all.length - 1] = (byte) last;
      String text = new String(all, GBK);
      if (text.length() * 2 == all.length && text.chars().allMatch(TornBytes::isChinese)) {
        if (only != null) {
          return null;
        }
        only = text;
      }
    }
    return only;
  }

  /** The GBK bytes of a run, folded ASCII as the full-width forms that it came from. */
  private static byte @Nullable [] bytes(String run) {
    StringBuilder wide = new StringBuilder(run.length());
    for (int i = 0; i < run.length(); i++) {
      char c = run.charAt(i);
      wide.append(c > ' ' && c < 0x7F ? (char) (c + 0xFEE0) : c);
    }
    byte[] bytes = wide.toString().getBytes(GBK);
    return bytes.length == 2 * run.length() ? bytes : null;
  }

  private static boolean isChinese(int c) {
    return Characters.isHan((char) c)
        || (c >= 0x3001 && c <= 0x3011)
        || (c >= 0x2018 && c <= 0x201D)
        || (c >= 0xFF01 && c <= 0xFF1F);
  }
}
