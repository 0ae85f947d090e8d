package org.fangzhi.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.fangzhi.document.Hints;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Files of every carrier with bytes changed, cut, doubled and put together: the reader neither
 * fails nor hangs, whatever they hold. {@code -Dfangzhi.fuzz.seconds} makes it longer, {@code
 * -Dfangzhi.fuzz.seed} repeats one file.
 */
@Tag("thorough")
class FuzzTest {
  private static final long SECONDS = Long.getLong("fangzhi.fuzz.seconds", 15);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private static final String[] WORDS = {
    "<table>",
    "</td>",
    "<td rowspan=65535>",
    "<td colspan=99999>",
    "\\trowd",
    "\\cellx-1",
    "\\row",
    "{",
    "}",
    "999999999999999999",
    "</",
    "<!--",
    "]]>",
    "&#x10FFFF;",
    "\0",
    "/Length 99999999",
    "endobj",
    "stream",
    "本年新收政府信息公开申请数量",
    "（七）总计",
    "2022年",
    "\u202e",
    "1e999",
    "-"
  };

  private static List<byte[]> seeds() throws IOException {
    Specimen specimen = new Specimen();
    List<byte[]> seeds =
        new ArrayList<>(
            List.of(
                specimen.html(),
                specimen.docx(),
                specimen.sheet(new HSSFWorkbook()),
                specimen.sheet(new XSSFWorkbook()),
                pdf(),
                ("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
                        + "Content-Type: text/html\r\n\r\n<table><tr><td>1</table>\r\n--b--\r\n")
                    .getBytes(UTF_8)));
    for (String name : List.of("specimen.doc", "specimen.rtf")) {
      try (InputStream in = FuzzTest.class.getResourceAsStream(name)) {
        seeds.add(Objects.requireNonNull(in, name).readAllBytes());
      }
    }
    return seeds;
  }

  private static byte[] pdf() throws IOException {
    try (PDDocument pdf = new PDDocument()) {
      PDPage page = new PDPage();
      pdf.addPage(page);
      try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
        for (int i = 0; i < 5; i++) {
          content.addRect(50 + 60 * i, 500, 60, 40);
          content.stroke();
          content.beginText();
          content.setFont(new PDType1Font(FontName.HELVETICA), 11);
          content.newLineAtOffset(60 + 60 * i, 520);
          content.showText("2022 " + i);
          content.endText();
        }
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      pdf.save(out);
      return out.toByteArray();
    }
  }

  @Test
  void noBytesMakeTheReaderFailOrHang() throws IOException {
    List<byte[]> seeds = seeds();
    Long only = Long.getLong("fangzhi.fuzz.seed");
    long end = System.nanoTime() + SECONDS * 1_000_000_000;
    for (long seed = only == null ? 0 : only; System.nanoTime() < end; seed++) {
      byte[] bytes = changed(seeds, new Random(seed));
      long number = seed;
      Reading reading =
          assertTimeoutPreemptively(
              LONGEST, () -> Reports.read(bytes, Hints.NONE), () -> "hangs on file " + number);
      assertThat(reading.reports()).as("file %s", seed).isNotEmpty();
      assertThat(ReportJson.lines(reading, "0".repeat(64), null)).as("file %s", seed).isNotEmpty();
    }
  }

  private static byte[] changed(List<byte[]> seeds, Random random) {
    byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
    for (int i = 1 + random.nextInt(8); i > 0; i--) {
      int at = random.nextInt(bytes.length + 1);
      int length = Math.min(bytes.length - at, 1 << random.nextInt(12));
      bytes =
          switch (random.nextInt(6)) {
            case 0 -> joined(bytes, at, noise(random, 1 + random.nextInt(16)), at + length);
            case 1 -> joined(bytes, at, new byte[0], at + length);
            case 2 -> joined(bytes, at, Arrays.copyOfRange(bytes, at, at + length), at);
            case 3 -> joined(bytes, at, word(random), at + random.nextInt(length + 1));
            case 4 -> flipped(bytes, random);
            default -> Arrays.copyOf(bytes, Math.max(1, random.nextInt(bytes.length + 1)));
          };
    }
    return bytes;
  }

  private static byte[] word(Random random) {
    String word = WORDS[random.nextInt(WORDS.length)].repeat(1 + random.nextInt(40));
    return random.nextBoolean() ? word.getBytes(UTF_8) : word.getBytes(ISO_8859_1);
  }

  private static byte[] noise(Random random, int length) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }

  private static byte[] flipped(byte[] bytes, Random random) {
    byte[] flipped = bytes.clone();
    for (int i = 0; i < 10 && flipped.length > 0; i++) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private static byte[] joined(byte[] bytes, int to, byte[] middle, int from) {
    byte[] joined = new byte[to + middle.length + bytes.length - from];
    System.arraycopy(bytes, 0, joined, 0, to);
    System.arraycopy(middle, 0, joined, to, middle.length);
    System.arraycopy(bytes, from, joined, to + middle.length, bytes.length - from);
    return joined;
  }
}
