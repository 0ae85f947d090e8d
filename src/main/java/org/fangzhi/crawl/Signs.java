package org.fangzhi.crawl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The rules of {@code signs.yaml}.
 *
 * @param blocked statuses that are refusals whatever the body says
 * @param article what only an article of the site's own says: then words of refusal are its matter
 * @param dated what articles, lists and interfaces have, and pages of refusal at times: a date
 * @param own what a site says of itself or of the request: then a date marks no article
 * @param title what only a document's title says
 * @param all the signs, the first that fits decides
 */
record Signs(
    Set<Integer> blocked,
    Pattern article,
    Pattern dated,
    Pattern own,
    Pattern title,
    List<Sign> all) {

  private record File(
      List<Integer> blocked,
      String article,
      String dated,
      String own,
      String title,
      List<Line> signs) {}

  private record Line(
      String id, String where, String pattern, int within, String outcome, String why) {}

  static Signs load() {
    try (InputStream in = Signs.class.getResourceAsStream("signs.yaml")) {
      if (in == null) {
        throw new IllegalStateException("signs.yaml is not in the program");
      }
      File file = new YAMLMapper().readValue(in, File.class);
      return new Signs(
          Set.copyOf(file.blocked()),
          Pattern.compile(file.article()),
          Pattern.compile(file.dated()),
          Pattern.compile(file.own()),
          Pattern.compile(file.title()),
          file.signs().stream().map(Signs::sign).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Sign sign(Line line) {
    return new Sign(
        line.id(),
        Sign.Where.valueOf(line.where().toUpperCase(Locale.ROOT)),
        Pattern.compile(line.pattern()),
        line.within(),
        Outcome.valueOf(line.outcome().toUpperCase(Locale.ROOT).replace('-', '_')),
        line.why());
  }

  boolean blocks(int status) {
    return blocked.contains(status);
  }

  /**
   * The first sign that fits.
   *
   * @param outcome only signs of this outcome; null: of any
   */
  @Nullable Sign first(Glance page, Fetched fetched, @Nullable Outcome outcome) {
    boolean redirected = !fetched.finalUrl().equals(fetched.url());
    boolean article = article(page);
    for (Sign sign : all) {
      if ((outcome == null || sign.outcome() == outcome)
          && !(article && sign.where() == Sign.Where.TEXT)
          && sign.fits(page, fetched.finalUrl(), redirected)) {
        return sign;
      }
    }
    return null;
  }

  private boolean article(Glance page) {
    boolean data = page.html().startsWith("<?xml") && !page.html().contains("<html");
    return data
        || title.matcher(page.title()).matches()
        || article.matcher(page.text()).find()
        || dated.matcher(page.text()).find() && !own.matcher(page.text()).find();
  }
}
