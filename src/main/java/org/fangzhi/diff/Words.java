package org.fangzhi.diff;

import com.ibm.icu.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.document.Normalised;

/**
 * Text as words: a number, date, amount or Latin word is one, Chinese is parted by ICU's
 * dictionary. White space belongs to the word before it, so that the words joined are the text.
 */
final class Words {
  /** Never parted, so that 19649 and 19622 are two numbers and not alike in three digits. */
  private static final Pattern WHOLE =
      Pattern.compile(
          "(?:19|20)\\d\\d年\\d{1,2}月\\d{1,2}日|(?:19|20)\\d\\d[-/.]\\d{1,2}[-/.]\\d{1,2}"
              + "|[+-]?\\d{1,3}(?:[,，]\\d{3})+(?:\\.\\d+)?[%％]?|[+-]?[\\d０-９]+(?:[.．][\\d０-９]+)*[%％]?"
              + "|[A-Za-z][A-Za-z0-9]*(?:[-_.@/:][A-Za-z0-9]+)*");

  /** The dictionary is loaded once; an iterator is for one thread. */
  private static final BreakIterator CHINESE = BreakIterator.getWordInstance(Locale.CHINA);

  /**
   * A word.
   *
   * @param text as printed, with the white space after it
   * @param key what it is compared by: width, script and white space do not matter
   */
  record Word(String text, String key) {}

  private Words() {}

  static List<Word> of(String text) {
    BreakIterator breaks = CHINESE.clone();
    List<Word> words = new ArrayList<>();
    Matcher whole = WHOLE.matcher(text);
    int from = 0;
    while (whole.find()) {
      parted(breaks, text.substring(from, whole.start()), words);
      add(whole.group(), words);
      from = whole.end();
    }
    parted(breaks, text.substring(from), words);
    return words;
  }

  private static void parted(BreakIterator breaks, String text, List<Word> words) {
    breaks.setText(text);
    int from = breaks.first();
    for (int to = breaks.next(); to != BreakIterator.DONE; from = to, to = breaks.next()) {
      add(text.substring(from, to), words);
    }
  }

  private static void add(String text, List<Word> words) {
    String key = Normalised.of(text);
    if (key.isEmpty() && !words.isEmpty()) {
      Word before = words.remove(words.size() - 1);
      words.add(new Word(before.text() + text, before.key()));
    } else {
      words.add(new Word(text, key));
    }
  }

  /**
   * What a text is compared by as a whole: as {@link Normalised}, but numbers and Latin words that
   * stand apart stay apart.
   */
  static String key(String text) {
    StringBuilder key = new StringBuilder(text.length());
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || Character.isWhitespace(text.charAt(i)) || isSpace(text.charAt(i))) {
        String part = Normalised.of(text.substring(from, i));
        if (!part.isEmpty()) {
          if (!key.isEmpty()
              && isClosed(key.charAt(key.length() - 1))
              && isClosed(part.charAt(0))) {
            key.append(' ');
          }
          key.append(part);
        }
        from = i + 1;
      }
    }
    return key.toString();
  }

  private static boolean isSpace(char c) {
    return Character.isSpaceChar(c) || c == '\u200b' || c == '\ufeff';
  }

  private static boolean isClosed(char c) {
    return c < 0x80 && (Character.isLetterOrDigit(c) || ".,+-%".indexOf(c) >= 0);
  }
}
