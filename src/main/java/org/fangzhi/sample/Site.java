package org.fangzhi.sample;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that a sample site serves in one phase. */
final class Site {
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
  private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

  /** Last-Modified of what the second phase changed. */
  private static final Instant CORRECTED = Instant.parse("2025-03-03T01:00:00Z");

  private final String id;
  private final int phase;
  private final SiteFile file;
  private final Charset charset;
  private final Map<String, Answer> answers = new HashMap<>();

  private Site(String id, int phase) {
    this.id = id;
    this.phase = phase;
    this.file = SiteFile.named(id);
    this.charset = Charset.forName(file.charset());
    file.lists().forEach(this::column);
    if (file.articles() != null) {
      file.articles().forEach(name -> article(Article.named(id + "/" + name)));
    }
    file.files().forEach(this::extra);
  }

  /** The answers of a site by path. */
  static Map<String, Answer> answers(String id, int phase) {
    return new Site(id, phase).answers;
  }

  private void column(SiteFile.Column column) {
    String item = Resources.text("sites/" + id + "/item.html").strip();
    List<String> items = new ArrayList<>();
    for (SiteFile.Entry entry : column.entries()) {
      items.add(Template.fill(item, entry(column, entry)));
    }
    ListPages pages = new ListPages(column, items);
    pages
        .parts()
        .forEach(
            (path, part) -> {
              Map<String, String> values = new HashMap<>();
              values.put("title", column.title());
              values.put("items", part.items());
              values.put("pager", part.pager());
              put(path, html("list.html", values, stamp(file.built())));
              if (path.endsWith("/index.html")) {
                put(column.path(), html("list.html", values, stamp(file.built())));
              }
            });
    if (column.family() == SiteFile.Family.HANWEB) {
      answers.put(ListPages.DATAPROXY, query -> dataproxy(pages, query));
    }
  }

  private Map<String, String> entry(SiteFile.Column column, SiteFile.Entry entry) {
    if (entry.article() == null) {
      return Map.of(
          "href", String.valueOf(entry.href()),
          "title", String.valueOf(entry.title()),
          "date", String.valueOf(entry.date()));
    }
    Article article = Article.named(id + "/" + entry.article());
    article(article);
    Article.Head head = article.head();
    String directory = column.path().substring(0, column.path().lastIndexOf('/') + 1);
    String path = head.path();
    String href = path.startsWith(directory) ? "./" + path.substring(directory.length()) : path;
    return Map.of("href", href, "title", head.title(), "date", head.date().substring(0, 10));
  }

  private void article(Article article) {
    Article.Head head = article.head();
    if (head.vanishes() && phase > 1) {
      return;
    }
    Map<String, String> values = new HashMap<>();
    values.put("title", head.title());
    values.put("date", head.date());
    values.put("day", head.date().substring(0, 10));
    values.put("source", head.source());
    values.put("path", head.path());
    values.put("body", article.html(phase));
    if (head.counter() != null) {
      values.put("counter", head.counter().get(phase - 1));
    }
    if (head.values() != null) {
      values.putAll(head.values());
    }
    Instant modified = phase > 1 && head.changes() != null ? CORRECTED : stamp(head.date());
    put(head.path(), html("article.html", values, head.counter() == null ? modified : null));
  }

  private void extra(SiteFile.Extra extra) {
    Map<String, String> headers = new HashMap<>();
    int status = extra.status() == null ? 200 : extra.status();
    if (extra.location() != null) {
      headers.put("Location", extra.location());
    }
    String name = extra.file();
    byte[] body = new byte[0];
    if (name != null && name.endsWith(".html")) {
      body = bytes(name, Map.of());
    } else if (name != null) {
      body = Resources.bytes("sites/" + id + "/" + name);
    }
    headers.put("Content-Type", extra.type() == null ? file.contentType() : extra.type());
    put(extra.path(), new Page(status, headers, body, status == 200 ? stamp(file.built()) : null));
  }

  private Page html(String template, Map<String, String> values, @Nullable Instant modified) {
    return new Page(
        200, Map.of("Content-Type", file.contentType()), bytes(template, values), modified);
  }

  private byte[] bytes(String template, Map<String, String> values) {
    Map<String, String> all = new HashMap<>(file.values());
    all.putAll(values);
    return Template.fill(Resources.text("sites/" + id + "/" + template), all).getBytes(charset);
  }

  private Page dataproxy(ListPages pages, Map<String, String> query) {
    String xml =
        "<?xml version='1.0' encoding='UTF-8'?>\n"
            + pages.datastore(number(query, "startrecord"), number(query, "endrecord"));
    byte[] body = xml.getBytes(StandardCharsets.UTF_8);
    return new Page(200, Map.of("Content-Type", "text/xml;charset=UTF-8"), body, null);
  }

  private static int number(Map<String, String> query, String name) {
    String value = query.getOrDefault(name, "");
    return value.matches("\\d{1,6}") ? Integer.parseInt(value) : 0;
  }

  private void put(String path, Page page) {
    answers.put(path, query -> page);
  }

  private static Instant stamp(String text) {
    return LocalDateTime.parse(text, STAMP).toInstant(CHINA);
  }
}
