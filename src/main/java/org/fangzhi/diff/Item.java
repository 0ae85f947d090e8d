package org.fangzhi.diff;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a document that is put beside one of the other: a paragraph, a table or a row.
 *
 * @param kind only pieces of one kind are put side by side
 * @param key equal when nothing of substance differs
 * @param label equal when they are surely the same piece, whatever else differs; null when nothing
 *     names it
 * @param bag its pairs of neighbouring characters, in order, to tell how alike two are
 */
record Item(Kind kind, String key, @Nullable String label, int[] bag) {

  /** What a piece is. */
  enum Kind {
    PARAGRAPH,
    TABLE,
    ROW
  }

  static Item paragraph(String key) {
    return new Item(Kind.PARAGRAPH, key, null, bag(key));
  }

  static Item table(String key, String labels) {
    return new Item(Kind.TABLE, key, null, bag(labels.isEmpty() ? key : labels));
  }

  static Item row(String key, String label) {
    return new Item(Kind.ROW, key, label.isEmpty() ? null : label, bag(key));
  }

  /** Some that follow each other, as one. */
  static Item joined(List<Item> items) {
    if (items.size() == 1) {
      return items.get(0);
    }
    int[] bag = items.stream().flatMapToInt(item -> Arrays.stream(item.bag)).sorted().toArray();
    String key = items.stream().map(Item::key).collect(Collectors.joining());
    return new Item(items.get(0).kind, key, null, bag);
  }

  /** How alike two are, 0 to 1. */
  double likeness(Item other) {
    if (kind != other.kind) {
      return 0;
    }
    if (key.equals(other.key) || label != null && label.equals(other.label)) {
      return 1;
    }
    int all = bag.length + other.bag.length;
    return all == 0 ? 0 : 2.0 * shared(other) / all;
  }

  private int shared(Item other) {
    int shared = 0;
    int i = 0;
    int j = 0;
    while (i < bag.length && j < other.bag.length) {
      if (bag[i] == other.bag[j]) {
        shared++;
        i++;
        j++;
      } else if (bag[i] < other.bag[j]) {
        i++;
      } else {
        j++;
      }
    }
    return shared;
  }

  private static int[] bag(String key) {
    int[] bag = new int[Math.max(0, key.length() - 1)];
    for (int i = 0; i < bag.length; i++) {
      bag[i] = key.charAt(i) << 16 | key.charAt(i + 1);
    }
    Arrays.sort(bag);
    return bag;
  }
}
