package org.fangzhi.document;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;

/**
 * The command {@code tesseract} with its Chinese model, and with its English one for numbers: one
 * process and one thread an image.
 */
final class OcrEngine {
  private static final String MISSING =
      "to have images of pages recognised: apt install tesseract-ocr tesseract-ocr-chi-sim";

  /** Pages of a document that are recognised, and how long all of them may take. */
  static final int MOST_PAGES = 40;

  private static final long MOST_NANOS = 180_000_000_000L;
  private static final long MOST_NANOS_AN_IMAGE = 40_000_000_000L;
  private static final int MOST_TEXT = 4 << 20;

  /** The columns of its table of words. */
  private static final int COLUMNS = 12;

  /** Nothing can be recognised; the message says why, for a document's notes. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }

  /**
   * A recognised word or character and where it stands, in pixels.
   *
   * @param top of its line
   * @param height of its line
   */
  record Word(String text, int left, int top, int width, int height) {}

  /** For all images of a document, by {@link System#nanoTime}. */
  private final long deadline = System.nanoTime() + MOST_NANOS;

  /** The words of a page or a column of text in reading order. */
  List<Word> text(BufferedImage image) throws IOException {
    return words(image, "chi_sim", "4", "");
  }

  /** The words of one block of lines of text. */
  List<Word> block(BufferedImage image) throws IOException {
    return words(image, "chi_sim", "6", "");
  }

  /**
   * The numbers of one block of lines of numbers; whatever else stands there is forced into digits.
   */
  List<Word> numbers(BufferedImage image) throws IOException {
    return words(image, "eng", "6", "0123456789.");
  }

  private List<Word> words(BufferedImage image, String model, String layout, String only)
      throws IOException {
    Path in = Files.createTempFile("fangzhi-ocr", ".png");
    Path out = Files.createTempFile("fangzhi-ocr", ".tsv");
    try {
      ImageIO.write(image, "png", in.toFile());
      List<String> command = new ArrayList<>(List.of("tesseract", in.toString(), "stdout"));
      command.addAll(List.of("-l", model, "--dpi", "300", "--psm", layout));
      command.addAll(List.of("-c", "tessedit_create_tsv=1"));
      if (!only.isEmpty()) {
        command.addAll(List.of("-c", "tessedit_char_whitelist=" + only));
      }
      run(command, out);
      if (Files.size(out) > MOST_TEXT) {
        throw new Refused("too much text in one image");
      }
      return parse(Characters.clean(Files.readString(out, StandardCharsets.UTF_8)));
    } finally {
      Files.delete(in);
      Files.delete(out);
    }
  }

  private void run(List<String> command, Path out) throws IOException {
    long nanos = Math.min(MOST_NANOS_AN_IMAGE, deadline - System.nanoTime());
    if (nanos <= 0) {
      throw new Refused("recognising the images took too long");
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("OMP_THREAD_LIMIT", "1");
    builder.redirectOutput(out.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new Refused(MISSING);
    }
    try {
      process.getOutputStream().close();
      if (!process.waitFor(nanos, TimeUnit.NANOSECONDS)) {
        throw new Refused("recognising the images took too long");
      }
      if (process.exitValue() != 0) {
        throw new Refused(MISSING);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused("stopped while recognising images");
    } finally {
      process.destroyForcibly();
    }
  }

  private static List<Word> parse(String table) {
    List<Word> words = new ArrayList<>();
    int top = 0;
    int height = 0;
    int end = 0;
    for (String row : table.split("\n")) {
      String[] fields = row.split("\t", COLUMNS);
      if (fields.length == COLUMNS && fields[0].equals("4")) {
        top = Integer.parseInt(fields[7]);
        height = Integer.parseInt(fields[9]);
        end = 0;
      } else if (fields.length == COLUMNS && fields[0].equals("5") && !fields[11].isBlank()) {
        // the places told are rough, the order is sure
        int left = Math.max(Integer.parseInt(fields[6]), end);
        int right = Integer.parseInt(fields[6]) + Integer.parseInt(fields[8]);
        words.add(
            new Word(bracketed(fields[11].strip()), left, top, Math.max(right - left, 1), height));
        end = left + Math.max(right - left, 1);
      }
    }
    return words;
  }

  /** Round brackets of the forms' labels are often taken for those of book titles. */
  private static String bracketed(String text) {
    boolean closed = text.indexOf('》') >= 0 || text.indexOf('〉') >= 0;
    return closed ? text : text.replace('《', '（').replace('〈', '（');
  }
}
