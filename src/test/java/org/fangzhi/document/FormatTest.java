package org.fangzhi.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
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
    assertUnread(
        zip("[Content_Types].xml", "word/document.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    assertUnread(
        zip("[Content_Types].xml", "xl/workbook.xml"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    assertUnread(zip("OFD.xml"), "application/ofd");
    assertUnread("\u00FF\u00D8\u00FF\u00E0\0\u0010JFIF".getBytes(ISO_8859_1), "image/jpeg");
    assertUnread("\u0089PNG\r\n\u001A\n\0\0\0\rIHDR".getBytes(ISO_8859_1), "image/png");
    byte[] noise = new byte[3000];
    new java.util.Random(7).nextBytes(noise);
    noise[0] = 1;
    assertUnread(noise, "application/octet-stream");
  }

  @Test
  void oleFilesAreToldApartByTheirStreams() {
    byte[] magic = "\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1".getBytes(ISO_8859_1);
    byte[] name = "WordDocument".getBytes(java.nio.charset.StandardCharsets.UTF_16LE);
    byte[] file = new byte[2048];
    System.arraycopy(magic, 0, file, 0, magic.length);
    System.arraycopy(name, 0, file, 1024, name.length);

    assertUnread(file, "application/msword");
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
