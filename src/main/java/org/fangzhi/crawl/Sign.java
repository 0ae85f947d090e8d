package org.fangzhi.crawl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A sign that an answer with status 200 is not the page asked for; the list with its meaning is in
 * {@code signs.yaml}.
 */
record Sign(String id, Where where, Pattern pattern, int within, Outcome outcome, String why) {
  enum Where {
    TITLE,
    TEXT,
    HTML,
    URL
  }

  private record Line(
      String id, String where, String pattern, int within, String outcome, String why) {}

  static List<Sign> all() {
    try (InputStream in = Sign.class.getResourceAsStream("signs.yaml")) {
      if (in == null) {
        throw new IllegalStateException("signs.yaml is not in the program");
      }
      List<Line> lines = new YAMLMapper().readValue(in, new TypeReference<List<Line>>() {});
      return lines.stream().map(Sign::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Sign of(Line line) {
    return new Sign(
        line.id(),
        Where.valueOf(line.where().toUpperCase(Locale.ROOT)),
        Pattern.compile(line.pattern()),
        line.within(),
        Outcome.valueOf(line.outcome().toUpperCase(Locale.ROOT).replace('-', '_')),
        line.why());
  }

  boolean fits(Glance page, String finalUrl, boolean redirected) {
    if (page.visible() > within) {
      return false;
    }
    return switch (where) {
      case TITLE -> pattern.matcher(page.title()).matches();
      case TEXT -> pattern.matcher(page.text()).find();
      case HTML -> pattern.matcher(page.html()).find();
      case URL -> redirected && pattern.matcher(finalUrl).find();
    };
  }
}
