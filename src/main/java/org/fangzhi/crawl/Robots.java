package org.fangzhi.crawl;

import crawlercommons.robots.BaseRobotRules;
import crawlercommons.robots.SimpleRobotRules;
import crawlercommons.robots.SimpleRobotRules.RobotRulesMode;
import crawlercommons.robots.SimpleRobotRulesParser;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.fangzhi.crawl.Failure.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What a host's robots.txt permits one crawler (RFC 9309). Immutable; to be kept by the caller for
 * at most 24 hours (section 2.4).
 */
public final class Robots {
  /** How much of a robots.txt is read, in bytes (section 2.5). */
  public static final int READ = 500 << 10;

  private static final Duration LONGEST_DELAY = Duration.ofMinutes(5);

  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final SimpleRobotRules rules;
  private final boolean deferred;

  private Robots(SimpleRobotRules rules, boolean deferred) {
    this.rules = rules;
    this.deferred = deferred;
  }

  /** The address of the robots.txt that rules an address. */
  public static String address(String canonical) {
    return canonical.substring(0, canonical.indexOf('/', canonical.indexOf("//") + 2))
        + "/robots.txt";
  }

  /**
   * The rules that came of asking for robots.txt. Without one (4xx) all is permitted; from a host
   * that cannot say (5xx, 429, no answer) nothing is for now: {@link #deferred}.
   *
   * @param agent the crawler's product name, such as {@code Fangzhi}
   */
  public static Robots of(Fetched fetched, String agent) {
    int status = fetched.status();
    Failure failure = fetched.failure();
    boolean tooLong = failure != null && failure.kind() == Kind.TOO_LARGE && status == 200;
    if (failure != null && failure.kind() == Kind.REDIRECT_LOOP) {
      return all();
    }
    if (failure != null && !tooLong || status >= 500 || status == 429 || status == 0) {
      return new Robots(new SimpleRobotRules(RobotRulesMode.ALLOW_NONE), true);
    }
    if (status >= 300) {
      return all();
    }
    byte[] content = tooLong && fetched.coding() == null ? fetched.body() : fetched.payload();
    return parse(content, fetched.head().first("Content-Type"), agent);
  }

  /** Reads the rules of a robots.txt, at most {@link #READ} bytes of it. */
  public static Robots parse(byte[] content, @Nullable String contentType, String agent) {
    byte[] read = Arrays.copyOfRange(content, mark(content), Math.min(content.length, READ));
    SimpleRobotRulesParser parser = new SimpleRobotRulesParser(Long.MAX_VALUE, 0);
    return new Robots(
        parser.parseContent(
            "http://robots.invalid/robots.txt",
            read,
            contentType == null ? "text/plain" : contentType,
            List.of(agent.toLowerCase(Locale.ROOT))),
        false);
  }

  /** The length of a byte order mark, which editors also leave behind in part. */
  private static int mark(byte[] content) {
    int length = 0;
    while (length < Math.min(3, content.length) && content[length] == MARK[length]) {
      length++;
    }
    return length;
  }

  private static Robots all() {
    return new Robots(new SimpleRobotRules(RobotRulesMode.ALLOW_ALL), false);
  }

  /** True when an address may be asked for. */
  public boolean permits(String canonical) {
    return rules.isAllowed(canonical);
  }

  /** True when the host could not say what it permits: to be asked again soon. */
  public boolean deferred() {
    return deferred;
  }

  /** The pause that the host wishes between requests, at most five minutes; null when none. */
  public @Nullable Duration delay() {
    long millis = rules.getCrawlDelay();
    if (millis == BaseRobotRules.UNSET_CRAWL_DELAY || millis <= 0) {
      return null;
    }
    Duration delay = Duration.ofMillis(millis);
    return delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
  }
}
