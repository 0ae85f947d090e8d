package org.fangzhi.crawl;

import crawlercommons.robots.BaseRobotRules;
import crawlercommons.robots.SimpleRobotRules;
import crawlercommons.robots.SimpleRobotRules.RobotRulesMode;
import crawlercommons.robots.SimpleRobotRulesParser;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a host's robots.txt permits one crawler (RFC 9309). Immutable; to be kept by the caller for
 * at most 24 hours, longer only while the host cannot say (section 2.4).
 */
public final class Robots {
  /** How much of a robots.txt is read, in bytes (section 2.5). */
  public static final int READ = 500 << 10;

  /**
   * How a robots.txt is asked for: five redirects (section 2.3.1.2), 8 MiB of which some is read.
   */
  public static final Bounds BOUNDS =
      Bounds.DEFAULT
          .withBody(8 << 20)
          .withRedirects(5)
          .withTimes(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(40));

  private static final Duration LONGEST_DELAY = Duration.ofMinutes(5);

  private static final int SITEMAPS = 10;

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
    return unreachable(fetched)
        ? unknown()
        : of(fetched.status(), content(fetched), fetched.head().first("Content-Type"), agent);
  }

  /**
   * The rules of an answer that was kept.
   *
   * @param content what {@link #content} gave of it
   */
  public static Robots of(int status, byte[] content, @Nullable String type, String agent) {
    return status >= 200 && status < 300 ? parse(content, type, agent) : all();
  }

  /** Nothing is permitted for now, since nobody could say what is. */
  public static Robots unknown() {
    return new Robots(new SimpleRobotRules(RobotRulesMode.ALLOW_NONE), true);
  }

  /**
   * True when the host could not say (section 2.3.1.4). A host that may not be asked at all is left
   * to whoever asks it for a page; redirects without end are no robots.txt (2.3.1.2).
   */
  public static boolean unreachable(Fetched fetched) {
    int status = fetched.status();
    Failure failure = fetched.failure();
    if (failure != null && status < 500) {
      return switch (failure.kind()) {
        case REDIRECT_LOOP -> false;
        case TOO_LARGE -> content(fetched).length == 0;
        case ADDRESS_REFUSED, INVALID_ADDRESS -> !fetched.hops().isEmpty();
        default -> true;
      };
    }
    return status >= 500 || status == 429 || status == 0;
  }

  /** What is read of an answer, at most {@link #READ} bytes; empty when there is no robots.txt. */
  public static byte[] content(Fetched fetched) {
    Failure failure = fetched.failure();
    if (fetched.status() < 200 || fetched.status() >= 300) {
      return new byte[0];
    }
    boolean cut = failure != null && fetched.coding() == null;
    byte[] content = cut ? fetched.body() : fetched.payload();
    return content.length <= READ ? content : Arrays.copyOf(content, READ);
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

  /** All is permitted. */
  public static Robots all() {
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

  /** The sitemaps that it names, canonical, each once; at most {@value #SITEMAPS}. */
  public List<String> sitemaps() {
    return rules.getSitemaps().stream()
        .map(Addresses::canonical)
        .filter(Objects::nonNull)
        .distinct()
        .limit(SITEMAPS)
        .toList();
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
