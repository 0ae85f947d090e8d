package org.fangzhi.cli;

/** What was asked for cannot be done as asked; the message names what and the mend. */
final class WrongUse extends RuntimeException {
  WrongUse(String message) {
    super(message);
  }
}
