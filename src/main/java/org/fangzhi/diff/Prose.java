package org.fangzhi.diff;

import java.util.ArrayList;
import java.util.List;
import org.fangzhi.diff.Words.Word;

/** Two texts word by word. */
final class Prose {
  private Prose() {}

  /** The runs of words that turn one text into the other; joined they are both texts. */
  static List<Span> of(String old, String now, Limits limits) {
    if (!limits.words(old.length() + now.length())) {
      return whole(old, now);
    }
    List<Word> a = Words.of(old);
    List<Word> b = Words.of(now);
    Script script =
        Script.of(a.stream().map(Word::key).toList(), b.stream().map(Word::key).toList());
    if (script.cut()) {
      limits.cut("a passage differs in so many words that its middle is told as one change");
    }
    List<Span> spans = new ArrayList<>();
    int at = 0;
    int nowAt = 0;
    for (Script.Step step : script.changes()) {
      add(spans, Op.SAME, join(a, at, step.from()), join(b, nowAt, step.nowFrom()));
      String was = join(a, step.from(), step.to());
      String is = join(b, step.nowFrom(), step.nowTo());
      add(spans, was.isEmpty() ? Op.ADDED : is.isEmpty() ? Op.REMOVED : Op.CHANGED, was, is);
      at = step.to();
      nowAt = step.nowTo();
    }
    add(spans, Op.SAME, join(a, at, a.size()), join(b, nowAt, b.size()));
    return joined(spans);
  }

  static List<Span> whole(String old, String now) {
    List<Span> spans = new ArrayList<>();
    add(spans, Op.REMOVED, old, "");
    add(spans, Op.ADDED, "", now);
    return spans;
  }

  private static String join(List<Word> words, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (Word word : words.subList(from, to)) {
      text.append(word.text());
    }
    return text.toString();
  }

  private static void add(List<Span> spans, Op op, String old, String now) {
    if (!old.isEmpty() || !now.isEmpty()) {
      spans.add(new Span(op, old, now));
    }
  }

  /**
   * Without islands: a word that stayed between two longer changes makes them harder to read, not
   * easier. Numbers are never joined with others.
   */
  private static List<Span> joined(List<Span> spans) {
    List<Span> out = new ArrayList<>();
    for (int i = 0; i < spans.size(); i++) {
      Span span = spans.get(i);
      boolean island =
          span.op() == Op.SAME
              && !out.isEmpty()
              && i + 1 < spans.size()
              && isSmall(span, out.get(out.size() - 1))
              && isSmall(span, spans.get(i + 1));
      if (island) {
        Span before = out.remove(out.size() - 1);
        Span after = spans.get(++i);
        out.add(
            new Span(
                Op.CHANGED,
                before.old() + span.old() + after.old(),
                before.now() + span.now() + after.now()));
      } else {
        out.add(span);
      }
    }
    return out;
  }

  private static boolean isSmall(Span same, Span change) {
    int longest = Math.max(change.old().length(), change.now().length());
    return same.now().length() <= 2
        && same.now().length() < longest
        && (same.old() + change.old() + change.now()).chars().noneMatch(Character::isDigit);
  }
}
