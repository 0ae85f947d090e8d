package org.fangzhi.document;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.fangzhi.document.OcrEngine.Word;
import org.fangzhi.document.PdfPage.Glyph;
import org.fangzhi.document.PdfPage.Rule;

/**
 * An image of a page made characters and lines again. Each cell of a ruled table is cut out and
 * recognised on a line of its own, since the engine reads short numbers between lines badly; what
 * seems a number is read a second time as one.
 *
 * @param glyphs the characters that were recognised, in points
 * @param rules the lines of tables, in points
 */
record OcrPage(List<Glyph> glyphs, List<Rule> rules) {
  /** Narrower tables, in points, are frames of pictures or of characters. */
  private static final double NARROWEST = 100;

  private static final int MOST_CELLS = 2_000;
  private static final int MARGIN = 30;
  private static final int LONGEST_NUMBER = 12;

  /** What stands alone in cells instead of a number. */
  private static final String NO_DIGITS = "-—–―一无有";

  /** Higher images are cut in two. */
  private static final int HIGHEST = 12_000;

  /** What stands for a number that was read in two ways; no number is read with it. */
  private static final String DIFFERENT = "\uFFFD";

  /** A piece of the page, in its pixels, and where it stands on a sheet for the engine. */
  private record Cut(Rectangle from, int x, int y, double zoom) {
    int width() {
      return (int) Math.ceil(from.width * zoom);
    }

    int height() {
      return (int) Math.ceil(from.height * zoom);
    }

    boolean holds(Word word) {
      int middleX = word.left() + word.width() / 2;
      int middleY = word.top() + word.height() / 2;
      return middleX >= x - MARGIN / 2
          && middleX < x + width() + MARGIN / 2
          && middleY >= y - MARGIN / 2
          && middleY < y + height() + MARGIN / 2;
    }

    /** Where on the page a word stands. */
    Word placed(Word word) {
      return new Word(
          word.text(),
          (int) ((word.left() - x) / zoom) + from.x,
          (int) ((word.top() - y) / zoom) + from.y,
          (int) Math.ceil(word.width() / zoom),
          (int) Math.ceil(word.height() / zoom));
    }
  }

  /** How a sheet of cuts is read. */
  @FunctionalInterface
  private interface Reading {
    List<Word> read(BufferedImage sheet) throws IOException;
  }

  /**
   * Reads an image.
   *
   * @param scale points in a pixel
   */
  static OcrPage read(BufferedImage image, double scale, OcrEngine engine) throws IOException {
    OcrRaster raster = OcrRaster.of(image, scale);
    BufferedImage page = raster.image();
    BufferedImage prose = copy(page, new Rectangle(page.getWidth(), page.getHeight()));
    List<Glyph> glyphs = new ArrayList<>();
    List<Rectangle> cells = new ArrayList<>();
    Graphics2D canvas = prose.createGraphics();
    canvas.setColor(Color.WHITE);
    for (PdfTable table : PdfRules.tables(raster.rules())) {
      if (table.width() >= NARROWEST) {
        for (PdfTable.Box box : table.boxes()) {
          Rectangle ink = raster.ink(box.left(), box.top(), box.right(), box.bottom());
          if (ink != null && cells.size() < MOST_CELLS) {
            cells.add(ink);
          }
        }
        canvas.fill(table.area(1 / scale));
      }
    }
    canvas.dispose();
    for (Word word : engine.text(prose)) {
      add(glyphs, word, scale);
    }
    addCells(page, cells, scale, engine, glyphs);
    return new OcrPage(glyphs, raster.rules());
  }

  private static void addCells(
      BufferedImage page, List<Rectangle> cells, double scale, OcrEngine engine, List<Glyph> glyphs)
      throws IOException {
    List<List<Word>> texts = read(page, cells, 1, engine::block);
    List<Rectangle> numbers = new ArrayList<>();
    List<String> first = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      String text = textOf(texts.get(i));
      if (!mayBeNumber(text)) {
        texts.get(i).forEach(word -> add(glyphs, word, scale));
      } else {
        numbers.add(cells.get(i));
        first.add(digits(text));
      }
    }
    List<String> second = numbers(page, numbers, 1, engine);
    List<String> third = numbers(page, numbers, 1.5, engine);
    for (int i = 0; i < numbers.size(); i++) {
      Rectangle box = numbers.get(i);
      String text = agreed(first.get(i), second.get(i), third.get(i));
      text = text.endsWith(DIFFERENT) || fits(text, box) ? text : text + DIFFERENT;
      add(glyphs, new Word(text, box.x, box.y, box.width, box.height), scale);
    }
  }

  /** What two of three readings say. */
  private static String agreed(String first, String second, String third) {
    if (!second.isEmpty() && (second.equals(first) || second.equals(third))) {
      return second;
    }
    return !third.isEmpty() && third.equals(first) ? third : first + DIFFERENT;
  }

  /** Whether a number is as wide as its digits, so that none was lost; those of all fonts are. */
  private static boolean fits(String number, Rectangle ink) {
    double width = (double) ink.width / ink.height;
    double points = number.chars().filter(c -> c == '.').count();
    double digits = number.length() - points;
    return width > (digits - 1) * 0.65 + points * 0.2
        && width < (digits - 1) * 0.9 + 0.85 + points * 0.5;
  }

  private static List<String> numbers(
      BufferedImage page, List<Rectangle> areas, double zoom, OcrEngine engine) throws IOException {
    return read(page, areas, zoom, engine::numbers).stream().map(OcrPage::textOf).toList();
  }

  /** Whether what was read may be a number; dashes and words must not be forced into digits. */
  private static boolean mayBeNumber(String text) {
    return text.length() <= LONGEST_NUMBER
        && text.chars().noneMatch(c -> NO_DIGITS.indexOf(c) >= 0)
        && text.chars().filter(c -> Characters.isHan((char) c)).count() < 2;
  }

  /** A number as the Chinese model gives it, with the signs it takes digits for. */
  private static String digits(String text) {
    StringBuilder digits = new StringBuilder();
    for (char c : text.toCharArray()) {
      digits.append("]|[lI".indexOf(c) >= 0 ? '1' : "oOD".indexOf(c) >= 0 ? '0' : c);
    }
    return digits.toString().replace(",", "");
  }

  private static String textOf(List<Word> words) {
    StringBuilder text = new StringBuilder();
    words.forEach(word -> text.append(word.text()));
    return text.toString();
  }

  /** What stands in some areas of a page, each laid on a line of its own; words by their area. */
  private static List<List<Word>> read(
      BufferedImage page, List<Rectangle> areas, double zoom, Reading reading) throws IOException {
    List<List<Word>> words = new ArrayList<>();
    for (int from = 0; from < areas.size(); ) {
      List<Cut> cuts = new ArrayList<>();
      int y = MARGIN;
      int width = 0;
      while (from < areas.size() && (cuts.isEmpty() || y < HIGHEST)) {
        Cut cut = new Cut(areas.get(from++), MARGIN, y, zoom);
        cuts.add(cut);
        y += cut.height() + MARGIN;
        width = Math.max(width, cut.width());
      }
      BufferedImage sheet = blank(width + 2 * MARGIN, y);
      Graphics2D canvas = sheet.createGraphics();
      canvas.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
      for (Cut cut : cuts) {
        BufferedImage piece = copy(page, cut.from());
        canvas.drawImage(piece, cut.x(), cut.y(), cut.width(), cut.height(), null);
      }
      canvas.dispose();
      List<Word> found = reading.read(sheet);
      cuts.forEach(cut -> words.add(of(cut, found)));
    }
    return words;
  }

  /** The words of a cut where they stand on the page. */
  private static List<Word> of(Cut cut, List<Word> words) {
    List<Word> own = new ArrayList<>();
    for (Word word : words) {
      if (cut.holds(word)) {
        own.add(cut.placed(word));
      }
    }
    return own;
  }

  private static BufferedImage blank(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D canvas = image.createGraphics();
    canvas.setColor(Color.WHITE);
    canvas.fillRect(0, 0, width, height);
    canvas.dispose();
    return image;
  }

  private static BufferedImage copy(BufferedImage page, Rectangle area) {
    BufferedImage copy = blank(area.width, area.height);
    Graphics2D canvas = copy.createGraphics();
    canvas.drawImage(page, -area.x, -area.y, null);
    canvas.dispose();
    return copy;
  }

  private static void add(List<Glyph> glyphs, Word word, double scale) {
    double width = word.width() * scale / word.text().length();
    double height = word.height() * scale;
    double bottom = word.top() * scale + height;
    for (int i = 0; i < word.text().length(); i++) {
      double left = word.left() * scale + i * width;
      String text = word.text().substring(i, i + 1);
      glyphs.add(new Glyph(text, left, bottom, width, height));
    }
  }
}
