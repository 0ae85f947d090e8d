package org.fangzhi.document;

import com.rtfparserkit.parser.RtfListenerAdaptor;
import com.rtfparserkit.parser.RtfStreamSource;
import com.rtfparserkit.parser.standard.StandardRtfParser;
import com.rtfparserkit.rtf.Command;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads RTF files as they are shown: paragraphs, and tables by the edges of their cells. */
final class WordRtf extends RtfListenerAdaptor {
  /** Edges of cells as near as this, in twips, are one. */
  private static final int NEAR = 30;

  private static final int DEEPEST = 500;
  private static final int MOST_NESTED = 5_000;
  private static final int MOST_CELLS = 200;
  private static final int MOST_IN_ROW = 1 << 20;

  /** What holds no text of the body. */
  private static final Set<Command> ASIDE =
      EnumSet.of(
          Command.fonttbl,
          Command.colortbl,
          Command.stylesheet,
          Command.info,
          Command.pict,
          Command.object,
          Command.header,
          Command.headerl,
          Command.headerr,
          Command.headerf,
          Command.footer,
          Command.footerl,
          Command.footerr,
          Command.footerf,
          Command.footnote,
          Command.annotation,
          Command.fldinst,
          Command.optionalcommand);

  /** What a group sets and its end unsets. */
  private record State(boolean aside, boolean hidden, boolean title, boolean raised) {
    State raised(boolean now) {
      return new State(aside, hidden, title, now);
    }
  }

  /** The right edge of a cell and what it is merged with. */
  private record Edge(int right, boolean goesOn, boolean widens) {}

  private final WordText out;
  private final Deque<State> groups = new ArrayDeque<>();
  private final StringBuilder title = new StringBuilder();
  private State state = new State(false, false, false, false);

  private final List<Edge> edges = new ArrayList<>();
  private int left;
  private boolean goesOn;
  private boolean widens;

  /** The cells of the row that is being read. */
  private final List<String> cells = new ArrayList<>();

  private final StringBuilder cell = new StringBuilder();
  private boolean inTable;
  private boolean open;
  private int deeper;

  private WordRtf(List<Piece> pieces) {
    this.out = new WordText(pieces, NEAR);
  }

  /**
   * Adds what a file says to some pieces.
   *
   * @return the title that the file gives itself, if any
   */
  static @Nullable String read(byte[] bytes, List<Piece> pieces, List<String> notes)
      throws IOException {
    refuseBombs(bytes);
    WordRtf reader = new WordRtf(pieces);
    new StandardRtfParser().parse(new RtfStreamSource(new ByteArrayInputStream(bytes)), reader);
    reader.endTable();
    reader.out.endParagraph();
    if (reader.out.isCut()) {
      notes.add("text cut: there is too much of it");
    }
    return reader.title.isEmpty() ? null : reader.title.toString();
  }

  /** The parser makes room for what a file announces, and for every group in a group. */
  private static void refuseBombs(byte[] bytes) throws IOException {
    int depth = 0;
    for (int i = 0; i < bytes.length; i++) {
      switch (bytes[i]) {
        case '{' -> {
          if (++depth > MOST_NESTED) {
            throw new IOException("groups are nested more than " + MOST_NESTED + " deep");
          }
        }
        case '}' -> depth = Math.max(0, depth - 1);
        case '\\' -> {
          if (announced(bytes, i + 1) > bytes.length - i) {
            throw new IOException("it announces more binary data than it has");
          }
          i++; // what follows a backslash opens no group
        }
        default -> {
          // text
        }
      }
    }
  }

  /** The number behind {@code bin}; 0 where there is none. */
  private static long announced(byte[] bytes, int at) {
    if (at + 3 >= bytes.length
        || bytes[at] != 'b'
        || bytes[at + 1] != 'i'
        || bytes[at + 2] != 'n') {
      return 0;
    }
    long number = 0;
    for (int i = at + 3; i < bytes.length && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
      number = Math.min(number * 10 + bytes[i] - '0', Integer.MAX_VALUE);
    }
    return number;
  }

  @Override
  public void processGroupStart() {
    if (groups.size() >= DEEPEST) {
      deeper++;
    } else {
      groups.push(state);
    }
  }

  @Override
  public void processGroupEnd() {
    if (deeper > 0) {
      deeper--;
    } else if (!groups.isEmpty()) {
      state = groups.pop();
    }
  }

  @Override
  public void processString(String text) {
    if (state.title() && title.length() < 200) {
      title.append(text);
    }
    if (!state.aside() && !state.hidden()) {
      text(state.raised() ? WordText.note(text) : text);
    }
  }

  private void text(String text) {
    if (inTable) {
      int room = Math.max(0, MOST_IN_ROW - cell.length());
      cell.append(text, 0, Math.min(room, text.length()));
    } else {
      endTable();
      out.text(text);
    }
  }

  @Override
  public void processCommand(
      Command command, int parameter, boolean hasParameter, boolean optional) {
    if (command == Command.title) {
      state = new State(true, false, true, false);
    } else if (optional || ASIDE.contains(command)) {
      state = new State(true, state.hidden(), false, false);
    } else if (command == Command.v || command == Command.deleted) {
      state = new State(state.aside(), !hasParameter || parameter != 0, false, state.raised());
    } else if (command == Command.plain) {
      state = new State(state.aside(), false, state.title(), false);
    } else if (command == Command.supercmd || command == Command.up) {
      state = state.raised(!hasParameter || parameter != 0);
    } else if (command == Command.nosupersub || command == Command.sub) {
      state = state.raised(false);
    } else if (!state.aside()) {
      layout(command, parameter);
    }
  }

  private void layout(Command command, int parameter) {
    switch (command) {
      case pard -> inTable = false;
      case intbl -> inTable = true;
      case par, sect, page -> endParagraph();
      case line, nestcell, nestrow -> text("\n");
      case tab -> text(" ");
      case trowd -> define();
      case clvmrg -> goesOn = true;
      case clmrg -> widens = true;
      case cellx -> edge(parameter);
      case cell -> endCell();
      case row -> endRow();
      default -> {}
    }
  }

  private void endParagraph() {
    if (inTable) {
      text("\n");
    } else {
      endTable();
      out.endParagraph();
    }
  }

  private void define() {
    edges.clear();
    goesOn = false;
    widens = false;
  }

  private void edge(int right) {
    if (edges.size() < MOST_CELLS) {
      edges.add(new Edge(right, goesOn, widens));
    }
    goesOn = false;
    widens = false;
  }

  private void endCell() {
    if (cells.size() < MOST_CELLS) {
      cells.add(cell.toString());
    }
    cell.setLength(0);
  }

  private void endRow() {
    if (!open) {
      out.endParagraph();
      out.beginTable();
      open = true;
    }
    out.beginRow();
    left = 0;
    for (int i = 0; i < cells.size(); i++) {
      // a row without as many edges as cells has its cells side by side
      Edge edge = i < edges.size() ? edges.get(i) : new Edge(left + 10 * NEAR, false, false);
      out.beginCell();
      for (String paragraph : cells.get(i).split("\n")) {
        out.text(paragraph);
        out.endParagraph();
      }
      out.endCell(left, edge.right(), edge.goesOn(), edge.widens());
      left = edge.right();
    }
    cells.clear();
    cell.setLength(0);
  }

  private void endTable() {
    if (open) {
      out.endTable();
      open = false;
    }
  }
}
