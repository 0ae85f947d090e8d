package org.fangzhi.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.document.Document.Meta;
import org.fangzhi.document.Document.Repair;
import org.jspecify.annotations.Nullable;

/** Reads plain text and Markdown: a paragraph a line, tables of lines with bars or tabs. */
final class TextReader {
  private static final int LONGEST = 12_000_000;

  private static final Pattern HEADING = Pattern.compile("(#{1,6})\\s+(.*)");

  private final Mender mender;
  private final List<Piece> pieces = new ArrayList<>();

  private TextReader(Mender mender) {
    this.mender = mender;
  }

  static Document read(Decoded decoded) {
    List<String> notes = new ArrayList<>();
    String source = decoded.text();
    if (source.length() > LONGEST) {
      notes.add("text cut after " + LONGEST + " of " + source.length() + " characters");
      source = source.substring(0, LONGEST);
    }
    Mender mender = Mender.of(source);
    TextReader reader = new TextReader(mender);
    reader.readLines(source);
    InfoBox box = new InfoBox();
    Assembly assembly = new Assembly(reader.pieces, box).cutChrome();
    String title = title(box.pairs(), assembly);
    List<Repair> repairs = new ArrayList<>(mender.repairs());
    repairs.sort(Comparator.comparingInt(Repair::at));
    return new Document(
        Format.TEXT,
        decoded.evidence(),
        title,
        List.of(),
        box.pairs(),
        assembly.blocks(),
        List.of(),
        assembly.text(),
        assembly.normalised(title),
        repairs,
        mender.mirror(),
        Set.of(),
        notes,
        assembly.around());
  }

  private static @Nullable String title(List<Meta> box, Assembly assembly) {
    for (Meta pair : box) {
      if (pair.name().equals("标题") && !pair.content().isEmpty()) {
        return pair.content();
      }
    }
    return Titles.ofLines(assembly.firstLines());
  }

  private void readLines(String source) {
    List<TextTable.Line> run = new ArrayList<>();
    int at = 0;
    while (at <= source.length()) {
      int end = source.indexOf('\n', at);
      int to = end < 0 ? source.length() : end;
      String raw = source.substring(at, to);
      TextTable.Line line = TextTable.Line.of(raw, at);
      TextTable.Kind kind = run.isEmpty() ? TextTable.Kind.PLAIN : run.get(run.size() - 1).kind();
      if (line.kind() != kind) {
        end(run);
      }
      if (line.kind() != TextTable.Kind.PLAIN) {
        run.add(line);
      } else {
        line(raw, at);
      }
      at = to + 1;
    }
    end(run);
  }

  /** Ends a run of lines with bars or tabs: tables where they are some, else lines. */
  private void end(List<TextTable.Line> run) {
    if (run.isEmpty()) {
      return;
    }
    List<Grid> grids = TextTable.of(run, mender);
    if (grids.isEmpty()) {
      run.forEach(line -> line(line.bare(), line.at()));
    }
    grids.forEach(grid -> pieces.add(new Piece.Sheet(null, grid, "")));
    run.clear();
  }

  private void line(String raw, int at) {
    String text = Tidy.line(mender.mend(raw, at));
    if (!text.isEmpty()) {
      Matcher heading = HEADING.matcher(text);
      boolean marked = heading.matches();
      pieces.add(
          new Piece.Line(
              marked ? heading.group(2) : text, marked ? heading.group(1).length() : 0, ""));
    }
  }
}
