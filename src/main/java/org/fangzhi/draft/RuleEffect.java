package org.fangzhi.draft;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fangzhi.archive.Payload;
import org.fangzhi.crawl.Family;
import org.fangzhi.crawl.Head;
import org.fangzhi.crawl.Link;
import org.fangzhi.crawl.LinkRules;
import org.fangzhi.crawl.Links;
import org.fangzhi.pipeline.SiteRules;
import org.fangzhi.source.Source;
import org.fangzhi.source.Sources;
import org.jspecify.annotations.Nullable;

/**
 * What an edited source file would find in the list pages that are kept, against what the file as
 * it was last loaded finds in them. Reads only.
 *
 * @param pages list pages that were read
 * @param appear links found by the edited file alone
 * @param vanish links found no more
 */
public record RuleEffect(int pages, List<Change> appear, List<Change> vanish) {
  /** As many list pages show what a rule does. */
  private static final int MOST = 500;

  private static final int AT_ONCE = 10;
  private static final int LONGEST_SECONDS = 10;

  private static final String LISTS =
      """
      select p.url, p.cms, d.coding, d.length, d.bytes, (select o.head from fangzhi.observation o
        where o.page_id = p.id and o.payload = p.sha256 order by o.id limit 1) as head
      from fangzhi.page p join fangzhi.payload d on d.sha256 = p.sha256
      where p.source_id = ? and p.kind = 'list' and d.bytes is not null order by p.id limit ?""";

  /** A link of a list page. */
  public record Change(String page, Link link) {}

  /**
   * The effect of an edited file.
   *
   * @return null when the database does not know the source, or its rules are as they were
   */
  public static @Nullable RuleEffect of(Connection connection, Source edited) throws SQLException {
    Source before = before(connection, edited.id());
    if (before == null
        || before.rules().equals(edited.rules()) && before.entries().equals(edited.entries())) {
      return null;
    }
    LinkRules then = SiteRules.of(before);
    LinkRules now = SiteRules.of(edited);
    List<Change> appear = new ArrayList<>();
    List<Change> vanish = new ArrayList<>();
    int pages = 0;
    try (PreparedStatement select = connection.prepareStatement(LISTS)) {
      select.setString(1, edited.id());
      select.setInt(2, MOST);
      // All of them at once would be more than the heap holds.
      connection.setAutoCommit(false);
      select.setFetchSize(AT_ONCE);
      select.setQueryTimeout(LONGEST_SECONDS);
      ResultSet row = select.executeQuery();
      while (row.next()) {
        pages++;
        String url = row.getString("url");
        Map<String, Link> old = links(row, then, row.getString("cms"));
        Map<String, Link> fresh = links(row, now, cms(edited, row.getString("cms"), url));
        fresh.forEach((key, link) -> add(appear, old.containsKey(key), url, link));
        old.forEach((key, link) -> add(vanish, fresh.containsKey(key), url, link));
      }
    }
    return new RuleEffect(pages, appear, vanish);
  }

  private static void add(List<Change> changes, boolean known, String page, Link link) {
    if (!known) {
      changes.add(new Change(page, link));
    }
  }

  private static @Nullable Source before(Connection connection, String id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select definition from fangzhi.source where id = ?")) {
      select.setString(1, id);
      ResultSet row = select.executeQuery();
      if (!row.next()) {
        return null;
      }
      // What was loaded is kept as JSON, which is YAML.
      Sources kept = Sources.of(Map.of(id, row.getString(1)), property -> null);
      return kept.sources().isEmpty() ? null : kept.sources().get(0);
    }
  }

  private static @Nullable String cms(Source edited, @Nullable String kept, String url) {
    return edited.entries().stream()
        .filter(entry -> SiteRules.addresses(entry).contains(url))
        .map(Source.Entry::cms)
        .findFirst()
        .orElse(kept);
  }

  private static Map<String, Link> links(ResultSet row, LinkRules rules, @Nullable String cms)
      throws SQLException {
    byte[] page =
        Payload.decoded(row.getString("coding"), row.getInt("length"), row.getBytes("bytes"));
    byte[] head = row.getBytes("head");
    String type = head == null ? null : new Head(head).first("Content-Type");
    Map<String, Link> links = new LinkedHashMap<>();
    Links.ofList(page, type, row.getString("url"), Family.of(cms), rules)
        .links()
        .forEach(link -> links.put(link.kind() + " " + link.url(), link));
    return links;
  }
}
