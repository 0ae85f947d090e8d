package org.fangzhi.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * How the last runs of a source went, the oldest first: a bar each, as high as many of its pages
 * were had.
 *
 * @param last number of the last run; 0 when there was none
 */
public record Spark(List<Bar> bars, long last) {

  /** A bar, and of how many pages asked for how many were had. */
  public record Bar(int x, int y, int height, String how, long had, long asked) {}

  static final int MOST = 12;
  private static final int HIGH = 24;
  private static final int LEAST = 3;
  private static final int WIDE = 8;
  private static final Set<String> HAD = Set.of("new", "changed", "unchanged", "moved");

  /**
   * @param runs the last first, each with id, how and outcomes; JSON's null for none
   */
  static Spark of(JsonNode runs) {
    long most = 1;
    for (JsonNode run : runs) {
      most = Math.max(most, had(run));
    }
    List<Bar> bars = new ArrayList<>();
    for (int i = runs.size() - 1; i >= 0; i--) {
      JsonNode run = runs.get(i);
      long had = had(run);
      int height = (int) Math.max(LEAST, HIGH * had / most);
      long asked = RunPage.counts(run.path("outcomes")).values().stream().mapToLong(n -> n).sum();
      bars.add(
          new Bar(
              WIDE * bars.size(), HIGH - height, height, run.path("how").asString(""), had, asked));
    }
    return new Spark(bars, runs.isEmpty() ? 0 : runs.get(0).path("id").asLong());
  }

  private static long had(JsonNode run) {
    return RunPage.counts(run.path("outcomes")).entrySet().stream()
        .filter(outcome -> HAD.contains(outcome.getKey()))
        .mapToLong(outcome -> outcome.getValue())
        .sum();
  }
}
