package org.fangzhi.watch;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a source comes to at the end of a run, before anything of it is published.
 *
 * @param listPages list pages that can be had
 * @param links articles that they lead to together
 * @param emptied list pages that led to articles when last published and lead to none now, one
 *     named
 * @param unreached why none of its entries could be had twice in a row; null when one could
 * @param pages pages whose published version holds a report
 * @param absent pages among them that were said to be absent when last asked for
 * @param silentDays days since anything new came; null when nothing ever did
 * @param years reports by year, as they would be after publication
 * @param lostYears years that are published and would be no more
 * @param read what waits to be published
 */
record Tally(
    int listPages,
    int links,
    Sample emptied,
    @Nullable String unreached,
    int pages,
    Sample absent,
    @Nullable Integer silentDays,
    Map<Integer, Integer> years,
    Map<Integer, Integer> lostYears,
    Waiting read) {

  /**
   * Some pages.
   *
   * @param first the address of one of them; null when there is none
   */
  record Sample(int count, @Nullable String first) {
    static final Sample NONE = new Sample(0, null);
  }

  /**
   * What waits to be published, held against what is published of the same pages.
   *
   * @param versions pages with a new version
   * @param fresh pages among them of which nothing was published, with a text that is held nowhere
   * @param reports reports among them
   * @param filled reports with a figure among them
   * @param characters characters among them
   * @param replaced U+FFFD among those
   * @param gone pages that held a report, are gone now, and whose text is held nowhere else
   * @param noReport pages that held a report and hold none
   * @param noFigures pages that hold less than half the figures
   * @param noTitle pages that had a title and have none
   * @param noAttribute pages whose report lacks a year, division, agency or date that it had
   * @param otherReport pages whose report is another now, by year, division or agency
   * @param otherDate pages whose report has another date now
   * @param otherFigures pages whose report has other figures now
   * @param garbled pages where U+FFFD are more than one in two hundred, and were not
   */
  record Waiting(
      int versions,
      int fresh,
      int reports,
      int filled,
      long characters,
      long replaced,
      Sample gone,
      Sample noReport,
      Sample noFigures,
      Sample noTitle,
      Sample noAttribute,
      Sample otherReport,
      Sample otherDate,
      Sample otherFigures,
      Sample garbled) {}
}
