package org.fangzhi.document;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.fangzhi.document.PdfPage.Rule;
import org.jspecify.annotations.Nullable;

/** A page as grey pixels: put upright, and with the straight lines that rule its tables found. */
final class OcrRaster {
  /** Shorter lines, in points, are strokes of characters. */
  private static final double SHORTEST_ACROSS = 20;

  private static final double SHORTEST_DOWN = 14;
  private static final double THICK = 4;
  private static final int GAP = 3;

  /** Fewer dark pixels in a cell are dust. */
  private static final int FEWEST_DARK = 12;

  /** A scan lies askew by so many degrees at most. */
  private static final double MOST_SKEW = 3;

  private static final int MOST_POINTS = 500_000;

  private final BufferedImage image;
  private final int width;
  private final int height;

  /** Points in a pixel. */
  private final double scale;

  private final boolean[] dark;

  /** Also what is pale: thin lines fade when a page is turned. */
  private final boolean[] pale;

  private final boolean[] ruled;
  private final List<Rule> rules = new ArrayList<>();

  private OcrRaster(BufferedImage image, double scale) {
    this.image = image;
    this.width = image.getWidth();
    this.height = image.getHeight();
    this.scale = scale;
    int threshold = threshold();
    this.dark = below(threshold);
    this.pale = below((threshold + 255) / 2);
    this.ruled = new boolean[dark.length];
  }

  /**
   * Prepares an image.
   *
   * @param scale points in a pixel
   */
  static OcrRaster of(BufferedImage picture, double scale) {
    BufferedImage grey = turned(picture, 0);
    double skew = skew(new OcrRaster(grey, scale));
    OcrRaster raster =
        new OcrRaster(Math.abs(skew) < 0.04 ? grey : turned(grey, Math.toRadians(-skew)), scale);
    raster.findRules(true);
    raster.findRules(false);
    return raster;
  }

  /** The lines in points. */
  List<Rule> rules() {
    return rules;
  }

  double scale() {
    return scale;
  }

  private static BufferedImage turned(BufferedImage image, double angle) {
    BufferedImage out =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D canvas = out.createGraphics();
    canvas.setColor(Color.WHITE);
    canvas.fillRect(0, 0, out.getWidth(), out.getHeight());
    canvas.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    canvas.rotate(angle, out.getWidth() / 2.0, out.getHeight() / 2.0);
    canvas.drawImage(image, 0, 0, null);
    canvas.dispose();
    return out;
  }

  /** What parts dark from light best (Otsu 1979). */
  private int threshold() {
    long[] histogram = new long[256];
    double sum = 0;
    // row by row: all pixels at a time would take as much again as all else
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      for (int pixel : image.getRaster().getPixels(0, y, width, 1, row)) {
        histogram[pixel]++;
        sum += pixel;
      }
    }
    int best = 128;
    double most = 0;
    long below = 0;
    double sumBelow = 0;
    for (int t = 0; t < 255; t++) {
      below += histogram[t];
      sumBelow += (double) t * histogram[t];
      long above = (long) width * height - below;
      if (below > 0 && above > 0) {
        double apart = sumBelow / below - (sum - sumBelow) / above;
        double between = (double) below * above * apart * apart;
        if (between > most) {
          most = between;
          best = t;
        }
      }
    }
    return Math.max(90, Math.min(best, 180));
  }

  private boolean[] below(int threshold) {
    boolean[] below = new boolean[width * height];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRaster().getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        below[y * width + x] = row[x] <= threshold;
      }
    }
    return below;
  }

  /** By how many degrees lines fall to the right: where rows are fullest and emptiest. */
  private static double skew(OcrRaster raster) {
    List<int[]> points = new ArrayList<>();
    int step = Math.max(1, raster.width / 600);
    for (int y = 0; y < raster.height && points.size() < MOST_POINTS; y++) {
      for (int x = 0; x < raster.width; x += step) {
        if (raster.dark[y * raster.width + x]) {
          points.add(new int[] {x, y});
        }
      }
    }
    double best = 0;
    double most = peaks(points, 0, raster);
    for (double around = 0, reach = MOST_SKEW; reach > 0.05; around = best, reach /= 5) {
      for (int k = -10; k <= 10; k++) {
        double angle = around + k * reach / 10;
        double peaks = peaks(points, angle, raster);
        if (peaks > most * 1.001) {
          most = peaks;
          best = angle;
        }
      }
    }
    return best;
  }

  private static double peaks(List<int[]> points, double degrees, OcrRaster raster) {
    double slope = Math.tan(Math.toRadians(degrees));
    long[] rows = new long[3 * raster.height];
    for (int[] p : points) {
      int row = (int) Math.round(p[1] - p[0] * slope) + raster.height;
      rows[Math.max(0, Math.min(row, rows.length - 1))]++;
    }
    double sum = 0;
    for (long row : rows) {
      sum += (double) row * row;
    }
    return sum;
  }

  private boolean isDark(boolean across, int line, int at) {
    return pale[across ? line * width + at : at * width + line];
  }

  private void findRules(boolean across) {
    int lines = across ? height : width;
    int length = across ? width : height;
    int shortest = (int) ((across ? SHORTEST_ACROSS : SHORTEST_DOWN) / scale);
    for (int line = 0; line < lines; line++) {
      int start = -1;
      int last = -1;
      for (int at = 0; at <= length; at++) {
        if (at < length && isDark(across, line, at)) {
          start = start < 0 ? at : start;
          last = at;
        } else if (start >= 0 && (at == length || at - last > GAP)) {
          if (last - start >= shortest && isThin(across, line, start, last)) {
            add(across, line, start, last);
          }
          start = -1;
        }
      }
    }
  }

  /** Whether a run of dark pixels is a line and no part of an area. */
  private boolean isThin(boolean across, int line, int start, int end) {
    int most = (int) Math.ceil(THICK / scale);
    int thin = 0;
    for (int k = 1; k <= 9; k++) {
      int at = start + (end - start) * k / 10;
      int from = line;
      int to = line;
      while (from > 0 && line - from <= most && isDark(across, from - 1, at)) {
        from--;
      }
      while (to + 1 < (across ? height : width)
          && to - line <= most
          && isDark(across, to + 1, at)) {
        to++;
      }
      thin += to - from <= most ? 1 : 0;
    }
    return thin >= 5;
  }

  private void add(boolean across, int line, int start, int end) {
    rules.add(new Rule(across, (line + 0.5) * scale, start * scale, (end + 1) * scale));
    for (int near = Math.max(0, line - 1);
        near <= Math.min(line + 1, (across ? height : width) - 1);
        near++) {
      for (int at = start; at <= end; at++) {
        ruled[across ? near * width + at : at * width + near] = true;
      }
    }
  }

  /**
   * Where the ink stands inside an area given in points, without the lines at its edges; null when
   * it is blank.
   */
  @Nullable Rectangle ink(double left, double top, double right, double bottom) {
    int x0 = Math.max(0, (int) (left / scale));
    int x1 = Math.min(width, (int) (right / scale));
    int y0 = Math.max(0, (int) (top / scale));
    int y1 = Math.min(height, (int) (bottom / scale));
    int edge = (int) (THICK / scale);
    Rectangle ink = null;
    int count = 0;
    for (int y = y0; y < y1; y++) {
      for (int x = x0; x < x1; x++) {
        boolean atEdge = x - x0 < edge || x1 - x <= edge || y - y0 < edge || y1 - y <= edge;
        if (dark[y * width + x] && !(atEdge && ruled[y * width + x])) {
          count++;
          if (ink == null) {
            ink = new Rectangle(x, y, 1, 1);
          } else {
            ink.add(new Rectangle(x, y, 1, 1));
          }
        }
      }
    }
    return count < FEWEST_DARK ? null : ink;
  }

  /** The page, put upright. */
  BufferedImage image() {
    return image;
  }
}
