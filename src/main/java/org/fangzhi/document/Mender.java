package org.fangzhi.document;

import java.util.ArrayList;
import java.util.List;
import org.fangzhi.document.Document.Repair;

/** Mends the text of one document and keeps the list of mends. */
final class Mender {
  private final boolean mirror;
  private final List<Repair> repairs = new ArrayList<>();

  private Mender(boolean mirror) {
    this.mirror = mirror;
  }

  /** A mender for a page or text: it mends only what a converter mirror had in its hands. */
  static Mender of(String text) {
    return new Mender(MirrorRepair.isMirror(text));
  }

  boolean mirror() {
    return mirror;
  }

  List<Repair> repairs() {
    return repairs;
  }

  /**
   * A piece of text without the mirror's artefacts.
   *
   * @param at its offset in the text before repair; negative when its mends are not listed
   */
  String mend(String raw, int at) {
    return mirror ? MirrorRepair.mend(raw, at, repairs) : raw;
  }
}
