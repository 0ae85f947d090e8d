package org.fangzhi.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the log is written: logback.xml reads it too, and would write nothing for an unknown word.
 */
final class LogChoice {

  private static final Map<String, List<String>> WORDS =
      Map.of(
          "FANGZHI_LOG_FORMAT", List.of("text", "json"),
          "FANGZHI_LOG_LEVEL", List.of("ERROR", "WARN", "INFO", "DEBUG"));

  private LogChoice() {}

  /** What is wrong with the environment's words for it; null when nothing is. */
  static @Nullable String fault(Map<String, String> environment) {
    for (String name : List.of("FANGZHI_LOG_FORMAT", "FANGZHI_LOG_LEVEL")) {
      String word = environment.get(name);
      List<String> words = WORDS.getOrDefault(name, List.of());
      if (word != null && !words.contains(word)) {
        return "%s is '%s'; it must be one of %s.".formatted(name, word, String.join(", ", words));
      }
    }
    return null;
  }
}
