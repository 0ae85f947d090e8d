package org.fangzhi.document;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.jspecify.annotations.Nullable;

/** Reads pages that a browser or a word processor saved with all they need in one file (MHTML). */
final class DocumentArchive {
  private static final int MOST_PARTS = 5_000;
  private static final int MOST_BYTES = 48 << 20;

  /** The first page in a file, its bytes decoded. */
  private record Page(byte[] bytes, String type, @Nullable String location) {}

  private DocumentArchive() {}

  static Document read(byte[] bytes, Hints hints) {
    try {
      Page page = page(bytes);
      if (page == null) {
        return unread("no page in the file");
      }
      String url = page.location() == null ? hints.url() : page.location();
      Hints own = new Hints(url, page.type(), hints.fileName(), hints.anchor());
      Document read = HtmlReader.read(Charsets.decode(page.bytes(), page.type()), own);
      return new Document(
          Format.MHTML,
          read.charset(),
          read.title(),
          read.meta(),
          read.box(),
          read.blocks(),
          read.links(),
          read.text(),
          read.normalised(),
          read.repairs(),
          read.mirrorArtefact(),
          read.recognised(),
          read.notes(),
          read.around());
    } catch (IOException | MimeException | RuntimeException e) {
      // broken files fail in the library in many ways
      return unread("broken file: " + Tidy.line(Characters.clean(String.valueOf(e.getMessage()))));
    }
  }

  private static @Nullable Page page(byte[] bytes) throws IOException, MimeException {
    MimeConfig config = new MimeConfig.Builder().setMaxLineLen(-1).setMaxHeaderLen(1 << 16).build();
    MimeTokenStream stream = new MimeTokenStream(config);
    stream.parse(new ByteArrayInputStream(bytes));
    String location = null;
    int parts = 0;
    for (EntityState state = stream.getState();
        state != EntityState.T_END_OF_STREAM && parts < MOST_PARTS;
        state = stream.next()) {
      if (state == EntityState.T_START_HEADER) {
        location = null;
        parts++;
      } else if (state == EntityState.T_FIELD
          && stream.getField().getName().equalsIgnoreCase("Content-Location")) {
        location = stream.getField().getBody().strip();
      } else if (state == EntityState.T_BODY
          && Set.of("text/html", "application/xhtml+xml")
              .contains(stream.getBodyDescriptor().getMimeType())) {
        byte[] body = stream.getDecodedInputStream().readNBytes(MOST_BYTES);
        String charset = stream.getBodyDescriptor().getCharset();
        boolean web = location != null && location.startsWith("http");
        return new Page(
            body,
            "text/html"
                + (charset == null || charset.equalsIgnoreCase("us-ascii")
                    ? ""
                    : "; charset=" + charset),
            web ? location : null);
      }
    }
    return null;
  }

  private static Document unread(String note) {
    return Assembly.document(Format.MHTML, List.of(), null, List.of(), List.of(note));
  }
}
