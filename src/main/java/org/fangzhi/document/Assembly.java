package org.fangzhi.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fangzhi.document.Document.Meta;
import org.jspecify.annotations.Nullable;

/** Puts the pieces of a document together: cuts chrome, numbers places, makes the texts. */
final class Assembly {
  /** The information line stands within so many first lines. */
  private static final int TOP = 15;

  private static final int LONGEST_TOP = 200;
  private static final int LAST = 3;
  private static final int MOST_AROUND = 600;
  private static final int LONGEST_TITLE_LINES = 5;

  private final List<Piece> pieces;
  private final InfoBox box;
  private final List<String> around = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private int paragraphs;
  private int tables;

  Assembly(List<Piece> pieces, InfoBox box) {
    this.pieces = new ArrayList<>(pieces);
    this.box = box;
  }

  /**
   * The document that pieces make which were neither decoded nor repaired.
   *
   * @param ownTitle the title that the file gives itself, where its first lines have none
   */
  static Document document(
      String mediaType,
      List<Piece> pieces,
      @Nullable String ownTitle,
      List<Meta> meta,
      List<String> notes) {
    return document(mediaType, pieces, ownTitle, meta, notes, Set.of());
  }

  /**
   * The same where some of the text was recognised from images.
   *
   * @param recognised prefixes of the places of such pieces
   */
  static Document document(
      String mediaType,
      List<Piece> pieces,
      @Nullable String ownTitle,
      List<Meta> meta,
      List<String> notes,
      Set<String> recognised) {
    InfoBox box = new InfoBox();
    Assembly assembly = new Assembly(pieces, box).cutChrome();
    String title = Titles.ofLines(assembly.firstLines());
    if (title == null && ownTitle != null) {
      title = Titles.ofLines(List.of(ownTitle));
    }
    return new Document(
        mediaType,
        null,
        title,
        meta,
        box.pairs(),
        assembly.blocks(),
        List.of(),
        assembly.text(),
        assembly.normalised(title),
        List.of(),
        false,
        assembly.recognised(recognised),
        notes,
        assembly.around());
  }

  /** The places of the blocks under some prefixes. */
  private Set<String> recognised(Set<String> prefixes) {
    Set<String> places = new TreeSet<>();
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      if (prefixes.contains(piece.where())) {
        places.add(blocks().get(i).at());
      }
    }
    return places;
  }

  /** Cuts what is not the document's own from the top, the end and between. */
  Assembly cutChrome() {
    cutFooter();
    List<Piece> kept = new ArrayList<>();
    boolean top = true;
    for (int i = 0; i < pieces.size(); i++) {
      boolean last = i >= pieces.size() - LAST;
      if (pieces.get(i) instanceof Piece.Line line) {
        top &= i < TOP && line.text().length() < LONGEST_TOP;
        if (top && Chrome.isTrail(line.text())) {
          kept.forEach(this::leave);
          kept.clear();
          leave(line);
          box.lines(List.of(line.text()));
        } else if (!Chrome.isWidget(line.text())
            && !((top || last) && isInformation(line.text()))) {
          kept.add(line);
        } else {
          leave(line);
        }
      } else if (pieces.get(i) instanceof Piece.Sheet sheet) {
        if (!top || !box.table(sheet.grid())) {
          kept.add(sheet);
          top = false;
        } else {
          leave(sheet);
        }
      }
    }
    pieces.clear();
    pieces.addAll(kept);
    return this;
  }

  private boolean isInformation(String line) {
    boolean is = !Chrome.pairs(line).isEmpty();
    if (is) {
      box.lines(List.of(line));
    }
    return is;
  }

  /** From the first line of a footer on, when nothing but a little text follows. */
  private void cutFooter() {
    int all = 0;
    for (Piece piece : pieces) {
      all += length(piece);
    }
    int behind = 0;
    int cut = pieces.size();
    for (int i = pieces.size() - 1; i > 0; i--) {
      behind += length(pieces.get(i));
      if (pieces.get(i) instanceof Piece.Sheet || behind * 5 > all) {
        break;
      }
      if (pieces.get(i) instanceof Piece.Line line && Chrome.isFooter(line.text())) {
        cut = i;
      }
    }
    List<Piece> footer = pieces.subList(cut, pieces.size());
    footer.forEach(this::leave);
    footer.clear();
  }

  /** Keeps what is cut among the lines around the content, as far as they are kept. */
  private void leave(Piece piece) {
    if (piece instanceof Piece.Line line) {
      leave(line.text());
    } else if (piece instanceof Piece.Sheet sheet) {
      for (List<Grid.Entry> row : sheet.grid().rows()) {
        leave(row.stream().map(Grid.Entry::text).collect(Collectors.joining(" ")));
      }
    }
  }

  private void leave(String line) {
    if (around.size() < MOST_AROUND) {
      around.add(line);
    }
  }

  /** The lines that were cut. */
  List<String> around() {
    return around;
  }

  private static int length(Piece piece) {
    if (piece instanceof Piece.Line line) {
      return line.text().length();
    }
    int length = 0;
    for (List<Grid.Entry> row : ((Piece.Sheet) piece).grid().rows()) {
      for (Grid.Entry entry : row) {
        length += entry.text().length();
      }
    }
    return length;
  }

  /** The first lines that are left. */
  List<String> firstLines() {
    List<String> lines = new ArrayList<>();
    for (Piece piece : pieces) {
      if (lines.size() >= LONGEST_TITLE_LINES || !(piece instanceof Piece.Line line)) {
        break;
      }
      lines.add(line.text());
    }
    return lines;
  }

  /** The blocks in order, each with its place. */
  List<Block> blocks() {
    if (blocks.isEmpty()) {
      pieces.forEach(this::add);
    }
    return blocks;
  }

  /** The text of the blocks. */
  String text() {
    blocks();
    return text.toString();
  }

  private void add(Piece piece) {
    if (!text.isEmpty()) {
      text.append('\n');
    }
    if (piece instanceof Piece.Line line) {
      String at = line.where() + "p" + ++paragraphs;
      blocks.add(new Block.Paragraph(at, line.text(), line.level()));
      text.append(line.text());
    } else if (piece instanceof Piece.Sheet sheet) {
      String name = "t" + ++tables;
      Block.Table table = sheet.grid().table(sheet.where() + name, name, sheet.caption());
      blocks.add(table);
      append(table);
    }
  }

  private void append(Block.Table table) {
    for (int r = 0; r < table.rows().size(); r++) {
      text.append(r == 0 ? "" : "\n");
      boolean first = true;
      for (int c = 0; c < table.columns(); c++) {
        Block.Cell cell = table.rows().get(r).get(c);
        if (cell != null && cell.row() == r && cell.column() == c) {
          text.append(first ? "" : "\t").append(cell.text().replace('\n', ' '));
          first = false;
        }
      }
    }
  }

  /** The text as compared between copies, which need not repeat the title. */
  String normalised(@Nullable String title) {
    StringBuilder own = new StringBuilder(text.length());
    int skip = titleLines(title);
    for (int i = skip; i < pieces.size(); i++) {
      if (pieces.get(i) instanceof Piece.Line line) {
        own.append(Chrome.withoutCounters(line.text()));
      } else if (pieces.get(i) instanceof Piece.Sheet sheet) {
        sheet.grid().rows().forEach(row -> row.forEach(entry -> own.append(entry.text())));
      }
    }
    return Normalised.of(own.toString());
  }

  /** How many first lines only say the title. */
  private int titleLines(@Nullable String title) {
    List<String> first = firstLines();
    String whole = title == null ? "" : Normalised.of(title);
    int lines = 0;
    while (lines < first.size() && whole.contains(Normalised.of(first.get(lines)))) {
      lines++;
    }
    for (int i = 1; lines == 0 && i <= first.size(); i++) {
      lines = Titles.ofLines(first.subList(0, i)) == null ? 0 : i;
    }
    return lines;
  }
}
