package org.fangzhi.document;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bytes understood as a document: its main content in reading order, what it says of itself, and
 * how it was decoded and mended. Immutable. Made by {@link Documents#read}.
 *
 * @param mediaType what the bytes are, by their own evidence: {@code text/html}, {@code
 *     application/pdf}, {@code text/plain}, DOCX, XLSX, DOC, XLS, or another type that is not read
 *     further
 * @param charset how the text was decoded; null for formats that carry their own (PDF, Office)
 * @param title the document's own title, repaired; null when there is none
 * @param meta the {@code <meta name content>} pairs or PDF properties in order, duplicates kept; of
 *     Office files the title alone
 * @param box label and value pairs of the page's information box (索引号, 发布机构, 发文日期 …), white space
 *     removed from labels; also {@link #TRAIL} and {@link #TITLE_ELEMENT}
 * @param blocks main content, paragraphs and tables in reading order
 * @param links attachments and other links inside the main content, absolute when the address of
 *     the page is known
 * @param text the main content as plain text after repair: one line a paragraph, table cells
 *     separated by tabs
 * @param normalised {@code text} as compared between copies: NFKC, simplified, without white space,
 *     counters and navigation; empty when there is no text
 * @param repairs what was mended, in order of place
 * @param mirrorArtefact true when the text shows that a converter mirror had it in its hands
 * @param recognised places of the blocks ({@link Block#at}) whose text was recognised from images,
 *     here or by who made the file, so that any character of it may be wrong
 * @param notes plain words on what could not be read and why (encrypted PDF, no text layer …)
 * @param around lines that stand around the main content and are no part of it, as far as they are
 *     kept: navigation, counters, widgets, footers
 */
public record Document(
    String mediaType,
    @Nullable CharsetEvidence charset,
    @Nullable String title,
    List<Meta> meta,
    List<Meta> box,
    List<Block> blocks,
    List<Link> links,
    String text,
    String normalised,
    List<Repair> repairs,
    boolean mirrorArtefact,
    Set<String> recognised,
    List<String> notes,
    List<String> around) {

  private static final Pattern CELL = Pattern.compile("(t\\d+)r\\d+c\\d+");

  /** In the box: the trail of links from the home page. */
  public static final String TRAIL = "位置";

  /** In the box: the text of a title element, with the names of column and site. */
  public static final String TITLE_ELEMENT = "网页标题";

  public Document {
    meta = List.copyOf(meta);
    box = List.copyOf(box);
    blocks = List.copyOf(blocks);
    links = List.copyOf(links);
    repairs = List.copyOf(repairs);
    recognised = Set.copyOf(recognised);
    notes = List.copyOf(notes);
    around = List.copyOf(around);
  }

  /** Whether any of the text was recognised from images. */
  public boolean ocr() {
    return !recognised.isEmpty();
  }

  /** Whether what stands in a block or cell, by its place, was recognised from an image. */
  public boolean ocr(String at) {
    Matcher cell = CELL.matcher(at);
    String block = cell.matches() ? cell.group(1) : at;
    return recognised.stream().anyMatch(p -> p.equals(block) || p.endsWith("/" + block));
  }

  /** A name with its content, as printed but for repaired text. */
  public record Meta(String name, String content) {}

  /** A link of the main content: its address and its text. */
  public record Link(String href, String text) {}

  /**
   * One mend.
   *
   * @param at offset in the text before repair, in UTF-16 units
   * @param rule the rule's name, as in {@code docs/repairs.md}
   * @param before what stood there
   * @param after what stands there now
   * @param confidence 0 to 1
   */
  public record Repair(int at, String rule, String before, String after, double confidence) {}
}
