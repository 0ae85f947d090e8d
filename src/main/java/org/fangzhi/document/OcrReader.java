package org.fangzhi.document;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Recognises Chinese text in images of pages through the command {@code tesseract}, where it is
 * installed: one process and one thread, for a bounded time.
 */
final class OcrReader {
  static final Set<String> TYPES = Set.of("image/png", "image/jpeg");

  private static final String MISSING =
      "not read: an image; to have it recognised: apt install tesseract-ocr tesseract-ocr-chi-sim";
  private static final int MOST_SECONDS = 20;
  private static final int MOST_BYTES = 20 << 20;
  private static final int MOST_TEXT = 1 << 20;

  /** Smaller images, in pixels, are no pages. */
  private static final int SMALLEST = 600;

  private static final long LARGEST = 50_000_000;

  private OcrReader() {}

  /** Reads an image. */
  static Document read(byte[] bytes, String type) {
    List<Piece> pieces = new ArrayList<>();
    String note;
    try {
      note = isPage(bytes) ? recognise(bytes, pieces) : "not read: no image of a page by its size";
    } catch (IOException | RuntimeException e) {
      note = "broken image: " + Tidy.line(Characters.clean(String.valueOf(e.getMessage())));
    }
    return Assembly.document(type, pieces, null, List.of(), List.of(note));
  }

  /** Asks the image's head alone, since decoding may take any memory. */
  private static boolean isPage(byte[] bytes) throws IOException {
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (bytes.length > MOST_BYTES || !readers.hasNext()) {
        return false;
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in);
        long width = reader.getWidth(0);
        long height = reader.getHeight(0);
        return Math.min(width, height) >= SMALLEST && width * height <= LARGEST;
      } finally {
        reader.dispose();
      }
    }
  }

  /** Adds the lines of an image to some pieces; returns a remark on how it went. */
  private static String recognise(byte[] image, List<Piece> pieces) throws IOException {
    Path in = Files.createTempFile("fangzhi-ocr", ".image");
    Path out = Files.createTempFile("fangzhi-ocr", ".txt");
    try {
      Files.write(in, image);
      Process process = start(in, out);
      if (process == null) {
        return MISSING;
      }
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "not read: recognising the image took more than " + MOST_SECONDS + " s";
      }
      if (process.exitValue() != 0) {
        return MISSING;
      }
      if (Files.size(out) > MOST_TEXT) {
        return "not read: too much text in one image";
      }
      String text = Files.readString(out, StandardCharsets.UTF_8);
      Characters.clean(text).lines().map(Tidy::line).forEach(line -> add(pieces, line));
      return "ocr: the text was " + Document.RECOGNISED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "not read: stopped while recognising the image";
    } finally {
      Files.delete(in);
      Files.delete(out);
    }
  }

  private static void add(List<Piece> pieces, String line) {
    if (!line.isEmpty()) {
      pieces.add(new Piece.Line(line, 0, ""));
    }
  }

  /** The process at work; null where there is no such command. */
  private static @Nullable Process start(Path in, Path out) {
    ProcessBuilder command =
        new ProcessBuilder("tesseract", in.toString(), "stdout", "-l", "chi_sim", "--psm", "4");
    command.environment().put("OMP_THREAD_LIMIT", "1");
    command.redirectOutput(out.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = command.start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      return null;
    }
  }
}
