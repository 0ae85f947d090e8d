package org.fangzhi.diff;

import java.util.ArrayList;
import java.util.List;

/** How much one comparison looks at, and what it did not look at. */
final class Limits {
  /** Characters that are parted into words; a long report has 30,000. */
  private static final int MOST_CHARACTERS = 2_000_000;

  private static final int MOST_OF_A_PASSAGE = 200_000;

  private final List<String> notes = new ArrayList<>();
  private int left = MOST_CHARACTERS;

  /** Whether so many characters may still be parted into words. */
  boolean words(int characters) {
    if (characters > MOST_OF_A_PASSAGE || characters > left) {
      cut("so much differs that some passages are not compared word by word");
      return false;
    }
    left -= characters;
    return true;
  }

  /** Notes once that something was not looked at. */
  void cut(String why) {
    if (!notes.contains(why)) {
      notes.add(why);
    }
  }

  List<String> notes() {
    return notes;
  }
}
