package org.fangzhi.document;

import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.contentstream.PDFGraphicsStreamEngine;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.util.Matrix;
import org.apache.pdfbox.util.Vector;

/**
 * Collects what one page of a PDF shows: characters, and straight lines that may rule a table. All
 * in points from the upper left corner of the page as it is looked at.
 */
final class PdfPage extends PDFGraphicsStreamEngine {
  private static final int MOST_GLYPHS = 200_000;
  private static final int MOST_RULES = 50_000;
  private static final int MOST_POINTS = 100_000;

  /** Thicker bars are areas, not lines. */
  private static final double THICK = 4;

  /**
   * A shown character or ligature.
   *
   * @param x left edge
   * @param y baseline
   * @param size height of the font
   */
  record Glyph(String text, double x, double y, double width, double size) {
    double right() {
      return x + width;
    }

    double middle() {
      return y - size * 0.35;
    }
  }

  /** A horizontal or vertical line: it runs at {@code at}, from {@code from} to {@code to}. */
  record Rule(boolean horizontal, double at, double from, double to) {}

  /** The reading takes longer than it may. */
  static final class TooLong extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooLong() {
      super("the page takes too long", null, false, false);
    }
  }

  private final AffineTransform view;
  private final long deadline;
  private final List<Glyph> glyphs = new ArrayList<>();
  private final List<Rule> rules = new ArrayList<>();
  private final Map<Long, Glyph> seen = new HashMap<>();
  private final List<Point2D.Double> path = new ArrayList<>();
  private final List<Integer> starts = new ArrayList<>();
  private boolean curved;
  private int operators;
  private int unmapped;
  private int invisible;
  private int images;
  private long largest;

  /**
   * Prepares a page.
   *
   * @param deadline by {@link System#nanoTime}
   */
  PdfPage(PDPage page, long deadline) {
    super(page);
    this.deadline = deadline;
    this.view = view(page);
  }

  private static AffineTransform view(PDPage page) {
    PDRectangle box = page.getCropBox();
    int turn = Math.floorMod(page.getRotation(), 360);
    AffineTransform view =
        switch (turn) {
          case 90 -> new AffineTransform(0, 1, 1, 0, 0, 0);
          case 180 -> new AffineTransform(-1, 0, 0, 1, box.getWidth(), 0);
          case 270 -> new AffineTransform(0, -1, -1, 0, box.getHeight(), box.getWidth());
          default -> new AffineTransform(1, 0, 0, -1, 0, box.getHeight());
        };
    view.translate(-box.getLowerLeftX(), -box.getLowerLeftY());
    return view;
  }

  /** Reads the page. */
  PdfPage read() throws IOException {
    processPage(getPage());
    return this;
  }

  List<Glyph> glyphs() {
    return glyphs;
  }

  List<Rule> rules() {
    return rules;
  }

  /** How many shown characters have no meaning in Unicode. */
  int unmapped() {
    return unmapped;
  }

  /** How many characters are there without being drawn, as behind a scan. */
  int invisible() {
    return invisible;
  }

  int images() {
    return images;
  }

  /** The pixels of the largest image. */
  long largest() {
    return largest;
  }

  @Override
  protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
    if (++operators % 256 == 0 && System.nanoTime() > deadline) {
      throw new TooLong();
    }
    super.processOperator(operator, operands);
  }

  @Override
  protected void showGlyph(Matrix matrix, PDFont font, int code, Vector displacement) {
    String text = font.toUnicode(code);
    if (text == null || text.isEmpty() || text.charAt(0) == '\uFFFD') {
      unmapped++;
      return;
    }
    Point2D.Double origin = new Point2D.Double(matrix.getTranslateX(), matrix.getTranslateY());
    Point2D.Double end =
        new Point2D.Double(
            origin.x + displacement.getX() * matrix.getScaleX(),
            origin.y + displacement.getX() * matrix.getShearY());
    view.transform(origin, origin);
    view.transform(end, end);
    double size = Math.hypot(matrix.getShearX(), matrix.getScaleY());
    double width = Math.max(end.x - origin.x, 0);
    RenderingMode mode = getGraphicsState().getTextState().getRenderingMode();
    invisible += mode == RenderingMode.NEITHER ? 1 : 0;
    Glyph glyph =
        new Glyph(
            Characters.ofRadicals(Characters.clean(text)),
            origin.x,
            origin.y,
            width,
            Math.min(size, 200));
    if (!glyph.text().isEmpty() && glyphs.size() < MOST_GLYPHS && !isDouble(glyph)) {
      glyphs.add(glyph);
    }
  }

  /** Bold type is often made by showing a character twice, a little apart. */
  private boolean isDouble(Glyph glyph) {
    long column = Math.round(glyph.x() / 4);
    long row = Math.round(glyph.y() / 4);
    for (long c = column - 1; c <= column + 1; c++) {
      for (long r = row - 1; r <= row + 1; r++) {
        Glyph other = seen.get((c << 32) ^ r);
        if (other != null
            && other.text().equals(glyph.text())
            && Math.abs(other.x() - glyph.x()) < Math.max(glyph.width() * 0.3, 0.5)
            && Math.abs(other.y() - glyph.y()) < glyph.size() * 0.2) {
          return true;
        }
      }
    }
    seen.put((column << 32) ^ row, glyph);
    return false;
  }

  @Override
  public void appendRectangle(Point2D p0, Point2D p1, Point2D p2, Point2D p3) {
    moveTo((float) p0.getX(), (float) p0.getY());
    for (Point2D p : List.of(p1, p2, p3, p0)) {
      lineTo((float) p.getX(), (float) p.getY());
    }
  }

  @Override
  public void moveTo(float x, float y) {
    starts.add(path.size());
    point(x, y);
  }

  @Override
  public void lineTo(float x, float y) {
    if (path.isEmpty()) {
      starts.add(0);
    }
    point(x, y);
  }

  private void point(float x, float y) {
    if (path.size() < MOST_POINTS) {
      Point2D.Double point = new Point2D.Double(x, y);
      view.transform(point, point);
      path.add(point);
    }
  }

  @Override
  public void curveTo(float x1, float y1, float x2, float y2, float x3, float y3) {
    curved = true;
    lineTo(x3, y3);
  }

  @Override
  public Point2D getCurrentPoint() throws IOException {
    if (path.isEmpty()) {
      return new Point2D.Float();
    }
    Point2D.Double last = path.get(path.size() - 1);
    try {
      return view.inverseTransform(last, new Point2D.Double());
    } catch (java.awt.geom.NoninvertibleTransformException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void closePath() {
    if (!starts.isEmpty() && starts.get(starts.size() - 1) < path.size()) {
      path.add(path.get(starts.get(starts.size() - 1)));
    }
  }

  @Override
  public void endPath() {
    path.clear();
    starts.clear();
    curved = false;
  }

  @Override
  public void strokePath() {
    eachPart(this::strokes);
  }

  @Override
  public void fillPath(int rule) {
    eachPart(this::bar);
  }

  @Override
  public void fillAndStrokePath(int rule) {
    eachPart(this::strokes);
  }

  private void eachPart(java.util.function.Consumer<List<Point2D.Double>> part) {
    for (int i = 0; !curved && i < starts.size(); i++) {
      int to = i + 1 < starts.size() ? starts.get(i + 1) : path.size();
      if (starts.get(i) < to) {
        part.accept(path.subList(starts.get(i), to));
      }
    }
    endPath();
  }

  private void strokes(List<Point2D.Double> points) {
    for (int i = 1; i < points.size(); i++) {
      Point2D.Double a = points.get(i - 1);
      Point2D.Double b = points.get(i);
      if (Math.abs(a.y - b.y) < 1) {
        rule(true, (a.y + b.y) / 2, a.x, b.x);
      } else if (Math.abs(a.x - b.x) < 1) {
        rule(false, (a.x + b.x) / 2, a.y, b.y);
      }
    }
  }

  /** A filled area is a line when it is thin. */
  private void bar(List<Point2D.Double> points) {
    double left = points.stream().mapToDouble(p -> p.x).min().orElse(0);
    double right = points.stream().mapToDouble(p -> p.x).max().orElse(0);
    double top = points.stream().mapToDouble(p -> p.y).min().orElse(0);
    double bottom = points.stream().mapToDouble(p -> p.y).max().orElse(0);
    if (bottom - top < THICK && right - left >= bottom - top) {
      rule(true, (top + bottom) / 2, left, right);
    } else if (right - left < THICK) {
      rule(false, (left + right) / 2, top, bottom);
    }
  }

  private void rule(boolean horizontal, double at, double a, double b) {
    if (rules.size() < MOST_RULES) {
      rules.add(new Rule(horizontal, at, Math.min(a, b), Math.max(a, b)));
    }
  }

  @Override
  public void drawImage(PDImage image) {
    images++;
    largest = Math.max(largest, (long) image.getWidth() * image.getHeight());
    if (image instanceof PDImageXObject drawn) {
      // an image is drawn as large as its mask
      for (COSName mask : List.of(COSName.SMASK, COSName.MASK)) {
        if (drawn.getCOSObject().getDictionaryObject(mask) instanceof COSStream stream) {
          long width = stream.getInt(COSName.WIDTH, 0);
          largest = Math.max(largest, width * stream.getInt(COSName.HEIGHT, 0));
        }
      }
    }
  }

  @Override
  public void clip(int rule) {
    // nothing here is drawn
  }

  @Override
  public void shadingFill(COSName name) {
    // nothing here is drawn
  }
}
