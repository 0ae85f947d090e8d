package org.fangzhi.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.jspecify.annotations.Nullable;

/** Tells what some bytes are, by the bytes alone: names and headers are often wrong. */
final class Format {
  static final String HTML = "text/html";
  static final String TEXT = "text/plain";
  static final String PDF = "application/pdf";
  static final String DOCX =
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  static final String DOC = "application/msword";
  static final String XLS = "application/vnd.ms-excel";
  static final String RTF = "application/rtf";

  /** A page saved with its images in one file. */
  static final String MHTML = "multipart/related";

  /** A DOCX or XLSX with a password. */
  static final String ENCRYPTED = "application/encrypted";

  private static final String ZIP = "application/zip";
  private static final String OLE = "application/x-ole-storage";
  private static final int HEAD = 4 * 1024;
  private static final int DIRECTORY = 64 * 1024;

  /** The first bytes of formats that are not text, one character a byte. */
  private static final Map<String, String> MAGIC = new LinkedHashMap<>();

  static {
    MAGIC.put("\u001F\u008B", "application/gzip");
    MAGIC.put("PK\u0003\u0004", ZIP);
    MAGIC.put("PK\u0005\u0006", ZIP);
    MAGIC.put("\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1", OLE);
    MAGIC.put("\u0089PNG\r\n\u001A\n", "image/png");
    MAGIC.put("\u00FF\u00D8\u00FF", "image/jpeg");
    MAGIC.put("GIF87a", "image/gif");
    MAGIC.put("GIF89a", "image/gif");
    MAGIC.put("BM", "image/bmp");
    MAGIC.put("II*\0", "image/tiff");
    MAGIC.put("MM\0*", "image/tiff");
    MAGIC.put("RIFF", "image/webp");
    MAGIC.put("Rar!\u001A\u0007", "application/vnd.rar");
    MAGIC.put("7z\u00BC\u00AF\u0027\u001C", "application/x-7z-compressed");
    MAGIC.put("\u0028\u00B5\u002F\u00FD", "application/zstd");
    MAGIC.put("BZh", "application/x-bzip2");
    MAGIC.put("\u00FD7zXZ\0", "application/x-xz");
    MAGIC.put("{\\rtf", RTF);
  }

  /** How names of parts begin that tell what a zip archive is. */
  private static final Map<String, String> PARTS = new LinkedHashMap<>();

  static {
    PARTS.put("word/", DOCX);
    PARTS.put("xl/", XLSX);
    PARTS.put("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation");
    PARTS.put("OFD.xml", "application/ofd");
  }

  /** Names of streams that tell what an OLE file is; WPS writes the same ones. */
  private static final Map<String, String> STREAMS = new LinkedHashMap<>();

  static {
    STREAMS.put("WordDocument", DOC);
    STREAMS.put("Workbook", XLS);
    STREAMS.put("WORKBOOK", XLS);
    STREAMS.put("Book", XLS);
    STREAMS.put("PowerPoint Document", "application/vnd.ms-powerpoint");
  }

  private static final Pattern HTML_START =
      Pattern.compile(
          "\\s*(?:<\\?xml[^>]*>\\s*)?(?:<!--.*?-->\\s*)*<(?:!doctype\\s+html|html|head|body|title|meta"
              + "|script|style|table|div|p|h1|span|font|link|br|ul|center|form|article|section)\\b",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern TAG =
      Pattern.compile(
          "</(?:p|div|td|tr|table|span|a|li|ul|h[1-6]|html|body|head)\\s*>",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern XML_START = Pattern.compile("\\s*<\\?xml\\b");

  private Format() {}

  /** The media type of a format that is no text, null when the bytes may be text. */
  static @Nullable String ofBinary(byte[] bytes) {
    String head = new String(bytes, 0, Math.min(bytes.length, HEAD), ISO_8859_1);
    int pdf = head.indexOf("%PDF-");
    if (pdf >= 0 && pdf < 1024 && head.substring(0, pdf).indexOf('<') < 0) {
      return PDF;
    }
    for (Map.Entry<String, String> magic : MAGIC.entrySet()) {
      if (head.startsWith(magic.getKey()) && isSure(magic.getKey(), head)) {
        return refined(magic.getValue(), bytes);
      }
    }
    boolean wide = head.startsWith("\u00FF\u00FE") || head.startsWith("\u00FE\u00FF");
    return !wide && hasControls(head) ? "application/octet-stream" : null;
  }

  /** Two letters alone may begin a text. */
  private static boolean isSure(String magic, String head) {
    return switch (magic) {
      case "BM", "BZh" -> hasControls(head);
      case "RIFF" -> head.startsWith("WEBP", 8);
      default -> true;
    };
  }

  private static String refined(String type, byte[] bytes) {
    try {
      return switch (type) {
        case ZIP -> ofParts(bytes);
        case OLE -> ofStreams(bytes);
        default -> type;
      };
    } catch (IOException | RuntimeException e) {
      // a broken archive stays what its first bytes say
      return type;
    }
  }

  private static String ofParts(byte[] bytes) throws IOException {
    try (ZipParts parts = ZipParts.of(bytes, 0)) {
      List<String> names = parts.names();
      for (Map.Entry<String, String> part : PARTS.entrySet()) {
        if (names.stream().anyMatch(name -> name.startsWith(part.getKey()))) {
          return part.getValue();
        }
      }
      return ZIP;
    }
  }

  /** By the streams of its root alone: below it other files may be embedded. */
  private static String ofStreams(byte[] bytes) throws IOException {
    try (POIFSFileSystem file = new POIFSFileSystem(new ByteArrayInputStream(bytes))) {
      for (Map.Entry<String, String> stream : STREAMS.entrySet()) {
        if (file.getRoot().hasEntry(stream.getKey())) {
          return stream.getValue();
        }
      }
      return file.getRoot().hasEntry("EncryptedPackage") ? ENCRYPTED : OLE;
    }
  }

  /** Text holds next to no control characters, compressed or binary data one in ten. */
  private static boolean hasControls(String head) {
    int controls = 0;
    for (int i = 0; i < head.length(); i++) {
      char c = head.charAt(i);
      controls += c < ' ' && (c < '\t' || c > '\r') && c != 0x1B || c == 0x7F ? 1 : 0;
    }
    return controls * 50 > head.length();
  }

  private static final Pattern MAIL_HEAD =
      Pattern.compile(
          "(?:[\\w-]+:[^\\r\\n]*(?:\\r?\\n[ \\t][^\\r\\n]*)*\\r?\\n){0,40}?"
              + "Content-Type:\\s*multipart/(?:related|alternative|mixed)\\b",
          Pattern.CASE_INSENSITIVE);

  /** Whether some bytes begin with the head of a file of many parts, as saved pages have. */
  static boolean isMhtml(byte[] bytes) {
    String head = new String(bytes, 0, Math.min(bytes.length, HEAD), ISO_8859_1).stripLeading();
    return !head.startsWith("<") && MAIL_HEAD.matcher(head).lookingAt();
  }

  /** Whether text is a page, or XML, JSON or plain text. */
  static String ofText(String text) {
    String head = text.substring(0, Math.min(text.length(), HEAD));
    if (HTML_START.matcher(head).lookingAt()) {
      return HTML;
    }
    if (XML_START.matcher(head).lookingAt()) {
      return head.contains("<html") ? HTML : "application/xml";
    }
    long tags =
        TAG.matcher(text.substring(0, Math.min(text.length(), DIRECTORY)))
            .results()
            .limit(4)
            .count();
    return tags >= 3 ? HTML : TEXT;
  }
}
