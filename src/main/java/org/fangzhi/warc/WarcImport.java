package org.fangzhi.warc;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.fangzhi.archive.Deposit;
import org.fangzhi.archive.Deposits;
import org.fangzhi.crawl.Addresses;
import org.fangzhi.crawl.Bounds;
import org.fangzhi.crawl.Coding;
import org.fangzhi.crawl.Fetched;
import org.fangzhi.crawl.Head;
import org.fangzhi.crawl.Judge;
import org.fangzhi.crawl.Traps;
import org.fangzhi.crawl.Truncation;
import org.fangzhi.store.PageKind;
import org.fangzhi.warc.Arrivals.Arrival;
import org.fangzhi.warc.Entries.Entry;
import org.jspecify.annotations.Nullable;
import org.netpreserve.jwarc.WarcDigest;
import org.netpreserve.jwarc.WarcRecord;
import org.netpreserve.jwarc.WarcRevisit;
import org.netpreserve.jwarc.WarcTargetRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps what WARC and ARC files hold. Captures of ours become what they were; of files of others
 * the pages that were answered with 200, judged as if they had just been fetched. Begun again it
 * passes over what is kept.
 */
public final class WarcImport {

  private static final JsonMapper JSON = new JsonMapper();

  /** Captures kept in one transaction, and bytes of them. */
  private static final int BATCH = 200;

  private static final long BATCH_BYTES = 8 << 20;

  /** Damages that are told one by one. */
  private static final int TOLD = 100;

  private final Deposits deposits;
  private final Bounds bounds;
  private final boolean restoring;

  /**
   * @param restoring whether files that were written by this program are taken at their word: what
   *     was judged is not judged again
   */
  public WarcImport(Deposits deposits, Bounds bounds, boolean restoring) {
    this.deposits = deposits;
    this.bounds = bounds;
    this.restoring = restoring;
  }

  /**
   * What came of a file.
   *
   * @param seen captures that can be kept
   * @param kept those of them that were not there yet
   * @param passed what else is in it, by what it is
   * @param damages where the file is damaged and how, the first hundred of them
   * @param damaged how many damages there are
   */
  public record Taken(
      int seen, int kept, Map<String, Integer> passed, List<String> damages, int damaged) {

    /** What is passed over, in words; empty when nothing is. */
    public String passedOver() {
      List<String> words = new ArrayList<>();
      passed.forEach((what, count) -> words.add(count + " " + what));
      return String.join(", ", words);
    }
  }

  /** Why something of a file of others is passed over. */
  private static final String OTHERS = "answers of other kinds";

  private static final String BROKEN = "broken records";
  private static final String NOT_THE_PAGE =
      "answers that are not the page (blocked, soft-missing, moved or failed)";
  private static final String NO_ORIGINAL = "revisits of what is not here";
  private static final String HIDDEN = "captures whose bytes a takedown hides";

  /**
   * Keeps what is in a file.
   *
   * @param position told how far the file is read, in bytes
   * @throws IOException when it is no web archive, or cannot be read
   * @throws Deposits.Busy when a page of it is being harvested now
   */
  public Taken take(Path file, Deposit deposit, LongConsumer position)
      throws IOException, SQLException, Deposits.Busy {
    return new Passage(deposit).take(file, position);
  }

  /** One file on its way. */
  private final class Passage {
    private final Deposit deposit;
    private final List<Deposit.Page> batch = new ArrayList<>();
    private final Set<String> inBatch = new HashSet<>();
    private final Map<String, Integer> passed = new LinkedHashMap<>();
    private final List<String> damages = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    private long bytes;
    private int damaged;
    private int seen;
    private int kept;

    Passage(Deposit deposit) {
      this.deposit = deposit;
      for (String what : List.of(OTHERS, BROKEN, NOT_THE_PAGE, NO_ORIGINAL, HIDDEN)) {
        passed.put(what, 0);
      }
    }

    private void damage(String what) {
      damaged++;
      if (damages.size() < TOLD) {
        damages.add(what);
      }
    }

    Taken take(Path file, LongConsumer position) throws IOException, SQLException, Deposits.Busy {
      List<byte[]> sources = new ArrayList<>();
      Entries entries = new Entries(file, bounds.body() + bounds.head(), this::damage);
      try (Arrivals arrivals = new Arrivals(entries, restoring, sources::add, this::damage)) {
        for (Arrival next = arrivals.next(); next != null; next = arrivals.next()) {
          for (byte[] source : sources) {
            know(source);
          }
          sources.clear();
          take(next);
          if (batch.size() >= BATCH || bytes > BATCH_BYTES) {
            keep();
            position.accept(entries.position());
          }
        }
        keep();
        position.accept(entries.position());
      }
      passed.values().removeIf(count -> count == 0);
      return new Taken(seen, kept, passed, damages, damaged);
    }

    private void know(byte[] json) throws SQLException {
      JsonNode source = JSON.readTree(json);
      String id = source.path("id").asString("");
      if (!id.isEmpty()) {
        know(
            id,
            source.path("name").asString(id),
            source.path("division").asString(null),
            source.path("definition").toString());
      }
    }

    private void know(String id, String name, @Nullable String division, String definition)
        throws SQLException {
      if (known.add(id)) {
        deposits.know(id, name, division, definition.isEmpty() ? "{}" : definition);
      }
    }

    private void take(Arrival arrival) throws SQLException, Deposits.Busy {
      try {
        Deposit.Page page =
            arrival.facts() == null ? foreign(arrival) : restored(arrival, arrival.facts());
        if (page != null) {
          seen++;
          batch.add(page);
          inBatch.add(page.url());
          bytes += page.payload() == null ? 0 : page.payload().length;
        }
      } catch (RuntimeException e) {
        if (arrival.facts() == null) {
          pass(BROKEN);
        } else {
          damage("at byte %,d: %s".formatted(arrival.entry().offset(), e.getMessage()));
        }
      }
    }

    private void keep() throws SQLException, Deposits.Busy {
      kept += deposits.keep(deposit, batch);
      batch.clear();
      inBatch.clear();
      bytes = 0;
    }

    private void pass(String why) {
      passed.merge(why, 1, Integer::sum);
    }

    private Deposit.@Nullable Page restored(Arrival arrival, Map<String, String> facts)
        throws SQLException {
      if (facts.containsKey(Fields.HIDDEN)) {
        pass(HIDDEN);
        return null;
      }
      Deposit.Page page = Restored.page(arrival, bounds);
      know(page.harvested().source(), page.harvested().source(), null, "{}");
      return page;
    }

    private Deposit.@Nullable Page foreign(Arrival arrival) throws SQLException, Deposits.Busy {
      Entry answer = arrival.answer();
      WarcTargetRecord record = (WarcTargetRecord) answer.record();
      String url = record.target() == null ? null : Addresses.canonical(record.target());
      if (url == null
          || answer.block() == null
          || record.type().equals("resource")
          || !isHttp(record)) {
        pass(OTHERS);
        return null;
      }
      if (record instanceof WarcRevisit revisit) {
        return revisited(arrival, revisit, url);
      }
      Message message = Message.of(answer.block()).joined();
      Head head = new Head(message.head());
      byte[] body = message.body();
      if (head.status() != 200 || body.length == 0 || body.length > bounds.body()) {
        pass(OTHERS);
        return null;
      }
      String coding = Coding.of(head, body);
      byte[] payload;
      try {
        payload = Coding.decode(body, coding, bounds);
      } catch (Coding.Broken broken) {
        pass(OTHERS);
        return null;
      }
      return page(arrival, url, message, coding, payload);
    }

    private Deposit.@Nullable Page page(
        Arrival arrival, String url, Message message, @Nullable String coding, byte[] payload) {
      WarcRecord record = arrival.entry().record();
      Head head = new Head(message.head());
      Truncation truncated = truncation(record);
      Instant at = past(record.date());
      String own = Traps.withoutSession(url);
      if (payload.length == 0) {
        pass(OTHERS);
        return null;
      }
      Fetched fetched =
          Fetched.before(own, own, head, message.body(), coding, payload, at, truncated);
      if (!Judge.judge(fetched, null).outcome().isContent()) {
        pass(NOT_THE_PAGE);
        return null;
      }
      return new Deposit.Page(
          url,
          kind(head),
          at,
          arrival.request() == null ? null : arrival.request().block(),
          message.head(),
          message.body(),
          coding,
          payload,
          record.headers().first("WARC-IP-Address").orElse(null),
          truncated == null ? null : truncated.warc(),
          null);
    }

    /** A page that was as another one, or as it was before; what is not here cannot be had. */
    private Deposit.@Nullable Page revisited(Arrival arrival, WarcRevisit revisit, String url)
        throws SQLException, Deposits.Busy {
      String original =
          revisit.refersToTargetURI().map(URI::toString).map(Addresses::canonical).orElse(url);
      if (original.equals(url)) {
        if (!inBatch.contains(url) && !deposits.holds(url)) {
          pass(NO_ORIGINAL);
        } else {
          seen++;
        }
        return null;
      }
      if (inBatch.contains(original)) {
        keep();
      }
      Instant at = revisit.refersToDate().orElse(null);
      byte[] payload = at == null ? null : deposits.held(original, at);
      if (payload == null || !isOf(payload, revisit)) {
        pass(NO_ORIGINAL);
        return null;
      }
      Message message = Message.of(arrival.answer().block());
      return new Head(message.head()).status() == 200
          ? page(arrival, url, new Message(message.head(), payload), null, payload)
          : null;
    }
  }

  /** Whether bytes may be those that a revisit names; digests of coded bodies say nothing. */
  private static boolean isOf(byte[] payload, WarcRevisit revisit) {
    WarcDigest named = revisit.payloadDigest().orElse(null);
    try {
      return named == null
          || revisit.http().headers().first("Content-Encoding").isPresent()
          || MessageDigest.isEqual(named.getDigester().digest(payload), named.bytes());
    } catch (IOException | NoSuchAlgorithmException | IllegalArgumentException e) {
      return true;
    }
  }

  private static boolean isHttp(WarcRecord record) {
    return record
        .headers()
        .first("Content-Type")
        .map(type -> type.toLowerCase(Locale.ROOT).startsWith("application/http"))
        .orElse(false);
  }

  /** A time that lies ahead is wrong, and would make all that comes later older. */
  private static Instant past(Instant told) {
    Instant now = Instant.now();
    return told.isAfter(now) ? now : told;
  }

  /** Pages and files are read; what pages only need to be shown is kept. */
  private static PageKind kind(Head head) {
    String type = head.first("Content-Type");
    String word = type == null ? "" : type.toLowerCase(Locale.ROOT);
    return word.matches("(image|font|audio|video)/.*|text/css.*|.*javascript.*")
        ? PageKind.REQUISITE
        : word.contains("html") ? PageKind.ARTICLE : PageKind.ATTACHMENT;
  }

  private static @Nullable Truncation truncation(WarcRecord record) {
    return switch (record.truncated()) {
      case NOT_TRUNCATED -> null;
      case LENGTH -> Truncation.SIZE;
      case TIME -> Truncation.TIME;
      case DISCONNECT, UNSPECIFIED -> Truncation.DISCONNECT;
    };
  }
}
