package org.fangzhi.report;

import java.util.List;
import org.fangzhi.document.Document;
import org.fangzhi.document.Document.Meta;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a document where it speaks of itself.
 *
 * @param head its first lines
 * @param tail its last lines
 */
record Excerpt(List<String> head, List<String> tail) {
  private static final int HEAD = 3000;
  private static final int TAIL = 1200;

  static Excerpt of(Document document) {
    String text = document.text();
    String head = text.substring(0, Math.min(HEAD, text.length()));
    String tail = text.substring(Math.max(0, text.length() - TAIL));
    return new Excerpt(lines(head), lines(tail));
  }

  /** Whether head or tail contain some words. */
  boolean names(String words) {
    return head.stream().anyMatch(l -> l.contains(words))
        || tail.stream().anyMatch(l -> l.contains(words));
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

  /** What the information box says under one of some labels; null when nothing. */
  static @Nullable String box(Document document, List<String> labels) {
    for (String label : labels) {
      for (Meta pair : document.box()) {
        if (compact(pair.name()).replaceAll("[:：]$", "").equals(label)
            && isFilled(pair.content())) {
          return pair.content().strip();
        }
      }
    }
    return null;
  }

  private static boolean isFilled(String content) {
    return !content.isBlank()
        && !content.matches("(?:网站|栏目|文章)?(?:名称|标题|来源|头部|域名)|无|[-—/]+|null|undefined|[{\\[$<].*");
  }
}
