package org.fangzhi.api;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;

/** A question that is clear, and is not answered; the message says what to do. */
public final class Refused extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String title;

  /**
   * @param status the HTTP status that says so
   */
  Refused(int status, String title, String detail) {
    super(detail);
    this.status = status;
    this.title = title;
  }

  /** Whether a question was given up because it took too long. */
  public static boolean isTooMuch(SQLException failed) {
    // 57014: the database cancelled the statement.
    return failed instanceof SQLTimeoutException || "57014".equals(failed.getSQLState());
  }

  /** The HTTP status that says so. */
  public int status() {
    return status;
  }

  /** What it is in a few words. */
  public String title() {
    return title;
  }
}
