package org.fangzhi.publish;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** How the readings of many versions differ: counted by source, the worst kept one by one. */
public final class Differences {

  // What is there no more or reads otherwise is worse than what is new.
  private static final Comparator<Difference> BETTER =
      Comparator.comparingInt(Difference::reportsLost)
          .thenComparingInt(difference -> difference.lost() + difference.changed())
          .thenComparingInt(difference -> difference.attributes().size())
          .thenComparingInt(difference -> difference.reportsGained() + difference.gained())
          .thenComparing(Difference::url, Comparator.reverseOrder());

  /**
   * What came of some versions.
   *
   * @param read versions read again
   * @param same those of them in which nothing reads otherwise
   * @param failed versions that the present reader could not read; what is current stays
   * @param attributes attributes of reports that read otherwise
   */
  public record Count(
      long read,
      long same,
      long failed,
      long gained,
      long lost,
      long changed,
      long attributes,
      long reportsGained,
      long reportsLost) {

    private static final Count NONE = new Count(0, 0, 0, 0, 0, 0, 0, 0, 0);

    private Count plus(Count other) {
      return new Count(
          read + other.read,
          same + other.same,
          failed + other.failed,
          gained + other.gained,
          lost + other.lost,
          changed + other.changed,
          attributes + other.attributes,
          reportsGained + other.reportsGained,
          reportsLost + other.reportsLost);
    }
  }

  private final Map<String, Count> bySource = new LinkedHashMap<>();
  private final PriorityQueue<Difference> worst = new PriorityQueue<>(BETTER);
  private final int most;

  Differences(int most) {
    this.most = most;
  }

  void failed(String source) {
    count(source, new Count(0, 0, 1, 0, 0, 0, 0, 0, 0));
  }

  void same(String source) {
    count(source, new Count(1, 1, 0, 0, 0, 0, 0, 0, 0));
  }

  void add(Difference one) {
    count(
        one.source(),
        new Count(
            1,
            0,
            0,
            one.gained(),
            one.lost(),
            one.changed(),
            one.attributes().size(),
            one.reportsGained(),
            one.reportsLost()));
    worst.add(one);
    if (worst.size() > most) {
      worst.remove();
    }
  }

  private void count(String source, Count count) {
    bySource.merge(source, count, Count::plus);
  }

  /** By source, the one in which most reads worse first. */
  public Map<String, Count> bySource() {
    Map<String, Count> sorted = new LinkedHashMap<>();
    bySource.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<String, Count>>comparingLong(e -> -e.getValue().reportsLost())
                .thenComparing(e -> -e.getValue().lost() - e.getValue().changed())
                .thenComparing(e -> -e.getValue().attributes())
                .thenComparing(Map.Entry::getKey))
        .forEach(e -> sorted.put(e.getKey(), e.getValue()));
    return sorted;
  }

  /** Of all sources. */
  public Count total() {
    return bySource.values().stream().reduce(Count.NONE, Count::plus);
  }

  /** The versions that differ most, the worst first. */
  public List<Difference> worst() {
    return worst.stream().sorted(BETTER.reversed()).toList();
  }
}
