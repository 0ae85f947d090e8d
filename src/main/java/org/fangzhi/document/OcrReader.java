package org.fangzhi.document;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Recognises images of pages, one page or several in a file. */
final class OcrReader {
  static final Set<String> TYPES =
      Set.of("image/png", "image/jpeg", "image/tiff", "image/bmp", "image/gif");

  private static final int MOST_BYTES = 64 << 20;

  /** Smaller images, in pixels, are no pages. */
  private static final int SMALLEST = 600;

  private static final long LARGEST = 100_000_000;

  /** Larger images are read in every second or third pixel: A4 at 300 dpi has 9 million. */
  private static final double ENOUGH = 12_000_000;

  /** The width of a page in points, which an image does not tell reliably. */
  private static final double PAGE = 595;

  private final PdfFlow flow = new PdfFlow();
  private final List<String> notes = new ArrayList<>();

  private OcrReader() {}

  /** Reads an image. */
  static Document read(byte[] bytes, String type) {
    OcrReader reader = new OcrReader();
    try {
      reader.readAll(bytes);
    } catch (OcrEngine.Refused e) {
      reader.notes.add("not read: an image; " + e.getMessage());
    } catch (IOException | RuntimeException e) {
      // broken files fail in the library in many ways
      reader.notes.add(
          "broken image: " + Tidy.line(Characters.clean(String.valueOf(e.getMessage()))));
    }
    reader.flow.end();
    return Assembly.document(
        type, reader.flow.pieces(), null, List.of(), reader.notes, reader.flow.recognised());
  }

  private void readAll(byte[] bytes) throws IOException {
    OcrEngine engine = new OcrEngine();
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (bytes.length > MOST_BYTES || !readers.hasNext()) {
        notes.add("not read: no image, or one larger than " + (MOST_BYTES >> 20) + " MB");
        return;
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in);
        int pages = reader.getNumImages(true);
        for (int i = 0; i < Math.min(pages, OcrEngine.MOST_PAGES); i++) {
          if (isPage(reader, i)) {
            flow.scanned(page(reader, i, engine), pages > 1 ? "page" + (i + 1) + "/" : "");
          } else {
            notes.add("not read: no image of a page by its size");
          }
        }
      } finally {
        reader.dispose();
      }
    }
    if (!flow.recognised().isEmpty()) {
      notes.add("ocr: the text was recognised from images");
    }
  }

  /** Asks the image's head alone, since decoding may take any memory. */
  private static boolean isPage(ImageReader reader, int number) throws IOException {
    long width = reader.getWidth(number);
    long height = reader.getHeight(number);
    return Math.min(width, height) >= SMALLEST && width * height <= LARGEST;
  }

  private static OcrPage page(ImageReader reader, int number, OcrEngine engine) throws IOException {
    double pixels = (double) reader.getWidth(number) * reader.getHeight(number);
    int step = (int) Math.ceil(Math.sqrt(pixels / ENOUGH));
    ImageReadParam param = reader.getDefaultReadParam();
    param.setSourceSubsampling(step, step, 0, 0);
    BufferedImage image = reader.read(number, param);
    return OcrPage.read(image, PAGE / Math.min(image.getWidth(), image.getHeight()), engine);
  }
}
