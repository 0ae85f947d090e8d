package org.fangzhi.document;

import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.poi.util.XMLHelper;
import org.jspecify.annotations.Nullable;

/**
 * Reads the main part of a DOCX as it is shown when all tracked changes are accepted. It is read as
 * a stream, since POI's own model of it takes many times the memory and knows neither text boxes
 * nor merged cells.
 */
final class DocxReader {
  private static final int DEEPEST = 500;

  private static final String DEPTH = "http://www.oracle.com/xml/jaxp/properties/maxElementDepth";

  /** Parts of the markup whose text is not shown. */
  private static final Set<String> SILENT =
      Set.of("moveFrom", "instrText", "delText", "delInstrText", "Fallback", "rt", "annotationRef");

  /** Word's own names of headings; in Chinese versions the number alone. */
  private static final Pattern HEADING = Pattern.compile("(?i)(?:heading|标题)?\\s*([1-6])");

  private static final class Cell {
    int span = 1;
    boolean goesOn;
    boolean widens;
  }

  private final XMLStreamReader xml;
  private final WordText out;
  private final Deque<String> path = new ArrayDeque<>();
  private final Deque<Cell> cells = new ArrayDeque<>();

  /** The next column of each open table. */
  private final Deque<Integer> columns = new ArrayDeque<>();

  private final Deque<Boolean> deletedRows = new ArrayDeque<>();
  private boolean hidden;

  /** Whether the run is set above the line. */
  private boolean raised;

  private boolean markDeleted;
  private int objects;

  private DocxReader(XMLStreamReader xml, List<Piece> pieces) {
    this.xml = xml;
    this.out = new WordText(pieces, 0);
  }

  /** Adds what a main part says to some pieces; returns remarks on what could not be read. */
  static List<String> read(InputStream part, List<Piece> pieces) throws XMLStreamException {
    XMLInputFactory factory = XMLHelper.newXMLInputFactory();
    // Java 24 and later stop at 100, which deep but sound files pass.
    if (factory.isPropertySupported(DEPTH)) {
      factory.setProperty(DEPTH, 2 * DEEPEST);
    }
    XMLStreamReader xml = factory.createXMLStreamReader(part);
    DocxReader reader = new DocxReader(xml, pieces);
    try {
      reader.readAll();
    } finally {
      xml.close();
    }
    return reader.notes();
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (objects > 0) {
      notes.add(objects + " embedded objects not read");
    }
    if (out.isCut()) {
      notes.add("text cut: there is too much of it");
    }
    return notes;
  }

  private void readAll() throws XMLStreamException {
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          String name = name();
          if (isSilent(name)) {
            skip();
          } else {
            begin(name);
            path.push(name);
            if (path.size() > DEEPEST) {
              throw new XMLStreamException("nested too deeply");
            }
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          end(path.pop());
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
          if (!hidden && "t".equals(path.peek())) {
            out.text(raised ? WordText.note(xml.getText()) : xml.getText());
          }
        }
        default -> {
          // comments and processing instructions
        }
      }
    }
  }

  /** The name of an element of Word's; others only stand around them, but for text in formulas. */
  private String name() {
    String space = String.valueOf(xml.getNamespaceURI());
    String name = xml.getLocalName();
    boolean own = space.contains("wordprocessingml") || space.contains("/wordml");
    boolean formula = name.equals("t") && space.endsWith("/math");
    boolean twice = name.equals("Fallback") && space.contains("markup-compatibility");
    return own || formula || twice ? name : "";
  }

  /** Deleted text is silent; a deleted mark or row is noted where it stands. */
  private boolean isSilent(String name) {
    if (name.equals("del")) {
      return !"rPr".equals(path.peek()) && !"trPr".equals(path.peek());
    }
    return SILENT.contains(name) || name.endsWith("Change");
  }

  private void skip() throws XMLStreamException {
    int depth = 1;
    while (depth > 0) {
      int event = xml.next();
      depth += event == XMLStreamConstants.START_ELEMENT ? 1 : 0;
      depth -= event == XMLStreamConstants.END_ELEMENT ? 1 : 0;
    }
  }

  private void begin(String name) {
    String parent = path.peek();
    switch (name) {
      case "r" -> {
        hidden = false;
        raised = false;
      }
      case "vertAlign" -> raised = "superscript".equals(value());
      case "tbl" -> {
        out.beginTable();
        columns.push(0);
        deletedRows.push(false);
      }
      case "tr" -> {
        if (!columns.isEmpty()) {
          out.beginRow();
          column(0);
          deletedRows.pop();
          deletedRows.push(false);
        }
      }
      case "tc" -> {
        cells.push(new Cell());
        out.beginCell();
      }
      case "txbxContent" -> out.beginBox();
      case "object" -> objects++;
      default -> {
        if ("r".equals(parent)) {
          character(name);
        } else if (parent != null) {
          property(name, parent);
        }
      }
    }
  }

  private void character(String name) {
    String text =
        switch (name) {
          case "tab", "ptab" -> " ";
          case "br", "cr" -> "\n";
          case "noBreakHyphen" -> "-";
          // a sign of a font of its own: what it shows cannot be known
          case "sym" -> "\uFFFD";
          default -> "";
        };
    if (!hidden) {
      out.text(text);
    }
  }

  private void property(String name, String parent) {
    switch (parent) {
      case "rPr" -> {
        hidden |= name.equals("vanish") && isOn();
        markDeleted |= name.equals("del");
      }
      case "pPr" -> {
        Matcher heading = HEADING.matcher(String.valueOf(value()));
        if (name.equals("pStyle") && heading.matches()) {
          out.heading(Integer.parseInt(heading.group(1)));
        } else if (name.equals("outlineLvl") && number(9) < 6) {
          out.heading(number(9) + 1);
        }
      }
      case "trPr" -> {
        if (name.equals("gridBefore") && !columns.isEmpty()) {
          column(columns.getFirst() + number(0));
        } else if (name.equals("del") && !deletedRows.isEmpty()) {
          deletedRows.pop();
          deletedRows.push(true);
        }
      }
      case "tcPr" -> {
        Cell cell = cells.peek();
        if (cell != null) {
          cell.span = name.equals("gridSpan") ? Math.max(1, number(1)) : cell.span;
          cell.goesOn |= name.equals("vMerge") && !"restart".equals(value());
          cell.widens |= name.equals("hMerge") && !"restart".equals(value());
        }
      }
      default -> {
        // formatting
      }
    }
  }

  private void end(String name) {
    switch (name) {
      case "p" -> {
        // without its mark a paragraph runs into the next
        if (!markDeleted) {
          out.endParagraph();
        }
        markDeleted = false;
      }
      case "tc" -> {
        Cell cell = cells.pop();
        int left = columns.getFirst();
        out.endCell(left, left + cell.span, cell.goesOn, cell.widens);
        column(left + cell.span);
      }
      case "tr" -> {
        if (Boolean.TRUE.equals(deletedRows.peek())) {
          out.dropRow();
        }
      }
      case "tbl" -> {
        out.endTable();
        columns.pop();
        deletedRows.pop();
      }
      case "txbxContent" -> out.endBox();
      default -> {
        // nothing to do
      }
    }
  }

  private void column(int next) {
    columns.pop();
    columns.push(Math.min(next, Grid.MAX_COLUMNS));
  }

  private @Nullable String value() {
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      if (xml.getAttributeLocalName(i).equals("val")) {
        return xml.getAttributeValue(i);
      }
    }
    return null;
  }

  private boolean isOn() {
    String value = value();
    return value == null || value.equals("1") || value.equals("true") || value.equals("on");
  }

  private int number(int otherwise) {
    String value = value();
    return value != null && value.matches("\\d{1,4}") ? Integer.parseInt(value) : otherwise;
  }
}
