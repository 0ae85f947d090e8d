package org.fangzhi.warc;

/** Kept bytes that are no longer what their hash says, or are gone; the message names them. */
public final class Damage extends Exception {
  private static final long serialVersionUID = 1;

  Damage(String message) {
    super(message);
  }
}
