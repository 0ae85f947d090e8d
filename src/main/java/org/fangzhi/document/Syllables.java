package org.fangzhi.document;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import net.sourceforge.pinyin4j.PinyinHelper;
import net.sourceforge.pinyin4j.format.HanyuPinyinOutputFormat;
import net.sourceforge.pinyin4j.format.HanyuPinyinToneType;
import net.sourceforge.pinyin4j.format.HanyuPinyinVCharType;
import net.sourceforge.pinyin4j.format.exception.BadHanyuPinyinOutputFormatCombination;

/** The readings of Chinese characters in pinyin. */
final class Syllables {
  private static final HanyuPinyinOutputFormat TONED = new HanyuPinyinOutputFormat();

  /** Never more entries than there are Chinese characters. */
  private static final ConcurrentMap<Character, Set<String>> KNOWN = new ConcurrentHashMap<>();

  static {
    TONED.setToneType(HanyuPinyinToneType.WITH_TONE_MARK);
    TONED.setVCharType(HanyuPinyinVCharType.WITH_U_UNICODE);
  }

  private Syllables() {}

  /** Whether a toned syllable is a reading of a character. */
  static boolean reads(char c, String toned) {
    return of(c).contains(caron(toned));
  }

  /** Whether a syllable without tone marks is a reading of a character. */
  static boolean readsToneless(char c, String syllable) {
    return of(c).stream().anyMatch(s -> toneless(s).equals(syllable));
  }

  /** Whether a character may be part of a pinyin syllable, with or without a tone mark. */
  static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || "āáǎàăēéěèĕīíǐìĭōóǒòŏūúǔùŭüǖǘǚǜńňǹḿ".indexOf(c) >= 0;
  }

  private static Set<String> of(char c) {
    return KNOWN.computeIfAbsent(c, Syllables::look);
  }

  private static Set<String> look(char c) {
    try {
      String[] found = PinyinHelper.toHanyuPinyinStringArray(c, TONED);
      return found == null
          ? Set.of()
          : Arrays.stream(found).map(Syllables::caron).collect(Collectors.toUnmodifiableSet());
    } catch (BadHanyuPinyinOutputFormatCombination e) {
      throw new IllegalStateException("tone marks need the letter ü", e);
    }
  }

  /** The dictionary prints the third tone with a breve. */
  private static String caron(String syllable) {
    StringBuilder out = new StringBuilder(syllable.length());
    for (int i = 0; i < syllable.length(); i++) {
      int breve = "ăĕĭŏŭ".indexOf(syllable.charAt(i));
      out.append(breve < 0 ? syllable.charAt(i) : "ǎěǐǒǔ".charAt(breve));
    }
    return out.toString();
  }

  private static String toneless(String syllable) {
    return Normalizer.normalize(syllable, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
  }
}
