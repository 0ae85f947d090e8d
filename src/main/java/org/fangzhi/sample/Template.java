package org.fangzhi.sample;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text with places named {@code {{name}}}. */
final class Template {
  private static final Pattern PLACE = Pattern.compile("\\{\\{([A-Za-z0-9-]+)}}");

  private Template() {}

  /** Fills every place; a place without a value is a mistake in the sample files. */
  static String fill(String template, Map<String, String> values) {
    return PLACE
        .matcher(template)
        .replaceAll(
            place -> {
              String value = values.get(place.group(1));
              if (value == null) {
                throw new IllegalStateException("nothing to put for {{" + place.group(1) + "}}");
              }
              return Matcher.quoteReplacement(value);
            });
  }
}
