package org.fangzhi.document;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.BitSet;

/** Tells Chinese text from wrongly decoded bytes by how common its characters are. */
final class CommonCharacters {
  private static final int SAMPLE = 128 * 1024;

  /** Frequent characters of modern prose and of official texts, simplified. */
  private static final String FREQUENT =
      "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
          + "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形"
          + "相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展"
          + "五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战"
          + "先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白"
          + "教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且"
          + "究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值"
          + "号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严首"
          + "息依申请村镇乡街网站责任督监督服务项目信息部门单位编制规范落实监督便民贯彻落实条例行政诉讼执行情况汇报镇委员站室室答复";

  private static final BitSet COMMON = new BitSet(0x10000);

  static {
    FREQUENT.chars().forEach(COMMON::set);
    "，。、：；（）《》“”".chars().forEach(COMMON::set);
  }

  private CommonCharacters() {}

  /** The bytes from the first that is not ASCII, bounded. */
  static byte[] sample(byte[] bytes) {
    int from = 0;
    while (from < bytes.length && bytes[from] >= 0) {
      from++;
    }
    return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + SAMPLE));
  }

  /**
   * The share of common characters among those that are not ASCII, 0 to 1, lowered by twice the
   * share of what is torn.
   */
  static double score(byte[] sample, Charset charset) {
    int common = 0;
    int torn = 0;
    int all = 0;
    String text = new String(sample, charset);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        all++;
        if (isTorn(c)) {
          torn++;
        } else if (COMMON.get(Simplified.of(c))) {
          common++;
        }
      }
    }
    return all == 0 ? 0 : Math.max(0, (common - 2.0 * torn) / all);
  }

  /** The share of characters that no text holds among those that are not ASCII. */
  static double torn(byte[] sample, Charset charset) {
    String text = new String(sample, charset);
    long all = text.chars().filter(c -> c >= 0x80).count();
    return all == 0 ? 0 : (double) text.chars().filter(c -> isTorn((char) c)).count() / all;
  }

  private static boolean isTorn(char c) {
    return c == 0xFFFD || (c >= 0x80 && c < 0xA0) || (c >= 0xE000 && c < 0xF900);
  }
}
