package org.fangzhi.sample;

import com.github.houbb.opencc4j.util.ZhConverterUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Does to a page what the software of mirror sites does: simplified to traditional one by one, then
 * on GBK bytes, not minding where characters begin, pinyin after some of them, and cuts at commas,
 * question marks and semicolons with each piece decoded on its own.
 */
final class ConverterMirror {
  /** The page that the mirror in the sample sites has copied, and where its result is kept. */
  static final String COPIED = "/art/2013/1/15/art_6721_1021.html";

  private static final Path RESULT =
      Path.of("src/main/resources/org/fangzhi/sample/sites/spam/mangled.htm");

  private static final Charset GBK = Charset.forName("GB18030");

  /** Characters that it leaves, since they are a traditional form of something as well. */
  private static final String LEFT = "系于面里后只台云制了准干斗丑群咨范";

  /** The characters that it annotates, with their readings. */
  private static final Map<String, String> ANNOTATED =
      annotations(
          "數shù發fā鎮zhèn網wǎng務wù規guī統tǒng設shè鄉xiāng關guān導dǎo業yè領lǐng經jīng執zhí現xiàn內nèi"
              + "權quán應yīng責zé據jù穩wěn復fù學xué質zhì結jié節jié轉zhuǎn預yù監jiān態tài續xù優yōu調diào"
              + "環huán訓xùn農nóng區qū驅qū");

  private ConverterMirror() {}

  /** Makes the kept page anew; run after a change of the page that it copies. */
  public static void main(String[] args) throws IOException {
    Files.writeString(RESULT, mirror());
  }

  /** The mirror's page. */
  static String mirror() {
    byte[] page = Site.answers("hanweb", 1).get(COPIED).to(Map.of()).body();
    return convert(new String(page, GBK))
        .replace("charset=gb2312", "charset=utf-8")
        .replace(
            "</body>",
            "<div style=\"position:absolute;left:-999px\"><a href=\"/\">績溪信息網</a> <a href=\"/\">熱門收錄</a></div>\n</body>");
  }

  /** All steps. */
  static String convert(String simplified) {
    byte[] bytes = annotate(traditional(simplified).getBytes(GBK));
    StringBuilder text = new StringBuilder();
    int from = 0;
    for (int i = 0; i + 1 < bytes.length; i++) {
      int trail = bytes[i + 1] & 0xff;
      if ((bytes[i] & 0xff) == 0xa3 && (trail == 0xac || trail == 0xbf || trail == 0xbb)) {
        decode(bytes, from, i, text);
        text.append(trail == 0xac ? '，' : trail == 0xbf ? '？' : '；');
        from = i + 2;
        i++;
      }
    }
    decode(bytes, from, bytes.length, text);
    return text.toString();
  }

  private static String traditional(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              String one = Character.toString(c);
              List<String> forms =
                  one.length() == 1 ? ZhConverterUtil.toTraditional(one.charAt(0)) : null;
              out.append(
                  forms == null || forms.isEmpty() || LEFT.contains(one) ? one : forms.get(0));
            });
    return out.toString().replace('衆', '眾').replace('籤', '簽');
  }

  private static byte[] annotate(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < bytes.length; i++) {
      out.write(bytes[i]);
      if (i + 1 < bytes.length && bytes[i] < 0) {
        String pinyin = ANNOTATED.get(new String(bytes, i, 2, GBK));
        if (pinyin != null) {
          out.write(bytes[++i]);
          out.writeBytes(("(" + pinyin + ")").getBytes(GBK));
        }
      }
    }
    return out.toByteArray();
  }

  private static void decode(byte[] bytes, int from, int to, StringBuilder text) {
    for (int i = from; i < to; i++) {
      if (bytes[i] >= 0) {
        text.append((char) bytes[i]);
      } else if (i + 1 < to && (bytes[i + 1] & 0xff) >= 0x40 && bytes[i + 1] != 0x7f) {
        text.append(new String(bytes, i++, 2, GBK));
      } else {
        text.append('?');
        i++;
      }
    }
  }

  private static Map<String, String> annotations(String pairs) {
    Map<String, String> map = new HashMap<>();
    Matcher pair = Pattern.compile("(\\p{IsHan})([^\\p{IsHan}]+)").matcher(pairs);
    while (pair.find()) {
      map.put(pair.group(1), pair.group(2));
    }
    return map;
  }
}
