package org.fangzhi.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatTest {
  private static final Hints SAYS_HTML =
      new Hints("http://www.example.cn/a.html", "text/html; charset=utf-8", "a.html", null);

  @Test
  void bytesThatAreNoTextAreNotReadAsTextWhateverTheirName() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("<html><p>政府信息公开".getBytes(UTF_8));
    }
    assertUnread(packed.toByteArray(), "application/gzip");
    assertUnread(zip("OFD.xml"), "application/ofd");
    assertType("\u00FF\u00D8\u00FF\u00E0\0\u0010JFIF".getBytes(ISO_8859_1), "image/jpeg");
    assertType("\u0089PNG\r\n\u001A\n\0\0\0\rIHDR".getBytes(ISO_8859_1), "image/png");
    byte[] noise = new byte[3000];
    new java.util.Random(7).nextBytes(noise);
    noise[0] = 1;
    assertUnread(noise, "application/octet-stream");
  }

  @Test
  void aFileIsWhatItIsByItsRootNotByWhatIsEmbedded() throws IOException {
    assertType(
        zip("[Content_Types].xml", "word/document.xml", "word/embeddings/xl/a.xlsx"), Format.DOCX);
    assertType(zip("[Content_Types].xml", "docProps/app.xml", "xl/workbook.xml"), Format.XLSX);
    assertType(ole("WordDocument", "Workbook"), Format.DOC);
    assertType(ole("Workbook", "WordDocument"), Format.XLS);
    assertType(ole("Other", "WordDocument"), "application/x-ole-storage");
    assertType(ole("EncryptedPackage", "Other"), Format.ENCRYPTED);
    byte[] magic = {'P', 'K', 3, 4, 0, 0, 0, 0};
    assertType(magic, "application/zip");
  }

  private static void assertType(byte[] bytes, String type) {
    Document document = Documents.read(bytes, SAYS_HTML);
    assertThat(document.mediaType()).isEqualTo(type);
    assertThat(document.blocks()).isEmpty();
    assertThat(document.notes()).hasSize(1);
  }

  private static byte[] ole(String stream, String embedded) throws IOException {
    try (POIFSFileSystem file = new POIFSFileSystem()) {
      file.getRoot().createDocument(stream, new ByteArrayInputStream(new byte[5000]));
      file.getRoot()
          .createDirectory("ObjectPool")
          .createDocument(embedded, new ByteArrayInputStream(new byte[5000]));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      file.writeFilesystem(out);
      return out.toByteArray();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<!DOCTYPE html><p>公开 | text/html",
        "<!-- made by a tool --><table><tr><td>1 | text/html",
        "<?xml version='1.0'?><!DOCTYPE html><html><p>公开</p> | text/html",
        "一、总体情况<br><p>公开</p><p>其他</p><p>无</p> | text/html",
        "一、总体情况 a < b | text/plain",
        "Books of the county | text/plain",
        "<?xml version='1.0'?><rss/> | application/xml",
      })
  void textIsToldApartByItsMarkup(String text, String type) {
    assertThat(Shared.text(text).mediaType()).isEqualTo(type);
  }

  private static void assertUnread(byte[] bytes, String type) {
    Document document = Documents.read(bytes, SAYS_HTML);
    assertThat(document.mediaType()).isEqualTo(type);
    assertThat(document.text()).isEmpty();
    assertThat(document.notes()).containsExactly("not read yet: " + type);
  }

  private static byte[] zip(String... names) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }
}
