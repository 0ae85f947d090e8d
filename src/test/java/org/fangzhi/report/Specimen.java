package org.fangzhi.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.fangzhi.report.Blocks.cell;
import static org.fangzhi.report.Blocks.row;
import static org.fangzhi.report.Blocks.wide;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.poi.ss.usermodel.BorderStyle;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.apache.poi.xwpf.usermodel.XWPFTableRow;
import org.fangzhi.report.Blocks.Spanning;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTTc;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTTcPr;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.STMerge;

/** A made-up report of the form of 2021 with all its tables, written to any carrier. */
final class Specimen {
  static final String TITLE = "永安县人民政府2022年政府信息公开工作年度报告";

  private static final String[] TOP = {"一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"};
  private static final String[] RESULTS = {"（一）予以公开", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"};
  private static final String[][] GROUPS = {
    {
      "（三）不予公开",
      "1.属于国家秘密",
      "2.其他法律行政法规禁止公开",
      "3.危及“三安全一稳定”",
      "4.保护第三方合法权益",
      "5.属于三类内部事务信息",
      "6.属于四类过程性信息",
      "7.属于行政执法案卷",
      "8.属于行政查询事项"
    },
    {"（四）无法提供", "1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确"},
    {"（五）不予处理", "1.信访举报投诉类申请", "2.重复申请", "3.要求提供公开出版物", "4.无正当理由大量反复申请", "5.要求行政机关确认或重新出具已获取信息"},
    {
      "（六）其他处理",
      "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
      "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
      "3.其他"
    }
  };
  private static final String[] KINDS = {"结果维持", "结果纠正", "其他结果", "尚未审结", "总计"};
  private static final String[] COLUMNS = {
    "natural",
    "org.commercial",
    "org.research",
    "org.public_welfare",
    "org.legal_service",
    "org.other",
    "total"
  };

  /** What stands in it, by place. */
  final Map<String, String> truth = new LinkedHashMap<>();

  private final List<Object> parts = new ArrayList<>();
  private int last;

  Specimen() {
    parts.add(TITLE);
    parts.add("一、总体情况");
    parts.add("2022年，永安县人民政府办公室持续推进政府信息公开工作。");
    parts.add("二、主动公开政府信息情况");
    parts.add(two());
    parts.add("三、收到和处理政府信息公开申请情况");
    parts.add(three());
    parts.add("四、政府信息公开行政复议、行政诉讼情况");
    parts.add(four());
    parts.add("五、存在的主要问题及改进情况");
    parts.add("主动公开的内容还不够细。");
    parts.add("六、其他需要报告的事项");
    parts.add("无其他需要报告的事项。");
  }

  private String put(String place, String value) {
    truth.put(place, value);
    return value;
  }

  /** Each place holds another number. */
  private String next(String place) {
    last += 7;
    return put(place, String.valueOf(last));
  }

  private List<List<Spanning>> two() {
    return List.of(
        List.of(wide("第二十条第（一）项", 4)),
        row("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        row(
            "规章",
            put("G4.II.1.rules.issued", "0"),
            put("G4.II.1.rules.repealed", "0"),
            put("G4.II.1.rules.in_force", "0")),
        row(
            "行政规范性文件",
            next("G4.II.1.normdocs.issued"),
            next("G4.II.1.normdocs.repealed"),
            next("G4.II.1.normdocs.in_force")),
        List.of(wide("第二十条第（五）项", 4)),
        List.of(cell("信息内容"), wide("本年处理决定数量", 3)),
        List.of(cell("行政许可"), wide(next("G4.II.5.licence"), 3)),
        List.of(wide("第二十条第（六）项", 4)),
        List.of(cell("信息内容"), wide("本年处理决定数量", 3)),
        List.of(cell("行政处罚"), wide(next("G4.II.6.penalty"), 3)),
        List.of(cell("行政强制"), wide(next("G4.II.6.coercion"), 3)),
        List.of(wide("第二十条第（八）项", 4)),
        List.of(cell("信息内容"), wide("本年收费金额（单位：万元）", 3)),
        List.of(cell("行政事业性收费"), wide(put("G4.II.8.fee", "160.5964"), 3)));
  }

  private List<List<Spanning>> three() {
    List<List<Spanning>> rows = new ArrayList<>();
    rows.add(List.of(new Spanning("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3), wide("申请人情况", 7)));
    rows.add(List.of(new Spanning("自然人", 2, 1), wide("法人或其他组织", 5), new Spanning("总计", 2, 1)));
    rows.add(row("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"));
    rows.add(figures(List.of(wide(TOP[0], 3)), "1"));
    rows.add(figures(List.of(wide(TOP[1], 3)), "2"));
    rows.add(figures(List.of(new Spanning("三、本年度办理结果", 22, 1), wide(RESULTS[0], 2)), "3.1"));
    rows.add(figures(List.of(wide(RESULTS[1], 2)), "3.2"));
    for (int g = 0; g < GROUPS.length; g++) {
      String[] group = GROUPS[g];
      for (int i = 1; i < group.length; i++) {
        List<Spanning> labels = new ArrayList<>();
        if (i == 1) {
          labels.add(new Spanning(group[0], group.length - 1, 1));
        }
        labels.add(cell(group[i]));
        rows.add(figures(labels, "3." + (g + 3) + "." + i));
      }
    }
    rows.add(figures(List.of(wide("（七）总计", 2)), "3.7"));
    rows.add(figures(List.of(wide("四、结转下年度继续办理", 3)), "4"));
    return rows;
  }

  private List<Spanning> figures(List<Spanning> labels, String code) {
    List<Spanning> row = new ArrayList<>(labels);
    for (String column : COLUMNS) {
      row.add(cell(next("G4.III." + code + ":" + column)));
    }
    return row;
  }

  private List<List<Spanning>> four() {
    List<Spanning> heads = new ArrayList<>();
    List<Spanning> lower = new ArrayList<>();
    List<Spanning> figures = new ArrayList<>();
    for (String part : List.of("review", "suit_direct", "suit_after")) {
      String[] keys = {"maintained", "corrected", "other", "pending", "total"};
      for (int i = 0; i < keys.length; i++) {
        if (part.equals("review")) {
          heads.add(new Spanning(KINDS[i], 2, 1));
        } else {
          lower.add(cell(KINDS[i]));
        }
        figures.add(cell(next("G4.IV." + part + "." + keys[i])));
      }
    }
    heads.add(wide("未经复议直接起诉", 5));
    heads.add(wide("复议后起诉", 5));
    return List.of(List.of(wide("行政复议", 5), wide("行政诉讼", 10)), heads, lower, figures);
  }

  /** A cell at its place in a table. */
  private record Placed(int row, int column, Spanning cell) {}

  @SuppressWarnings("unchecked")
  private static List<List<Spanning>> table(Object part) {
    return (List<List<Spanning>>) part;
  }

  /** The cells of a table with those that they push aside. */
  private static List<Placed> placed(List<List<Spanning>> rows) {
    List<Placed> placed = new ArrayList<>();
    Set<List<Integer>> taken = new HashSet<>();
    for (int r = 0; r < rows.size(); r++) {
      int c = 0;
      for (Spanning cell : rows.get(r)) {
        while (taken.contains(List.of(r, c))) {
          c++;
        }
        placed.add(new Placed(r, c, cell));
        for (int i = 0; i < cell.rowSpan() * cell.colSpan(); i++) {
          taken.add(List.of(r + i / cell.colSpan(), c + i % cell.colSpan()));
        }
      }
    }
    return placed;
  }

  byte[] html() {
    StringBuilder out = new StringBuilder("<html><head><title>" + TITLE + "</title><body>");
    for (Object part : parts) {
      if (part instanceof String text) {
        out.append("<p>").append(text).append("</p>");
        continue;
      }
      out.append("<table border=1>");
      for (List<Spanning> row : table(part)) {
        out.append("<tr>");
        for (Spanning cell : row) {
          out.append("<td rowspan=" + cell.rowSpan() + " colspan=" + cell.colSpan() + ">");
          out.append(cell.text()).append("</td>");
        }
        out.append("</tr>");
      }
      out.append("</table>");
    }
    return out.append("</body></html>").toString().getBytes(UTF_8);
  }

  byte[] docx() throws IOException {
    try (XWPFDocument docx = new XWPFDocument()) {
      for (Object part : parts) {
        if (part instanceof String text) {
          docx.createParagraph().createRun().setText(text);
        } else {
          write(docx.createTable(), table(part));
        }
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      docx.write(out);
      return out.toByteArray();
    }
  }

  /** Word keeps a cell that merges downwards in each of its rows. */
  private static void write(XWPFTable table, List<List<Spanning>> rows) {
    table.removeRow(0);
    List<Placed> cells = placed(rows);
    for (int r = 0; r < rows.size(); r++) {
      XWPFTableRow row = table.createRow();
      while (!row.getTableCells().isEmpty()) {
        row.removeCell(0);
      }
      int at = r;
      cells.stream()
          .filter(p -> p.row() <= at && p.row() + p.cell().rowSpan() > at)
          .sorted(java.util.Comparator.comparingInt(Placed::column))
          .forEach(
              p -> {
                CTTc cell = row.createCell().getCTTc();
                CTTcPr properties = cell.addNewTcPr();
                properties.addNewGridSpan().setVal(BigInteger.valueOf(p.cell().colSpan()));
                if (p.cell().rowSpan() > 1) {
                  properties
                      .addNewVMerge()
                      .setVal(p.row() == at ? STMerge.RESTART : STMerge.CONTINUE);
                }
                if (p.row() == at) {
                  cell.getPArray(0).addNewR().addNewT().setStringValue(p.cell().text());
                }
              });
    }
  }

  /** As a sheet: {@code .xls} or {@code .xlsx} by the workbook, the fee shown at one digit. */
  byte[] sheet(Workbook workbook) throws IOException {
    Sheet sheet = workbook.createSheet("2022年");
    CellStyle framed = workbook.createCellStyle();
    framed.setBorderBottom(BorderStyle.THIN);
    framed.setBorderRight(BorderStyle.THIN);
    CellStyle rounded = workbook.createCellStyle();
    rounded.cloneStyleFrom(framed);
    rounded.setDataFormat(workbook.createDataFormat().getFormat("0.0"));
    int top = 0;
    for (Object part : parts) {
      if (part instanceof String text) {
        Row row = sheet.createRow(top);
        row.createCell(0).setCellValue(text);
        sheet.addMergedRegion(new CellRangeAddress(top, top, 0, 14));
        top++;
        continue;
      }
      for (Placed p : placed(table(part))) {
        Spanning cell = p.cell();
        write(sheet, top + p.row(), p.column(), cell.text(), framed, rounded);
        if (cell.rowSpan() * cell.colSpan() > 1) {
          int bottom = top + p.row() + cell.rowSpan() - 1;
          int right = p.column() + cell.colSpan() - 1;
          sheet.addMergedRegion(new CellRangeAddress(top + p.row(), bottom, p.column(), right));
        }
      }
      top += table(part).size();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    workbook.write(out);
    return out.toByteArray();
  }

  private static void write(
      Sheet sheet, int r, int c, String text, CellStyle framed, CellStyle rounded) {
    Row row = sheet.getRow(r) == null ? sheet.createRow(r) : sheet.getRow(r);
    Cell cell = row.createCell(c);
    cell.setCellStyle(text.contains(".") && text.length() == 8 ? rounded : framed);
    if (text.matches("[\\d.]+")) {
      cell.setCellValue(Double.parseDouble(text));
    } else {
      cell.setCellValue(text);
    }
  }
}
