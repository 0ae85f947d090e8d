package org.fangzhi.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.poi.ss.usermodel.BorderStyle;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.SheetVisibility;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.jspecify.annotations.Nullable;

/**
 * Reads the shown cells of a workbook: tables as grids, and rows that hold nothing but one text
 * outside of any frame as lines. Formulas are not computed: their kept results are read.
 */
final class SheetReader {
  /** In a sheet without frames: a sentence, or the heading of a section. */
  private static final Pattern PROSE = Pattern.compile("[一二三四五六七八九十]+、.*|.*。|.{41,}");

  private final List<String> notes = new ArrayList<>();
  private final List<Piece> pieces;
  private final DataFormatter formatter = new DataFormatter(Locale.ROOT);
  private int uncomputed;

  private SheetReader(List<Piece> pieces) {
    this.pieces = pieces;
    formatter.setUseCachedValuesForFormulaCells(true);
  }

  /** Adds what the sheets say to some pieces; returns remarks on what could not be read. */
  static List<String> read(Workbook workbook, List<Piece> pieces) {
    SheetReader reader = new SheetReader(pieces);
    for (int i = 0; i < workbook.getNumberOfSheets(); i++) {
      String name = Tidy.line(Characters.clean(workbook.getSheetName(i)));
      if (workbook.getSheetVisibility(i) == SheetVisibility.VISIBLE) {
        reader.sheet(workbook.getSheetAt(i), name, "sheet" + (i + 1) + "/");
      } else {
        reader.notes.add("hidden sheet not read: " + name);
      }
    }
    if (reader.uncomputed > 0) {
      reader.notes.add(reader.uncomputed + " formulas have no result kept in the file");
    }
    return reader.notes;
  }

  private void sheet(Sheet sheet, String name, String where) {
    SheetCells cells = SheetCells.of(sheet);
    if (cells.rows().size() == Grid.MAX_ROWS) {
      notes.add("only " + Grid.MAX_ROWS + " rows read of sheet " + name);
    }
    boolean framed = cells.rows().stream().anyMatch(r -> isFramed(sheet.getRow(r), cells));
    Grid grid = new Grid();
    int before = -1;
    for (int r : cells.rows()) {
      List<Grid.Entry> row = row(sheet, cells, r);
      List<String> texts = row.stream().map(Grid.Entry::text).filter(t -> !t.isEmpty()).toList();
      boolean apart = !isFramed(sheet.getRow(r), cells) && isWhole(cells, row, r);
      boolean blank = texts.isEmpty() && apart;
      boolean line = texts.size() == 1 && isLine(texts.get(0), apart, framed, grid);
      if (blank || line || r > before + 1 && apart) {
        grid = end(grid, name, where);
      }
      if (line) {
        texts.get(0).lines().forEach(text -> pieces.add(new Piece.Line(text, 0, where)));
      } else if (!blank && grid.row()) {
        row.forEach(grid::cell);
      }
      before = r;
    }
    end(grid, name, where);
  }

  private Grid end(Grid grid, String name, String where) {
    if (!grid.isBlank()) {
      pieces.add(new Piece.Sheet(name, grid, where));
    }
    return new Grid();
  }

  private static boolean isLine(String text, boolean apart, boolean framed, Grid above) {
    if (above.rows().isEmpty() && Titles.ofLines(List.of(text)) != null) {
      return true;
    }
    return apart && (framed || PROSE.matcher(text).matches());
  }

  /** Whether no merged cell joins the row to one above or below it. */
  private static boolean isWhole(SheetCells cells, List<Grid.Entry> row, int r) {
    int covered = row.stream().mapToInt(Grid.Entry::colSpan).sum();
    return covered == cells.columns().size() && row.stream().allMatch(e -> e.rowSpan() == 1);
  }

  private static boolean isFramed(Row row, SheetCells cells) {
    for (int c : cells.columns()) {
      Cell cell = row.getCell(c);
      CellStyle style = cell == null ? null : cell.getCellStyle();
      if (style != null
          && (style.getBorderBottom() != BorderStyle.NONE
              || style.getBorderLeft() != BorderStyle.NONE
              || style.getBorderRight() != BorderStyle.NONE)) {
        return true;
      }
    }
    return false;
  }

  private List<Grid.Entry> row(Sheet sheet, SheetCells cells, int r) {
    List<Grid.Entry> row = new ArrayList<>();
    for (int c : cells.columns()) {
      if (!cells.isCovered(r, c)) {
        CellRangeAddress area = cells.mergedAt(r, c);
        if (area == null) {
          row.add(entry(cell(sheet, r, c), 1, 1));
        } else {
          Cell first = cell(sheet, area.getFirstRow(), area.getFirstColumn());
          row.add(entry(first, cells.rowSpan(area), cells.colSpan(area)));
        }
      }
    }
    return row;
  }

  private static @Nullable Cell cell(Sheet sheet, int r, int c) {
    Row row = sheet.getRow(r);
    return row == null ? null : row.getCell(c);
  }

  private Grid.Entry entry(@Nullable Cell cell, int rowSpan, int colSpan) {
    if (cell == null) {
      return new Grid.Entry(rowSpan, colSpan, "", "");
    }
    String raw = Characters.clean(shown(cell));
    return new Grid.Entry(rowSpan, colSpan, Tidy.lines(Characters.clean(text(cell, raw))), raw);
  }

  private String shown(Cell cell) {
    if (isUncomputed(cell)) {
      uncomputed++;
      return "=" + cell.getCellFormula();
    }
    return formatter.formatCellValue(cell);
  }

  private static boolean isUncomputed(Cell cell) {
    return cell.getCellType() == CellType.FORMULA
        && cell instanceof XSSFCell kept
        && kept.getRawValue() == null;
  }

  private static String text(Cell cell, String shown) {
    CellType type = cell.getCellType();
    boolean number =
        (type == CellType.FORMULA ? cell.getCachedFormulaResultType() : type) == CellType.NUMERIC;
    if (!number || isUncomputed(cell)) {
      return shown;
    }
    if (DateUtil.isCellDateFormatted(cell)) {
      String date = String.valueOf(cell.getLocalDateTimeCellValue());
      return date.endsWith("T00:00") ? date.substring(0, date.length() - 6) : date;
    }
    String format = cell.getCellStyle().getDataFormatString();
    return SheetNumber.text(cell.getNumericCellValue(), shown, format == null ? "" : format);
  }
}
