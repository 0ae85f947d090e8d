package org.fangzhi.report;

import java.util.List;
import java.util.regex.Pattern;
import org.fangzhi.document.Document;
import org.fangzhi.document.Document.Meta;
import org.jspecify.annotations.Nullable;

/** The parts of a document where it speaks of itself; cut into lines when asked for. */
final class Excerpt {
  private static final int HEAD = 3000;
  private static final int TAIL = 1200;
  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "(?:网站|栏目|文章)?(?:名称|标题|来源|头部|域名)|无|[-—/]+|null|undefined|[{\\[$<].*", Pattern.DOTALL);

  private final String first;
  private final String last;
  private @Nullable List<String> head;
  private @Nullable List<String> tail;

  private Excerpt(String first, String last) {
    this.first = first;
    this.last = last;
  }

  static Excerpt of(Document document) {
    String text = document.text();
    return new Excerpt(
        text.substring(0, Math.min(HEAD, text.length())),
        text.substring(Math.max(0, text.length() - TAIL)));
  }

  /** The first lines, empty ones left out. */
  List<String> head() {
    if (head == null) head = lines(first);
    return head;
  }

  /** The last lines, empty ones left out. */
  List<String> tail() {
    if (tail == null) tail = lines(last);
    return tail;
  }

  /** Whether head or tail contain some words. */
  boolean names(String words) {
    return first.contains(words) || last.contains(words);
  }

  /** Head and tail as they are. */
  List<String> texts() {
    return List.of(first, last);
  }

  private static List<String> lines(String text) {
    return text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
  }

  /** Without any white space, full-width digits as plain ones. */
  static String compact(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '０' && c <= '９') out.append((char) (c - '０' + '0'));
      else if (!Character.isWhitespace(c) && !Character.isSpaceChar(c) && c != '\u200b') {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** The contents of a meta name that hold something, in order; placeholders are left out. */
  static List<String> meta(Document document, String name) {
    return document.meta().stream()
        .filter(m -> m.name().equalsIgnoreCase(name))
        .map(m -> m.content().strip())
        .filter(Excerpt::isFilled)
        .distinct()
        .toList();
  }

  /** What the information box says under the first of some labels; null when nothing. */
  static @Nullable String box(Document document, List<String> labels) {
    String best = null;
    int rank = labels.size();
    for (Meta pair : document.box()) {
      String label = compact(pair.name());
      if (label.endsWith(":") || label.endsWith("："))
        label = label.substring(0, label.length() - 1);
      int place = labels.indexOf(label);
      if (place >= 0 && place < rank && isFilled(pair.content())) {
        best = pair.content().strip();
        rank = place;
      }
    }
    return best;
  }

  private static boolean isFilled(String content) {
    return !content.isBlank() && !PLACEHOLDER.matcher(content).matches();
  }
}
