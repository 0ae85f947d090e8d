package org.fangzhi.console;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * A form as a browser sends it.
 *
 * @param fields decoded, each once
 */
record Form(Map<String, String> fields) {
  /** What ties a form to whom it was shown. */
  static final String TIE = "form";

  static Form of(Exchange exchange) {
    byte[] body = exchange.getMessage().getBody(byte[].class);
    return new Form(Visit.parameters(body == null ? "" : new String(body, StandardCharsets.UTF_8)));
  }

  /** A field; empty when it is missing. */
  String get(String name) {
    return fields.getOrDefault(name, "");
  }

  /** A field that must look like something; null when it is missing or does not. */
  @Nullable String get(String name, Pattern like) {
    String value = get(name);
    return like.matcher(value).matches() ? value : null;
  }
}
