package org.fangzhi.sample;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sample site as its {@code site.yaml} describes it.
 *
 * @param charset of the bytes, as Java names it
 * @param contentType the Content-Type header of its HTML pages, right or wrong
 * @param validators which of ETag and Last-Modified its static pages carry
 * @param gzip whether it compresses for clients that ask for it
 * @param built Last-Modified of everything without a date of its own, {@code yyyy-MM-dd HH:mm}
 * @param values places of all its templates
 * @param lists its columns
 * @param articles files of articles that no list names
 * @param files everything else
 */
record SiteFile(
    String charset,
    String contentType,
    Validators validators,
    boolean gzip,
    String built,
    Map<String, String> values,
    List<Column> lists,
    @Nullable List<String> articles,
    List<Extra> files) {

  static SiteFile named(String id) {
    return Resources.yaml(Resources.text("sites/" + id + "/site.yaml"), SiteFile.class);
  }

  enum Validators {
    BOTH,
    ETAG,
    LAST_MODIFIED,
    NONE
  }

  /** The families of publishing systems, by how they turn pages. */
  enum Family {
    TRS,
    HANWEB,
    PLAIN
  }

  /**
   * A column with its list pages.
   *
   * @param path the directory or first page of the column
   * @param perPage entries a list page
   */
  record Column(String path, Family family, String title, int perPage, List<Entry> entries) {}

  /**
   * An entry of a list: an article's file, or a title, address and date of its own.
   *
   * @param article the file of an article of this site; {@code ../site/name.txt} of another one
   */
  record Entry(
      @Nullable String article,
      @Nullable String title,
      @Nullable String href,
      @Nullable String date) {}

  /**
   * A page that is no article.
   *
   * @param path where it is served
   * @param status the status, 200 when absent
   * @param file its file; an HTML file is a template of the site, other types are served as they
   *     are
   * @param type Content-Type, when it is not the site's
   * @param location where a redirect leads
   */
  record Extra(
      String path,
      @Nullable Integer status,
      @Nullable String file,
      @Nullable String type,
      @Nullable String location) {}
}
