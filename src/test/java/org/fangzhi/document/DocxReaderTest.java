package org.fangzhi.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.junit.jupiter.api.Test;

class DocxReaderTest {
  private static final String WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006/";

  @Test
  void trackedChangesAreReadAsAccepted() throws IOException {
    Document document =
        read(
            "<w:p><w:r><w:t>受理</w:t></w:r>"
                + "<w:del w:id='1' w:author='a'><w:r><w:delText>12</w:delText></w:r></w:del>"
                + "<w:del w:id='5' w:author='a'><w:r><w:t>13</w:t></w:r></w:del>"
                + "<w:ins w:id='2' w:author='a'><w:r><w:t>21</w:t></w:r></w:ins>"
                + "<w:moveFrom w:id='3' w:author='a'><w:r><w:t>34</w:t></w:r></w:moveFrom>"
                + "<w:moveTo w:id='4' w:author='a'><w:r><w:t>件</w:t></w:r></w:moveTo></w:p>"
                + "<w:p><w:pPr><w:rPr><w:del w:id='6'/></w:rPr></w:pPr><w:r><w:t>办结2</w:t></w:r></w:p>"
                + "<w:p><w:r><w:t>0件</w:t></w:r></w:p>"
                + table(
                    row("", cell("", "申请"), cell("", "7")),
                    row("<w:trPr><w:del w:id='7'/></w:trPr>", cell("", "申请"), cell("", "6")),
                    row("<w:trPr><w:ins w:id='8'/></w:trPr>", cell("", "复议"), cell("", "5"))));

    assertThat(document.text()).isEqualTo("受理21件\n办结20件\n申请\t7\n复议\t5");
  }

  @Test
  void whatIsHiddenIsNotReadAndTextBoxesAreReadOnce() throws IOException {
    String box = "<w:txbxContent><w:p><w:r><w:t>312</w:t></w:r></w:p></w:txbxContent>";
    String choice =
        "<mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
            + "<mc:Choice Requires='wps'><w:drawing><x:y xmlns:x='urn:x'>"
            + box
            + "</x:y></w:drawing></mc:Choice><mc:Fallback><w:pict>"
            + box
            + "</w:pict></mc:Fallback></mc:AlternateContent>";
    Document document =
        read(
            "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>99</w:t></w:r>"
                + "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>共</w:t></w:r>"
                + "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
                + "<w:r><w:instrText>SUM(ABOVE) 55</w:instrText></w:r>"
                + "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>8</w:t></w:r>"
                + "<w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:t>件</w:t></w:r></w:p>"
                + table(
                    row("", cell("", "罚款"), "<w:tc><w:p><w:r>" + choice + "</w:r></w:p></w:tc>"),
                    row("", cell("", "许可"), cell("", "4"))));

    assertThat(document.text()).isEqualTo("共8件\n罚款\t312\n许可\t4");
  }

  @Test
  void cellsMergeAcrossAndDown() throws IOException {
    Document document =
        read(
            table(
                row(
                    "",
                    cell("<w:gridSpan w:val='2'/><w:vMerge w:val='restart'/>", "事项"),
                    cell("<w:gridSpan w:val='2'/>", "数量")),
                row(
                    "",
                    cell("<w:gridSpan w:val='2'/><w:vMerge/>", "藏"),
                    cell("", "新收"),
                    cell("", "办结")),
                row("", cell("", "甲"), cell("", "乙"), cell("", "3"), cell("", "2")),
                row("<w:trPr><w:gridBefore w:val='2'/></w:trPr>", cell("", "1"), cell("", "0"))));

    Block.Table table = Shared.tables(document).get(0);
    assertThat(Shared.rows(table))
        .containsExactly(
            List.of("事项", "数量"),
            List.of("事项", "新收", "办结"),
            List.of("甲", "乙", "3", "2"),
            List.of("", "1", "0"));
    Block.Cell head = table.rows().get(1).get(1);
    assertThat(head).isNotNull().extracting(Block.Cell::rowSpan).isEqualTo(2);
  }

  @Test
  void aTableThatOnlyHoldsTablesIsNone() throws IOException {
    String inner =
        table(row("", cell("", "许可"), cell("", "4")), row("", cell("", "处罚"), cell("", "6")));
    Document document =
        read(
            "<w:p><w:r><w:t>说明</w:t></w:r></w:p>"
                + table(row("", "<w:tc>" + inner + "<w:p/></w:tc>", cell("", "附注"))));

    assertThat(document.text()).isEqualTo("说明\n许可\t4\n处罚\t6\n附注");
    assertThat(Shared.tables(document)).hasSize(1);
  }

  @Test
  void signsOfAFontOfTheirOwnAreNotLeftOutSilently() throws IOException {
    Document document =
        read("<w:p><w:r><w:sym w:font='Wingdings' w:char='F081'/><w:t>2件</w:t></w:r></w:p>");

    assertThat(document.text()).isEqualTo("\uFFFD2件");
  }

  @Test
  void bombsAndExternalEntitiesAndPasswordsAreRefused() throws Exception {
    byte[] bomb = docx("<w:p><w:r><w:t>" + " ".repeat(33 << 20) + "</w:t></w:r></w:p>");
    assertThat(bomb.length).isLessThan(1 << 20);
    assertThat(Documents.read(bomb, Hints.NONE).notes())
        .containsExactly("not read: more than 32 MB unpacked");

    byte[] entity =
        packed(
            "<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
            "<w:p><w:r><w:t>&e;</w:t></w:r></w:p>");
    Document refused = Documents.read(entity, Hints.NONE);
    assertThat(refused.text()).isEmpty();
    assertThat(refused.notes()).singleElement().asString().startsWith("broken file");

    byte[] deep = docx("<w:p><w:r>" + "<w:sdt>".repeat(5000));
    assertThat(Documents.read(deep, Hints.NONE).notes())
        .singleElement()
        .asString()
        .startsWith("broken file: nested too deeply");

    assertThat(Documents.read(encrypted(docx("<w:p/>")), Hints.NONE).notes())
        .containsExactly("encrypted file: it opens with a password only");
  }

  private static byte[] encrypted(byte[] docx) throws Exception {
    try (POIFSFileSystem file = new POIFSFileSystem()) {
      Encryptor encryptor = new EncryptionInfo(EncryptionMode.standard).getEncryptor();
      encryptor.confirmPassword("secret");
      try (OPCPackage plain = OPCPackage.open(new ByteArrayInputStream(docx));
          OutputStream out = encryptor.getDataStream(file)) {
        plain.save(out);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      file.writeFilesystem(out);
      return out.toByteArray();
    }
  }

  private static String table(String... rows) {
    return "<w:tbl>" + String.join("", rows) + "</w:tbl>";
  }

  private static String row(String properties, String... cells) {
    return "<w:tr>" + properties + String.join("", cells) + "</w:tr>";
  }

  private static String cell(String properties, String text) {
    return "<w:tc><w:tcPr>"
        + properties
        + "</w:tcPr><w:p><w:r><w:t>"
        + text
        + "</w:t></w:r></w:p></w:tc>";
  }

  private static Document read(String body) throws IOException {
    Document document = Documents.read(docx(body), Hints.NONE);
    assertThat(document.mediaType()).isEqualTo(Format.DOCX);
    assertThat(document.notes()).isEmpty();
    return document;
  }

  private static byte[] docx(String body) throws IOException {
    return packed("", body);
  }

  private static byte[] packed(String doctype, String body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      put(
          zip,
          "[Content_Types].xml",
          "<Types xmlns='"
              + PACKAGE
              + "content-types'><Default Extension='rels' ContentType='"
              + "application/vnd.openxmlformats-package.relationships+xml'/>"
              + "<Override PartName='/word/document.xml' ContentType='"
              + "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>");
      put(
          zip,
          "_rels/.rels",
          "<Relationships xmlns='"
              + PACKAGE
              + "relationships'><Relationship Id='r1' Target='word/document.xml' Type='"
              + "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument'/>"
              + "</Relationships>");
      put(
          zip,
          "word/document.xml",
          doctype
              + "<w:document xmlns:w='"
              + WORD
              + "'><w:body>"
              + body
              + "</w:body></w:document>");
    }
    return out.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(UTF_8));
    zip.closeEntry();
  }
}
