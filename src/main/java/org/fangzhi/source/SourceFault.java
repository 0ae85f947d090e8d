package org.fangzhi.source;

/**
 * What is wrong with a source file, in an operator's words.
 *
 * @param file the file, as it was named
 * @param line line of the fault, from 1
 * @param column column of the fault, from 1
 * @param field the key, with those above it: {@code schedule.lists}; empty for the file as a whole
 * @param message what is wrong
 * @param mend what to do about it
 */
public record SourceFault(
    String file, int line, int column, String field, String message, String mend) {

  /** In one line, as compilers write it, so that editors can jump there. */
  @Override
  public String toString() {
    return "%s:%d:%d: %s. %s".formatted(file, line, column, message, mend);
  }
}
