package org.fangzhi.warc;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What the {@code metadata} record of a capture tells ({@code application/warc-fields}): what no
 * header of an answer does, and what an import makes the same capture of.
 */
final class Fields {
  /** In {@code warcinfo}: each capture of the file ends with its metadata. */
  static final String FORMAT = "fangzhi-captures";

  /** The page that led here; a name of the WARC standard. */
  static final String VIA = "via";

  /** Milliseconds; a name that Heritrix uses. */
  static final String TOOK = "fetchTimeMs";

  static final String SOURCE = "fangzhi-source";
  static final String OBSERVATION = "fangzhi-observation";
  static final String OUTCOME = "fangzhi-outcome";
  static final String VERSION = "fangzhi-version";
  static final String PAYLOAD = "fangzhi-payload-sha256";
  static final String HIDDEN = "fangzhi-payload-hidden";
  static final String TLS = "fangzhi-tls";
  static final String STATUS = "fangzhi-status";
  static final String WHY = "fangzhi-why";

  /** Redirects on the way, as JSON. */
  static final String HOPS = "fangzhi-hops";

  static final String KIND = "fangzhi-page-kind";
  static final String DEPTH = "fangzhi-page-depth";

  /** The text of the link that led here. */
  static final String ANCHOR = "fangzhi-page-anchor";

  static final String GROUP = "fangzhi-pace-group";

  /** Of a capture that has no record but its metadata: header blocks in base64. */
  static final String REQUEST = "fangzhi-request";

  static final String HEAD = "fangzhi-head";
  static final String MOVED = "fangzhi-moved-to";
  static final String CODING = "fangzhi-content-coding";
  static final String TRUNCATED = "fangzhi-truncated";

  /** The document's id and when it first came. */
  static final String DOCUMENT = "fangzhi-document";

  /** Ordinal, id and first time of each report of that document, by commas. */
  static final String REPORTS = "fangzhi-reports";

  /** What a source is, in a {@code metadata} record with this before its id as target. */
  static final String URN_SOURCE = "urn:fangzhi:source:";

  private Fields() {}

  /** Lines as {@code name: value}; those without a value are left out. */
  static byte[] written(Map<String, String> fields) {
    StringBuilder lines = new StringBuilder();
    fields.forEach(
        (name, value) -> {
          if (value != null) {
            lines
                .append(name)
                .append(": ")
                .append(value.replaceAll("[\\r\\n]+", " "))
                .append("\r\n");
          }
        });
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The fields of a block; lines that are none are passed over. */
  static Map<String, String> read(byte[] block) {
    Map<String, String> fields = new HashMap<>();
    for (String line : new String(block, StandardCharsets.UTF_8).split("\r\n|\n")) {
      int colon = line.indexOf(": ");
      if (colon > 0) {
        fields.put(line.substring(0, colon), line.substring(colon + 2));
      }
    }
    return fields;
  }
}
