package org.fangzhi.document;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads bytes into {@link Document}s. Pure: no network, no state, safe for many threads. */
public final class Documents {
  private Documents() {}

  /**
   * Reads some bytes. Never throws for what the bytes hold: what cannot be read is said in {@link
   * Document#notes}.
   */
  public static Document read(byte[] bytes, Hints hints) {
    String binary = Format.ofBinary(bytes);
    if (Format.PDF.equals(binary)) {
      return PdfReader.read(bytes);
    }
    if (binary != null && OfficeReader.TYPES.contains(binary)) {
      return OfficeReader.read(bytes, binary);
    }
    if (binary != null && OcrReader.TYPES.contains(binary)) {
      return OcrReader.read(bytes, binary);
    }
    if (binary != null) {
      return unread(binary, null, "not read yet: " + binary);
    }
    if (Format.isMhtml(bytes)) {
      return DocumentArchive.read(bytes, hints);
    }
    Decoded decoded = Charsets.decode(bytes, hints.contentType());
    String type = Format.ofText(decoded.text());
    return switch (type) {
      case Format.HTML -> HtmlReader.read(decoded, hints);
      case Format.TEXT -> TextReader.read(decoded);
      default -> unread(type, decoded.evidence(), "not read yet: " + type);
    };
  }

  private static Document unread(String type, @Nullable CharsetEvidence charset, String note) {
    return new Document(
        type,
        charset,
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        "",
        "",
        List.of(),
        false,
        Set.of(),
        List.of(note),
        List.of());
  }
}
