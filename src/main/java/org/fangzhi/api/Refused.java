package org.fangzhi.api;

/** A question that is clear, and is not answered; the message says what to do. */
final class Refused extends Exception {
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

  int status() {
    return status;
  }

  String title() {
    return title;
  }
}
