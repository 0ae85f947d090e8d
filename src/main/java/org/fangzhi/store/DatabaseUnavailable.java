package org.fangzhi.store;

/**
 * There is no database to work with. The message is for the person at the terminal: it names what
 * is wrong and how to mend it, and never holds a password.
 */
public final class DatabaseUnavailable extends RuntimeException {
  /** With what is wrong and the mend, in one or two sentences. */
  public DatabaseUnavailable(String message) {
    super(message);
  }

  /** With what is wrong and the mend, and the failure underneath for the log. */
  public DatabaseUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
