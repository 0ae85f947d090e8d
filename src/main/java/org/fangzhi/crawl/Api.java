package org.fangzhi.crawl;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lists that carry the number of their page in the address: an interface that a script asks, or
 * pages that a source file describes.
 *
 * @param is what it is, for the operator
 * @param address found in the addresses of its pages
 * @param page finds the number of the page in an address, as its first group
 * @param step what that number grows by from page to page
 * @param rows JSON pointer of the list of entries; null when the answer holds markup
 * @param html JSON pointer of markup in the answer; null when {@code rows} is given, or when the
 *     answer is a page itself
 * @param title JSON pointer of an entry's title, below its row
 * @param url JSON pointer of an entry's address, below its row
 * @param date JSON pointer of an entry's date, below its row
 * @param total JSON pointer of the number of entries in all, or a pattern over the markup
 */
public record Api(
    Family family,
    String is,
    Pattern address,
    Pattern page,
    int step,
    @Nullable String rows,
    @Nullable String html,
    @Nullable String title,
    @Nullable String url,
    @Nullable String date,
    @Nullable String total) {

  /** What stands for the number of the page in a source's address. */
  public static final String PAGE = "{page}";

  /**
   * The pages that an address describes, with {@value #PAGE} in it when there are several.
   *
   * @return null when it is no address to ask for
   */
  public static @Nullable Api described(
      String template,
      int step,
      @Nullable String rows,
      @Nullable String title,
      @Nullable String url,
      @Nullable String date,
      @Nullable String total) {
    // A number no site uses stands in, since { and } would be written as codes.
    String mark = "7046029254";
    String canonical = Addresses.canonical(template.replace(PAGE, mark));
    if (canonical == null) {
      return null;
    }
    int at = canonical.indexOf(mark);
    Pattern page =
        at < 0
            ? Pattern.compile("^" + Pattern.quote(canonical) + "()$")
            : Pattern.compile(
                "^"
                    + Pattern.quote(canonical.substring(0, at))
                    + "(\\d{1,6})"
                    + Pattern.quote(canonical.substring(at + mark.length()))
                    + "$");
    String is = rows == null ? "pages that the source describes" : "JSON that the source describes";
    return new Api(Family.OWN, is, page, page, step, rows, null, title, url, date, total);
  }

  boolean serves(String address) {
    return this.address.matcher(address).find();
  }

  /** The number of the page in an address; null when it has none. */
  @Nullable Integer number(String address) {
    Matcher found = page.matcher(address);
    return found.find() && !found.group(1).isEmpty() ? Integer.valueOf(found.group(1)) : null;
  }

  /** The address of the page after this one; null when it carries no number. */
  @Nullable String next(String address) {
    Matcher found = page.matcher(address);
    if (!found.find() || found.group(1).isEmpty()) {
      return null;
    }
    int next = Integer.parseInt(found.group(1)) + step;
    return address.substring(0, found.start(1)) + next + address.substring(found.end(1));
  }
}
