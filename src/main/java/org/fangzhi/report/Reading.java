package org.fangzhi.report;

import java.util.List;
import org.fangzhi.document.Document;

/**
 * All that was read from some bytes.
 *
 * @param document the document
 * @param reports its reports in order; exactly one with a null form when it holds none
 */
public record Reading(Document document, List<Report> reports) {
  public Reading {
    reports = List.copyOf(reports);
  }
}
