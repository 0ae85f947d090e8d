package org.fangzhi.crawl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells what an attempt to fetch a page came to. Pure; safe for many threads. */
public final class Judge {
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Signs SIGNS = Signs.load();

  /** A meta refresh counts on pages that have next to nothing else. */
  private static final int STUB = 200;

  private Judge() {}

  /**
   * Judges an answer.
   *
   * @param held the SHA-256 of the version that is held, in hex; null when none is
   */
  public static Verdict judge(Fetched fetched, @Nullable String held) {
    int status = fetched.status();
    if (SIGNS.blocks(status)) {
      return verdict(Outcome.BLOCKED, "the site answers " + status, fetched);
    }
    Failure failure = fetched.failure();
    if (failure != null) {
      Outcome outcome =
          switch (failure.kind()) {
            case ADDRESS_REFUSED, FORBIDDEN, INVALID_ADDRESS -> Outcome.REFUSED;
            default -> Outcome.FAILED;
          };
      return verdict(outcome, failure.message(), fetched);
    }
    if (status == 304) {
      return held == null
          ? verdict(Outcome.FAILED, "the site answers 304 to a request without condition", fetched)
          : new Verdict(Outcome.UNCHANGED, "", null, held, null, null);
    }
    if (status != 200 && status != 203) {
      return instead(fetched, status == 404 || status == 410);
    }
    if (fetched.payload().length == 0) {
      return verdict(Outcome.FAILED, "the answer is empty", fetched);
    }
    Verdict notThePage = notThePage(fetched);
    return notThePage == null ? compared(fetched, held) : notThePage;
  }

  /** The outcome of a page that was not asked because somebody forbids it. */
  public static Verdict refused(String reason) {
    return new Verdict(Outcome.REFUSED, reason, null, null, null, null);
  }

  /** An answer that is no page by its status; a firewall or a closed site may answer 404 too. */
  private static Verdict instead(Fetched fetched, boolean absent) {
    String says = "the site answers " + fetched.status();
    if (fetched.payload().length > 0 && isText(fetched.payload())) {
      Glance page = Glance.at(fetched.payload(), fetched.head().first("Content-Type"));
      Sign block = SIGNS.first(page, fetched, Outcome.BLOCKED);
      if (block != null) {
        return signed(block, says + ": ", fetched);
      }
      Sign fault = absent ? SIGNS.first(page, fetched, Outcome.FAILED) : null;
      if (fault != null && SIGNS.first(page, fetched, Outcome.SOFT_MISSING) == null) {
        return signed(fault, says + ": ", fetched);
      }
    }
    return verdict(absent ? Outcome.MISSING : Outcome.FAILED, says, fetched);
  }

  private static Verdict signed(Sign sign, String before, Fetched fetched) {
    return new Verdict(
        sign.outcome(),
        before + sign.why(),
        sign.id(),
        sha256(fetched.payload()),
        null,
        retryAfter(fetched));
  }

  private static Verdict compared(Fetched fetched, @Nullable String held) {
    String sha256 = sha256(fetched.payload());
    // Who comes without a cookie is sent to the same page with the id of a session.
    String last = Traps.withoutSession(fetched.finalUrl());
    if (!last.equals(fetched.url())) {
      return new Verdict(Outcome.MOVED, "redirected to " + last, null, sha256, last, null);
    }
    Outcome outcome =
        held == null ? Outcome.NEW : held.equals(sha256) ? Outcome.UNCHANGED : Outcome.CHANGED;
    return new Verdict(outcome, "", null, sha256, null, null);
  }

  private static @Nullable Verdict notThePage(Fetched fetched) {
    String asked = fetched.url();
    String last = fetched.finalUrl();
    boolean redirected = !last.equals(asked);
    if (redirected && leadsUp(asked, last)) {
      return soft(fetched, "redirected to the column or home page " + last);
    }
    if (!isText(fetched.payload())) {
      return null;
    }
    Glance page = Glance.at(fetched.payload(), fetched.head().first("Content-Type"));
    String refresh = page.refresh() == null ? null : Addresses.resolve(last, page.refresh());
    if (refresh != null && page.visible() <= STUB && leadsUp(asked, refresh)) {
      return soft(fetched, "sent on to the column or home page " + refresh + " by a meta refresh");
    }
    String script = page.visible() <= STUB ? page.scripted() : null;
    String scripted = script == null ? null : Addresses.resolve(last, script);
    if (scripted != null && leadsUp(asked, scripted)) {
      return soft(fetched, "sent on to the column or home page " + scripted + " by a script");
    }
    Sign sign = SIGNS.first(page, fetched, null);
    if (sign != null) {
      return signed(sign, "", fetched);
    }
    boolean stub = refresh != null && page.visible() <= STUB && !refresh.equals(asked);
    return stub
        ? new Verdict(
            Outcome.MOVED,
            "sent on to " + refresh + " by a meta refresh",
            null,
            sha256(fetched.payload()),
            refresh,
            null)
        : null;
  }

  /** True when the way leads from a document to a directory above it, or to that one's index. */
  private static boolean leadsUp(String from, String to) {
    String document = path(from);
    String target = path(to);
    boolean column = document.endsWith("/") || document.matches(".*/(?:index|default)\\.\\w+");
    if (column || !Addresses.sameSite(from, to) || to.contains("?")) {
      return false;
    }
    String directory = target.substring(0, target.lastIndexOf('/') + 1);
    String name = target.substring(directory.length()).toLowerCase(Locale.ROOT);
    boolean index = name.isEmpty() || name.matches("(?:index|default|list|main|home)\\w*\\.\\w+");
    return index && document.startsWith(directory);
  }

  private static String path(String url) {
    int start = url.indexOf('/', url.indexOf("//") + 2);
    int query = url.indexOf('?', start);
    return url.substring(start, query < 0 ? url.length() : query);
  }

  /** False for the formats that carry their own name in their first bytes. */
  private static boolean isText(byte[] payload) {
    String start = new String(payload, 0, Math.min(payload.length, 8), StandardCharsets.ISO_8859_1);
    boolean binary =
        start.startsWith("%PDF")
            || start.startsWith("PK\u0003\u0004")
            || start.startsWith("\u00d0\u00cf\u0011\u00e0")
            || start.startsWith("\u0089PNG")
            || start.startsWith("\u00ff\u00d8\u00ff")
            || start.startsWith("GIF8")
            || start.startsWith("Rar!");
    return !binary;
  }

  private static Verdict soft(Fetched fetched, String reason) {
    return new Verdict(
        Outcome.SOFT_MISSING, reason, null, sha256(fetched.payload()), null, retryAfter(fetched));
  }

  private static Verdict verdict(Outcome outcome, String reason, Fetched fetched) {
    String sha256 = fetched.payload().length == 0 ? null : sha256(fetched.payload());
    return new Verdict(outcome, reason, null, sha256, null, retryAfter(fetched));
  }

  /** Seconds or a date (RFC 9110, 10.2.3); anything else says nothing. */
  private static @Nullable Duration retryAfter(Fetched fetched) {
    String value = fetched.head().first("Retry-After");
    if (value == null) {
      return null;
    }
    Duration wait = null;
    if (value.matches("\\d{1,9}")) {
      wait = Duration.ofSeconds(Long.parseLong(value));
    } else {
      try {
        Instant until =
            ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        wait = Duration.between(fetched.started().plus(fetched.took()), until);
      } catch (DateTimeException e) {
        return null;
      }
    }
    if (wait.isNegative()) {
      return null;
    }
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }

  /** Whether bytes begin as a page does, whatever their type is said to be. */
  public static boolean isMarkup(byte[] payload) {
    for (int at = 0; at < Math.min(payload.length, 200); at++) {
      if (payload[at] == '<') {
        return true;
      }
    }
    return false;
  }

  /** SHA-256 in lower-case hex. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
