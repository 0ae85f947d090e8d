package org.fangzhi.api;

import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import javax.sql.DataSource;
import org.fangzhi.archive.Versions;
import org.fangzhi.archive.Versions.Version;
import org.fangzhi.crawl.Addresses;
import org.fangzhi.crawl.Head;
import org.fangzhi.diff.Comparison;
import org.fangzhi.diff.Diff;
import org.fangzhi.diff.DiffJson;
import org.fangzhi.division.Divisions;
import org.fangzhi.document.Hints;
import org.fangzhi.report.Reading;
import org.fangzhi.report.Reports;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Two versions of the archive, read again by the present reader and compared: a stored reading has
 * neither blocks nor tables, and one of an older reader would tell what the reader learnt and not
 * what the page said.
 */
public final class VersionDiff {
  private final Versions versions;
  private final Most most;

  /**
   * How much is read for a comparison.
   *
   * @param bytes of a version
   * @param recognised also text that is recognised from images, which takes minutes
   */
  public record Most(int bytes, boolean recognised) {
    /** For who waits for an answer. */
    public static final Most SOON = new Most(4 << 20, false);

    /** For who can wait. */
    public static final Most WHOLE = new Most(64 << 20, true);
  }

  /** Two versions and what they differ in. */
  public record Compared(Version old, Version now, Diff diff) {

    /** For machines; folded noise is counted, and told when asked for. */
    public ObjectNode json(boolean noise) {
      ObjectNode node = DiffJson.of(diff, noise);
      version(node.putObject("old"), old);
      version(node.putObject("new"), now);
      return node;
    }

    private static void version(ObjectNode node, Version version) {
      node.put("version", version.id());
      node.put("url", version.url());
      node.put("at", version.at().toString());
      node.put("kind", version.kind());
      node.put("sha256", version.sha256());
    }
  }

  public VersionDiff(DataSource dataSource, Most most) {
    this.versions = new Versions(dataSource);
    this.most = most;
  }

  /**
   * Two versions by their numbers.
   *
   * @throws Refused when there is none with a number, or one cannot be compared
   */
  public Compared of(long old, long now) throws SQLException, Refused {
    return compared(numbered(old), numbered(now));
  }

  private Version numbered(long number) throws SQLException, Refused {
    Version version = versions.byId(number);
    if (version == null) {
      throw new Refused(404, "Not found", "There is no version " + number + ".");
    }
    return version;
  }

  /**
   * Two versions of an address: what it held at two times, without them the last and the one
   * before.
   *
   * @param from 4 to 14 digits of UTC, as 20260122; their last second counts. Null: the version
   *     before the other one
   * @param to the same; null: now
   * @throws Refused when the address or a version is not known, or one cannot be compared
   */
  public Compared of(String url, @Nullable String from, @Nullable String to)
      throws SQLException, Refused {
    String address = known(url);
    Version now = at(address, "to", to == null ? "9999" : to);
    Version old = from == null ? versions.before(now) : at(address, "from", from);
    if (old == null) {
      throw new Refused(
          404, "Not found", "%s has no version before that of %s.".formatted(address, now.at()));
    }
    if (old.id() == now.id()) {
      throw new Refused(
          404,
          "Not found",
          "%s held the same version at both times, that of %s.".formatted(address, now.at()));
    }
    return compared(old, now);
  }

  private String known(String url) throws SQLException, Refused {
    String canonical = Addresses.canonical(url);
    if (versions.first(url) != null) {
      return url;
    }
    if (canonical != null && versions.first(canonical) != null) {
      return canonical;
    }
    throw new Refused(404, "Not found", "Nothing is held of " + url + ".");
  }

  private Version at(String url, String name, String time) throws SQLException, Refused {
    String digits = time.replaceAll("\\.\\d+Z$|[-:TZ ]", "");
    Instant at;
    try {
      if (!digits.matches("\\d{4,14}")) {
        throw new DateTimeException(time);
      }
      at = Stamp.end(digits).plusSeconds(1).minusNanos(1);
    } catch (DateTimeException e) {
      throw new Refused(
          400,
          "The question is not clear",
          "%s is no time: '%s'. Write it as 20260122 or 2026-01-22T09:30:00Z, in UTC."
              .formatted(name, time));
    }
    Version version = versions.at(url, at);
    if (version == null) {
      Version first = versions.first(url);
      throw new Refused(
          404,
          "Not found",
          "Nothing was held of %s at %s yet%s."
              .formatted(
                  url, time, first == null ? "" : "; its first version is of " + first.at()));
    }
    return version;
  }

  private Compared compared(Version old, Version now) throws SQLException, Refused {
    return new Compared(old, now, Comparison.of(read(old), read(now)));
  }

  private Reading read(Version version) throws SQLException, Refused {
    String name = "version %d of %s".formatted(version.id(), version.url());
    if (version.kind().equals("tombstone")) {
      throw new Refused(
          409,
          "Nothing to compare",
          "%s is a tombstone: the page was found gone at %s. Compare what it held before with 'to'."
              .formatted(name, version.at()));
    }
    if (version.hidden() != null) {
      throw new Refused(
          451,
          "Hidden",
          "%s is hidden by a takedown (%s); its SHA-256 is %s."
              .formatted(name, version.hidden(), version.sha256()));
    }
    if (version.length() > most.bytes() || version.recognised() && !most.recognised()) {
      throw new Refused(
          413,
          "Takes too long",
          "%s %s; './fangzhi diff' compares it."
              .formatted(
                  name,
                  version.recognised()
                      ? "was not read yet, or has text recognised from images, which takes minutes"
                      : "is larger than " + (most.bytes() >> 20) + " MiB"));
    }
    byte[] bytes = versions.bytes(version);
    if (bytes == null) {
      throw new Refused(
          500,
          "Bytes are gone",
          "The bytes of %s are gone; see './fangzhi verify'.".formatted(name));
    }
    byte[] head = version.head();
    String division = version.division();
    return Reports.read(
        bytes,
        new Hints(
            version.url(),
            head == null ? null : new Head(head).first("Content-Type"),
            null,
            version.anchor()),
        division == null ? null : Divisions.byCode(division).orElse(null));
  }
}
