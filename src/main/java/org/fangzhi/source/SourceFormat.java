package org.fangzhi.source;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.format.Format;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jsoup.select.QueryParser;
import org.jsoup.select.Selector;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;

/** The formats of {@code source.schema.json} that are more than a pattern. */
enum SourceFormat implements Format {
  DIVISION_CODE {
    @Override
    @Nullable Problem problem(String value) {
      return division(value) != null
          ? null
          : new Problem(
              "is \"" + value + "\", which is no division code",
              "Write the 6 digits of GB/T 2260, for example \"530381\"; a township has 9");
    }
  },

  HTTP_ADDRESS {
    @Override
    @Nullable Problem problem(String value) {
      Matcher parts = ADDRESS.matcher(value);
      if (!parts.matches()) {
        return new Problem(
            "is \"" + value + "\", which is no address of a web page",
            "Write it as in a browser, with http:// or https://");
      }
      Matcher place = PLACES.matcher(value);
      while (place.find()) {
        if (!place.group(1).equals("page") && !place.group(1).equals("year")) {
          return new Problem(
              "holds " + place.group() + ", for which nothing is put in",
              Spelling.choice(place.group(1), List.of("page", "year"))
                  + "; a { of the address itself is written %7B");
        }
      }
      try {
        URI host = new URI("http://" + IDN.toASCII(parts.group(1)));
        if (host.getHost() != null && host.getPort() <= 65535) {
          return host.getUserInfo() == null
              ? null
              : new Problem("holds a user name", "Leave out what stands before the @");
        }
      } catch (URISyntaxException | IllegalArgumentException e) {
        // Told below, like every other host that cannot be asked.
      }
      return new Problem(
          "names a host that cannot be: " + parts.group(1), "Correct what stands after //");
    }
  },

  PROXY_ADDRESS {
    @Override
    @Nullable Problem problem(String value) {
      return value.matches("https?://[^\\s/?#:@]+:\\d{1,5}/?")
              && URI.create(value).getHost() != null
          ? null
          : new Problem(
              "is \"" + value + "\", which is no address of a proxy",
              "Write it with its port, for example http://127.0.0.1:3128");
    }
  },

  QUARTZ_CRON {
    @Override
    @Nullable Problem problem(String value) {
      int fields = value.isBlank() ? 0 : value.strip().split("\\s+").length;
      if (fields == 5) {
        return new Problem(
            "is \"" + value + "\", a cron of 5 fields",
            "Put the second before it, and ? for one of the two days: \""
                + withSeconds(value.strip())
                + "\"");
      }
      try {
        CronExpression cron = new CronExpression(value);
        return cron.getNextValidTimeAfter(new Date()) == null
            ? new Problem("is \"" + value + "\", which never comes again", "Leave out the year")
            : null;
      } catch (ParseException e) {
        return new Problem(
            "is \"" + value + "\", which is no Quartz cron: " + e.getMessage(),
            "Write second, minute, hour, day, month, weekday, with ? for one of the two days:"
                + " \"0 30 2 * * ?\" is every night at 02:30");
      }
    }
  },

  ARTICLE_SCHEDULE {
    @Override
    @Nullable Problem problem(String value) {
      Problem cron = value.equals("adaptive") ? null : QUARTZ_CRON.problem(value);
      return cron == null || value.contains(" ")
          ? cron
          : new Problem(
              "is \"" + value + "\"", "Write adaptive, or a cron such as \"0 0 3 ? * SUN\"");
    }
  },

  DELAY {
    @Override
    @Nullable Problem problem(String value) {
      return delay(value) == null
          ? new Problem(
              "is \"" + value + "\", which is no delay up to 1h",
              "Write a whole number with its unit: 500ms, 2s or 1m")
          : null;
    }
  },

  DAY_WINDOW {
    @Override
    @Nullable Problem problem(String value) {
      List<LocalTime> window = window(value);
      if (window.isEmpty()) {
        return new Problem(
            "is \"" + value + "\", which is no window of the day",
            "Write two times of 24 hours, in quotes: \"20:00-07:00\"; midnight is 00:00");
      }
      return window.get(0).equals(window.get(1))
          ? new Problem(
              "is \"" + value + "\", which never opens", "Leave the window out to ask at any time")
          : null;
    }
  },

  RANGE {
    @Override
    @Nullable Problem problem(String value) {
      Matcher range = RANGES.matcher(value);
      if (!range.matches()) {
        return new Problem(
            "is \"" + value + "\", which is no range", "Write 3 for exactly 3, 1.. or 1..3");
      }
      boolean upsideDown =
          range.group(2) != null
              && Integer.parseInt(range.group(2)) < Integer.parseInt(range.group(1));
      return upsideDown
          ? new Problem("is \"" + value + "\", which ends before it begins", "Swap the two numbers")
          : null;
    }
  },

  ANSWER_POINTER {
    @Override
    @Nullable Problem problem(String value) {
      return value.isEmpty() || value.matches("(?:/(?:[^/~]|~[01])*)+")
          ? null
          : new Problem(
              "is \"" + value + "\", which is no JSON pointer",
              "Write the keys from the top with a / before each: /data/results");
    }
  },

  CSS_SELECTOR {
    @Override
    @Nullable Problem problem(String value) {
      try {
        QueryParser.parse(value);
        return null;
      } catch (Selector.SelectorParseException | IllegalArgumentException e) {
        return new Problem(
            "is \"" + value + "\", which is no CSS selector: " + e.getMessage(),
            "Try it in the browser's console: document.querySelectorAll(...)");
      }
    }
  },

  JAVA_REGEX {
    @Override
    @Nullable Problem problem(String value) {
      try {
        Pattern.compile(value);
        return null;
      } catch (PatternSyntaxException e) {
        return new Problem(
            "is \"%s\", which is no regular expression: %s at character %d"
                .formatted(value, e.getDescription(), e.getIndex() + 1),
            "A sign that stands for itself needs a \\ before it, and in double quotes two");
      }
    }
  };

  private static final Pattern ADDRESS = Pattern.compile("(?i)https?://([^\\s/?#]+)(?:[/?#]\\S*)?");
  private static final Pattern PLACES = Pattern.compile("\\{(\\w*)}");
  private static final Pattern DELAYS = Pattern.compile("(\\d{1,7})(ms|s|m|h)");
  private static final Pattern WINDOWS = Pattern.compile("(\\d\\d:\\d\\d)\\s*-\\s*(\\d\\d:\\d\\d)");
  private static final Pattern RANGES = Pattern.compile("(\\d{1,6})(?:\\.\\.(\\d{1,6})?)?");

  /** What is wrong with a value, null when nothing is. */
  abstract @Nullable Problem problem(String value);

  /**
   * What is wrong with a value.
   *
   * @param says goes on after the key's name: {@code is "x", which is no delay}
   */
  record Problem(String says, String mend) {}

  @Override
  public String getName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public boolean matches(ExecutionContext context, String value) {
    return problem(value) == null;
  }

  /**
   * A division's code as GB/T 2260 writes it: {@code 530300} for {@code 5303}; null when it is
   * none.
   */
  static @Nullable String division(String value) {
    boolean shape = value.matches("[1-9]\\d(\\d{2}|\\d{4}|\\d{7}|\\d{7}000)?");
    if (!shape) {
      return null;
    }
    String code = value.length() == 12 ? value.substring(0, 9) : value;
    return code.length() < 6
        ? (code + "0000").substring(0, 6)
        : code.replaceFirst("(?<=^\\d{6})000$", "");
  }

  /** A delay of at most an hour; null when it is none. */
  static @Nullable Duration delay(String value) {
    Matcher parts = DELAYS.matcher(value);
    if (!parts.matches()) {
      return null;
    }
    long number = Long.parseLong(parts.group(1));
    Duration delay =
        switch (parts.group(2)) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          default -> Duration.ofHours(number);
        };
    return delay.compareTo(Duration.ofHours(1)) > 0 ? null : delay;
  }

  /** Beginning and end of a window; empty when it is none. */
  static List<LocalTime> window(String value) {
    Matcher parts = WINDOWS.matcher(value);
    try {
      return parts.matches()
          ? List.of(LocalTime.parse(parts.group(1)), LocalTime.parse(parts.group(2)))
          : List.of();
    } catch (DateTimeException e) {
      return List.of();
    }
  }

  private static String withSeconds(String five) {
    String[] fields = five.split("\\s+");
    if (fields[4].equals("*")) {
      fields[4] = "?";
    } else if (fields[2].equals("*")) {
      fields[2] = "?";
    }
    return "0 " + String.join(" ", fields);
  }
}
