package org.fangzhi.draft;

import java.util.List;
import org.fangzhi.division.Division;
import org.jspecify.annotations.Nullable;

/**
 * What a first look at a site found.
 *
 * @param host of the site
 * @param name as the site calls itself; null when it does not
 * @param division the division that it tells of; null when that is not certain
 * @param candidates divisions that it may tell of, when it is not certain
 * @param lists its lists of annual reports
 * @param delayMillis the pause that robots.txt asks for; null when it asks for none
 * @param asked pages asked for
 * @param doubts what is not certain, in words
 */
public record Survey(
    String host,
    @Nullable String name,
    @Nullable Division division,
    List<Division> candidates,
    List<Found> lists,
    @Nullable Long delayMillis,
    int asked,
    List<String> doubts) {

  public Survey {
    candidates = List.copyOf(candidates);
    lists = List.copyOf(lists);
    doubts = List.copyOf(doubts);
  }

  /**
   * A list of annual reports.
   *
   * @param cms as a source file names its family
   * @param reason what the family was known by
   * @param entries entries in its first page
   * @param reports how many of them are annual reports by their titles
   */
  public record Found(
      String url, String title, String cms, String reason, int entries, List<String> reports) {
    public Found {
      reports = List.copyOf(reports);
    }
  }
}
