package org.fangzhi.console;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fangzhi.archive.Payload;
import org.fangzhi.crawl.Head;
import org.fangzhi.document.Document;
import org.fangzhi.document.Documents;
import org.fangzhi.document.Hints;
import org.jspecify.annotations.Nullable;

/**
 * Kept bytes read again as documents, to show where a figure stands: the same reader gives the same
 * places. The last ones are remembered.
 */
final class StoredDocuments {
  private static final int REMEMBERED = 24;

  /** What a page may wait for; larger ones are shown by their replay alone. */
  private static final int MOST_BYTES = 4 << 20;

  private final Map<String, Document> last =
      new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Document> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * The document of a payload; null when it is hidden or large.
   *
   * @param length of the payload
   * @param head of the answer that brought it; null when there was none
   */
  @Nullable Document of(
      Connection connection,
      String sha256,
      int length,
      String url,
      byte @Nullable [] head,
      @Nullable String anchor)
      throws SQLException {
    if (length > MOST_BYTES) {
      return null;
    }
    String key = sha256 + url;
    synchronized (last) {
      Document known = last.get(key);
      if (known != null) {
        return known;
      }
    }
    byte[] bytes = Payload.load(connection, HexFormat.of().parseHex(sha256));
    if (bytes == null) {
      return null;
    }
    String type = head == null ? null : new Head(head).first("Content-Type");
    Document document = Documents.read(bytes, new Hints(url, type, null, anchor));
    synchronized (last) {
      last.put(key, document);
    }
    return document;
  }
}
