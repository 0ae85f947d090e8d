package org.fangzhi.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class DocumentArchiveTest {
  private static final Charset GBK = Charset.forName("GB18030");

  private static Document read(String mail) {
    return Documents.read(mail.getBytes(StandardCharsets.ISO_8859_1), Hints.NONE);
  }

  private static String saved(String encoding, String body) {
    return "From: <Saved by Blink>\r\nSubject: page\r\nMIME-Version: 1.0\r\n"
        + "Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--B--\"\r\n\r\n"
        + "----B--\r\nContent-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: "
        + encoding
        + "\r\nContent-Location: http://www.example.cn/nb/1.html\r\n\r\n"
        + body
        + "\r\n----B--\r\nContent-Type: image/png\r\n\r\nPNG\r\n----B----\r\n";
  }

  @Test
  void thePageInASavedFileIsRead() {
    String page = "<html><body><p>政府信息公开</p><a href='2.doc'>附件</a></body></html>";
    String body = Base64.getMimeEncoder().encodeToString(page.getBytes(GBK));
    Document document = read(saved("base64", body));
    assertThat(document.mediaType()).isEqualTo("multipart/related");
    assertThat(document.text()).contains("政府信息公开");
    assertThat(document.links())
        .extracting(Document.Link::href)
        .containsExactly("http://www.example.cn/nb/2.doc");
  }

  @Test
  void quotedPrintableIsDecoded() {
    assertThat(read(saved("quoted-printable", "<p>=D0=C5=CF=A2=\r\n=B9=AB=BF=AA</p>")).text())
        .isEqualTo("信息公开");
  }

  @Test
  void aFileWithoutAPageSaysSo() {
    assertThat(
            read("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x--\r\n")
                .notes())
        .containsExactly("no page in the file");
  }
}
