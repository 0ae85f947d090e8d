package org.fangzhi.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells what some bytes are, by the bytes alone: names and headers are often wrong. */
final class Format {
  static final String HTML = "text/html";
  static final String TEXT = "text/plain";
  static final String PDF = "application/pdf";

  private static final int HEAD = 4 * 1024;
  private static final int DIRECTORY = 64 * 1024;

  /** The first bytes of formats that are not text, one character a byte. */
  private static final Map<String, String> MAGIC = new LinkedHashMap<>();

  static {
    MAGIC.put("\u001F\u008B", "application/gzip");
    MAGIC.put("PK\u0003\u0004", "application/zip");
    MAGIC.put("PK\u0005\u0006", "application/zip");
    MAGIC.put("\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1", "application/x-ole-storage");
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
    MAGIC.put("{\\rtf", "application/rtf");
  }

  /** Names of parts that tell what a zip archive is. */
  private static final Map<String, String> PARTS =
      Map.of(
          "word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
          "xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          "ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation",
          "OFD.xml", "application/ofd");

  /** Names of streams that tell what an OLE file is. */
  private static final Map<String, String> STREAMS =
      Map.of(
          "WordDocument", "application/msword",
          "Workbook", "application/vnd.ms-excel",
          "Book", "application/vnd.ms-excel",
          "PowerPoint Document", "application/vnd.ms-powerpoint");

  private static final Pattern HTML_START =
      Pattern.compile(
          "\\s*(?:<\\?xml[^>]*>\\s*)?(?:<!--.*?-->\\s*)*<(?:!doctype\\s+html|html|head|body|title|meta"
              + "|script|style|table|div|p|h1|span|font|link|br|ul|center|form|article|section)\\b.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern TAG =
      Pattern.compile(
          "</(?:p|div|td|tr|table|span|a|li|ul|h[1-6]|html|body|head)\\s*>",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern XML_START = Pattern.compile("\\s*<\\?xml\\b.*", Pattern.DOTALL);

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
    if (type.equals("application/zip")) {
      return named(
          PARTS, type, new String(bytes, 0, Math.min(bytes.length, DIRECTORY), ISO_8859_1));
    }
    if (type.equals("application/x-ole-storage")) {
      // the directory of streams may stand anywhere, at a multiple of two bytes
      return named(STREAMS, type, new String(bytes, UTF_16LE));
    }
    return type;
  }

  private static String named(Map<String, String> names, String type, String text) {
    for (Map.Entry<String, String> name : names.entrySet()) {
      if (text.contains(name.getKey())) {
        return name.getValue();
      }
    }
    return type;
  }

  /** Text holds next to no control characters, compressed or binary data one in ten. */
  private static boolean hasControls(String head) {
    long controls =
        head.chars()
            .filter(c -> c < ' ' && (c < '\t' || c > '\r') && c != 0x1B || c == 0x7F)
            .count();
    return controls * 50 > head.length();
  }

  /** Whether text is a page, or XML, JSON or plain text. */
  static String ofText(String text) {
    String head = text.substring(0, Math.min(text.length(), HEAD));
    if (HTML_START.matcher(head).matches()) {
      return HTML;
    }
    if (XML_START.matcher(head).matches()) {
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
