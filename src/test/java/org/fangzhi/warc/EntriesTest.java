package org.fangzhi.warc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.fangzhi.warc.Entries.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netpreserve.jwarc.WarcTargetRecord;

class EntriesTest {
  @TempDir Path folder;

  private final List<String> damages = new ArrayList<>();

  private static String record(int number, String text) {
    return """
        WARC/1.0
        WARC-Type: resource
        WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-00000000000%1$d>
        WARC-Date: 2019-03-20T08:00:00Z
        WARC-Target-URI: http://a.example/%1$d
        Content-Type: text/plain
        Content-Length: %2$d

        %3$s

        """
        .formatted(number, text.length(), text)
        .replace("\n", "\r\n");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(ascii(text));
    }
    return bytes.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  private List<String> read(byte[] file, int most) throws IOException {
    Path path = Files.write(folder.resolve("x.warc"), file);
    List<String> read = new ArrayList<>();
    try (Entries entries = new Entries(path, most, damages::add)) {
      for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
        String block =
            entry.block() == null ? "-" : new String(entry.block(), StandardCharsets.UTF_8);
        String target =
            entry.record() instanceof WarcTargetRecord of ? of.target() : entry.record().type();
        read.add(entry.offset() + " " + target + " " + block);
      }
    }
    return read;
  }

  private List<String> read(byte[] file) throws IOException {
    return read(file, 1_000);
  }

  @Test
  void records_come_one_after_another_packed_or_not() throws Exception {
    byte[] first = gzip(record(1, "one"));
    int length = record(1, "one").length();
    assertThat(read(joined(first, gzip(record(2, "two")))))
        .containsExactly("0 http://a.example/1 one", first.length + " http://a.example/2 two");
    assertThat(read(ascii(record(1, "one") + record(2, "two"))))
        .containsExactly("0 http://a.example/1 one", length + " http://a.example/2 two");
    // One member for all is against the recommendation and is met all the same.
    assertThat(read(gzip(record(1, "one") + record(2, "two"))))
        .containsExactly("0 http://a.example/1 one", "0 http://a.example/2 two");
    assertThat(damages).isEmpty();
  }

  @Test
  void past_a_damaged_member_the_next_one_is_read() throws Exception {
    byte[] first = gzip(record(1, "one"));
    byte[] second = gzip(record(2, "two"));
    for (int at : new int[] {0, 12, 40, second.length - 7, second.length - 2}) {
      damages.clear();
      byte[] torn = second.clone();
      torn[at] ^= 0x55;
      assertThat(read(joined(first, torn, gzip(record(3, "three")))))
          .as("byte %d", at)
          .containsExactly(
              "0 http://a.example/1 one",
              first.length + second.length + " http://a.example/3 three");
      assertThat(damages).hasSize(1);
      assertThat(damages.get(0)).startsWith("at byte " + first.length + ": ");
    }
  }

  @Test
  void past_a_malformed_header_the_next_record_is_read() throws Exception {
    String bad = record(2, "two").replace("WARC-Type: resource", "WARC-Type resource\u0001");
    assertThat(read(ascii(record(1, "one") + bad + record(3, "three"))))
        .extracting(line -> line.replaceFirst("\\d+ ", ""))
        .containsExactly("http://a.example/1 one", "http://a.example/3 three");
    assertThat(damages).hasSize(1);
    assertThat(damages.get(0)).startsWith("at byte " + record(1, "one").length() + ": ");
    damages.clear();
    assertThat(read(joined(gzip(record(1, "one")), gzip(bad), gzip(record(3, "three")))))
        .extracting(line -> line.replaceFirst("\\d+ ", ""))
        .containsExactly("http://a.example/1 one", "http://a.example/3 three");
    assertThat(damages).hasSize(1);
  }

  @Test
  void of_a_file_that_was_cut_the_beginning_is_read() throws Exception {
    byte[] second = gzip(record(2, "two"));
    byte[] whole = joined(gzip(record(1, "one")), second);
    assertThat(read(Arrays.copyOf(whole, whole.length - 20)))
        .containsExactly("0 http://a.example/1 one");
    assertThat(damages).hasSize(1);
    damages.clear();
    String plain = record(1, "one") + record(2, "two");
    assertThat(read(ascii(plain.substring(0, plain.length() - 6))))
        .containsExactly("0 http://a.example/1 one");
    assertThat(damages)
        .containsExactly(
            "at byte " + record(1, "one").length() + ": the file ends within a record");
  }

  @Test
  void bytes_that_are_not_those_of_their_digest_are_not_taken() throws Exception {
    // SHA-1 of "abc", from FIPS 180.
    String digest = "WARC-Block-Digest: sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5\r\nContent-Type";
    String right = record(1, "abc").replace("Content-Type", digest);
    String wrong = record(2, "abd").replace("Content-Type", digest);
    assertThat(read(ascii(right + wrong + record(3, "three"))))
        .extracting(line -> line.replaceFirst("\\d+ ", ""))
        .containsExactly("http://a.example/1 abc", "http://a.example/3 three");
    assertThat(damages)
        .containsExactly(
            "at byte "
                + right.length()
                + ": the bytes of the record are not those of its WARC-Block-Digest");
  }

  @Test
  void what_is_too_large_is_passed_over_without_being_held() throws Exception {
    String large = record(2, "x".repeat(50_000));
    for (byte[] file :
        List.of(
            ascii(record(1, "one") + large + record(3, "three")),
            joined(gzip(record(1, "one")), gzip(large), gzip(record(3, "three"))))) {
      assertThat(read(file))
          .extracting(line -> line.replaceFirst("\\d+ ", ""))
          .containsExactly(
              "http://a.example/1 one", "http://a.example/2 -", "http://a.example/3 three");
      assertThat(damages).isEmpty();
    }
  }

  @Test
  void a_header_without_end_is_a_damage_and_takes_no_memory() throws Exception {
    byte[] bomb = gzip("WARC/1.0\r\nX: " + "x".repeat(5_000_000));
    assertThat(read(joined(gzip(record(1, "one")), bomb, gzip(record(3, "three")))))
        .extracting(line -> line.replaceFirst("\\d+ ", ""))
        .containsExactly("http://a.example/1 one", "http://a.example/3 three");
    assertThat(damages.get(0)).endsWith("the header of a record is too long");
  }

  @Test
  void the_format_before_WARC_is_read_too() throws Exception {
    String answer = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>old</p>";
    String about = "1 0 Test\nURL IP-address Archive-date Content-type Archive-length\n";
    String arc =
        "filedesc://x.arc 0.0.0.0 20090320080000 text/plain %d\n%s\n"
                .formatted(about.length(), about)
            + "http://a.example/ 10.0.0.1 20090320080000 text/html %d\n%s\n"
                .formatted(answer.length(), answer);
    assertThat(read(ascii(arc)))
        .extracting(line -> line.replaceFirst("\\d+ ", ""))
        .containsExactly("warcinfo " + about, "http://a.example/ " + answer);
    assertThat(damages).isEmpty();
  }

  @Test
  void what_is_no_web_archive_is_said_to_be_none() {
    assertThatThrownBy(() -> read(ascii("<html>")))
        .isInstanceOf(IOException.class)
        .hasMessage("no record of a web archive is in it");
  }
}
