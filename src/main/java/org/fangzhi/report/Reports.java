package org.fangzhi.report;

import java.util.List;
import org.fangzhi.document.Document;
import org.fangzhi.document.Documents;
import org.fangzhi.document.Hints;

/** Reads reports. Pure and deterministic: the same bytes and hints give the same reading. */
public final class Reports {

  /**
   * The reader's version, kept with every reading; raised when a reading may come out otherwise.
   */
  public static final String READER = "1";

  private Reports() {}

  /** Reads bytes into a document and the reports in it. Never throws for what the bytes hold. */
  public static Reading read(byte[] bytes, Hints hints) {
    Document document = Documents.read(bytes, hints);
    return new Reading(document, of(document, hints));
  }

  /** The reports in a document; one with a null form when it holds none. */
  public static List<Report> of(Document document, Hints hints) {
    throw new UnsupportedOperationException("report room");
  }
}
