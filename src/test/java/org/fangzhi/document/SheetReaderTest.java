package org.fangzhi.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.poi.hssf.record.crypto.Biff8EncryptionKey;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SheetReaderTest {
  @TempDir Path folder;

  /** The text is the number entered where the format only rounds or dresses it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "160.5964 | 0.0 | 160.5964",
        "160.5964 | #,##0 | 160.5964",
        "201 | 0\"件\" | 201件",
        "160.5964 | 0.0\"万元\" | 160.5964万元",
        "1234567 | #,##0 | 1,234,567",
        "1234567.8 | #,##0 | 1234567.8",
        "123456789012 | General | 123456789012",
        "0.30000000000000004 | General | 0.3",
        "0.256 | 0% | 25.6%",
        "0 | _ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ | 0",
        "-3 | 0_);(0) | -3",
        "1605964 | 0.0,\"万\" | 1605964 [1605964]",
        "1605964 | 0!.0, | 1606.0! [1605964]",
      })
  void numbersAreThoseEntered(double value, String format, String text) throws IOException {
    for (Workbook workbook : List.of(new HSSFWorkbook(), new XSSFWorkbook())) {
      Sheet sheet = workbook.createSheet();
      sheet.createRow(0).createCell(0).setCellValue("收费金额");
      CellStyle style = workbook.createCellStyle();
      style.setDataFormat(workbook.createDataFormat().getFormat(format));
      Cell cell = sheet.getRow(0).createCell(1);
      cell.setCellValue(value);
      cell.setCellStyle(style);

      assertThat(rows(read(workbook)).get(0).get(1)).isEqualTo(text.replace(" ", ""));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsHiddenIsNotRead(boolean old) throws IOException {
    Workbook workbook = old ? new HSSFWorkbook() : new XSSFWorkbook();
    Sheet sheet = workbook.createSheet("本年");
    for (int r = 0; r < 4; r++) {
      sheet.createRow(r);
      for (int c = 0; c < 4; c++) {
        sheet.getRow(r).createCell(c).setCellValue(10 * r + c);
      }
    }
    sheet.addMergedRegion(new CellRangeAddress(1, 3, 1, 2));
    sheet.setColumnHidden(1, true);
    sheet.getRow(2).setZeroHeight(true);
    workbook.createSheet("去年").createRow(0).createCell(0).setCellValue(99);
    workbook.setSheetHidden(1, true);

    Document document = read(workbook);

    assertThat(rows(document))
        .containsExactly(
            List.of("0", "2", "3"), List.of("10", "11", "13"), List.of("30", "11", "33"));
    assertThat(document.notes()).containsExactly("hidden sheet not read: 去年");
  }

  @Test
  void aFormulaWithoutItsResultIsNotTakenForANumber() throws IOException {
    XSSFWorkbook workbook = new XSSFWorkbook();
    Sheet sheet = workbook.createSheet();
    sheet.createRow(0).createCell(0).setCellValue("总计");
    sheet.getRow(0).createCell(1).setCellFormula("SUM(C1:D1)");
    sheet.getRow(0).createCell(2).setCellValue(3);
    Cell kept = sheet.getRow(0).createCell(3);
    kept.setCellFormula("C1+1");
    kept.setCellValue(4);

    Document document = read(workbook);

    assertThat(rows(document)).containsExactly(List.of("总计", "=SUM(C1:D1)", "3", "4"));
    assertThat(document.notes()).containsExactly("1 formulas have no result kept in the file");
  }

  @Test
  void largeAndEncryptedWorkbooksAreRefused() throws IOException {
    assertThat(Documents.read(padded(5 << 20), Hints.NONE).notes())
        .containsExactly("not read: more than 4 MB unpacked");

    Biff8EncryptionKey.setCurrentUserPassword("secret");
    byte[] encrypted;
    try {
      encrypted = bytes(new HSSFWorkbook());
    } finally {
      Biff8EncryptionKey.setCurrentUserPassword(null);
    }
    Document refused = Documents.read(encrypted, Hints.NONE);
    assertThat(refused.mediaType()).isEqualTo(Format.XLS);
    assertThat(refused.notes()).containsExactly("encrypted file: it opens with a password only");
  }

  @Test
  void noPartNamesAFileOfOursOrAsksAnybodyAndNoneIsWrittenOutside() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.txt"), "SECRETTEXT");
    Path slip = folder.resolve("slip.txt");
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        XSSFWorkbook workbook = new XSSFWorkbook()) {
      workbook.createSheet("a").createRow(0).createCell(0).setCellValue("REPLACED");
      byte[] plain = bytes(workbook);
      for (String entity :
          List.of(secret.toUri().toString(), "http://127.0.0.1:" + server.getLocalPort() + "/e")) {
        byte[] hostile =
            rewritten(
                plain,
                part ->
                    part.replaceFirst(
                            "(?s)^(<\\?xml.*?\\?>)?",
                            "<!DOCTYPE x [<!ENTITY e SYSTEM '" + entity + "'>]>")
                        .replace("REPLACED", "&e;"),
                "../../../../../../../.." + slip);
        assertThat(Documents.read(hostile, Hints.NONE).text()).doesNotContain("SECRETTEXT");
      }
      server.setSoTimeout(1);
      assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
    }
    assertThat(slip).doesNotExist();
  }

  /** The same parts with other texts, and one more of another name. */
  private static byte[] rewritten(byte[] workbook, UnaryOperator<String> change, String more)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(workbook));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        zip.putNextEntry(new ZipEntry(entry.getName()));
        zip.write(change.apply(new String(in.readAllBytes(), UTF_8)).getBytes(UTF_8));
      }
      zip.putNextEntry(new ZipEntry(more));
      zip.write("slipped".getBytes(UTF_8));
    }
    return out.toByteArray();
  }

  /** A workbook whose only sheet is so many bytes large, of white space. */
  private static byte[] padded(int bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipInputStream in =
            new ZipInputStream(new ByteArrayInputStream(bytes(new XSSFWorkbook())));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        zip.putNextEntry(new ZipEntry(entry.getName()));
        String part = new String(in.readAllBytes(), UTF_8);
        String pad = entry.getName().contains("sheet1") ? " ".repeat(bytes) : "";
        zip.write(part.replace("<sheetData", pad + "<sheetData").getBytes(UTF_8));
      }
    }
    return out.toByteArray();
  }

  private static List<List<String>> rows(Document document) {
    return Shared.rows(Shared.tables(document).get(0));
  }

  private static Document read(Workbook workbook) throws IOException {
    return Documents.read(bytes(workbook), Hints.NONE);
  }

  private static byte[] bytes(Workbook workbook) throws IOException {
    try (workbook) {
      if (workbook.getNumberOfSheets() == 0) {
        workbook.createSheet();
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      workbook.write(out);
      return out.toByteArray();
    }
  }
}
