package org.fangzhi.document;

/**
 * Which charset a text was decoded with and why.
 *
 * @param name the name of the WHATWG Encoding Standard, in lower case ({@code gb18030})
 * @param by what decided
 * @param replaced how many characters became U+FFFD in decoding
 */
public record CharsetEvidence(String name, By by, int replaced) {
  /** What decided on a charset, the strongest first. */
  public enum By {
    BOM,
    HEADER,
    META,
    DETECTION,
    /** Nothing told; UTF-8 was taken. */
    DEFAULT
  }
}
