package org.fangzhi.pipeline;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.fangzhi.archive.Deposit;
import org.fangzhi.archive.Deposits;
import org.fangzhi.archive.Payload;
import org.fangzhi.crawl.Bounds;
import org.fangzhi.crawl.Fetched;
import org.fangzhi.crawl.Judge;
import org.fangzhi.crawl.Traps;
import org.fangzhi.crawl.WarcAnswers;
import org.fangzhi.document.Document;
import org.fangzhi.document.Documents;
import org.fangzhi.document.Hints;
import org.fangzhi.store.PageKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a file from the inbox: a document, or a WARC file with the pages in it. The exchange's
 * property {@code place} then says where the file goes: under its name, or a later one of that name
 * with the time before it, in {@code taken} or {@code refused}, there with a note beside it.
 */
public final class InboxStep {

  private static final Logger LOG = LoggerFactory.getLogger(InboxStep.class);

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneId.of("Asia/Shanghai"));

  /** Pages of a WARC file kept in one transaction. */
  private static final int BATCH = 50;

  private final Deposits deposits;
  private final Bounds bounds;

  InboxStep(Deposits deposits, Bounds bounds) {
    this.deposits = deposits;
    this.bounds = bounds;
  }

  /** A file that is not taken, or not to its end; the message says why and what to do. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }

  /**
   * Takes the file of a message.
   *
   * @throws SQLException when the database cannot be reached; the file stays for the next look
   * @throws Deposits.Busy when a page of it is being harvested; the file stays too
   */
  public void take(Exchange exchange) throws SQLException, IOException, Deposits.Busy {
    Path file = exchange.getMessage().getBody(File.class).toPath();
    try {
      take(file);
      exchange.setProperty("place", "taken/" + free(file.resolveSibling("taken"), file));
    } catch (Refused refused) {
      String note = "%s was refused: %s%n".formatted(file.getFileName(), refused.getMessage());
      LOG.warn("{}", note.strip());
      Path folder = Files.createDirectories(file.resolveSibling("refused"));
      String name = free(folder, file);
      Files.writeString(folder.resolve(name + ".txt"), note);
      exchange.setProperty("place", "refused/" + name);
    }
  }

  /** A name for a file that is nobody's in a folder, nor is that of its note. */
  private static String free(Path folder, Path file) {
    String own = file.getFileName().toString();
    String name = own;
    for (Instant now = Instant.now();
        Files.exists(folder.resolve(name)) || Files.exists(folder.resolve(name + ".txt"));
        now = now.plusMillis(1)) {
      name = STAMP.format(now) + "-" + own;
    }
    return name;
  }

  /** A time that lies ahead is wrong, and would make all that comes later older. */
  private static Instant past(Instant told) {
    Instant now = Instant.now();
    return told.isAfter(now) ? now : told;
  }

  private void take(Path file) throws SQLException, IOException, Refused, Deposits.Busy {
    Deposit deposit =
        new Deposit(
            file.getFileName().toString(),
            past(Files.getLastModifiedTime(file).toInstant()),
            Payload.sha256(file),
            Files.size(file));
    if (deposit.length() == 0) {
      throw new Refused("it is empty");
    }
    if (deposits.isKnown(deposit.sha256())) {
      LOG.info("{} was taken before", deposit.name());
      return;
    }
    String name = deposit.name().toLowerCase(Locale.ROOT);
    if (name.endsWith(".warc") || name.endsWith(".warc.gz")) {
      takeWarc(file, deposit);
    } else {
      takeDocument(file, deposit);
    }
  }

  private void takeDocument(Path file, Deposit deposit)
      throws SQLException, IOException, Refused, Deposits.Busy {
    if (deposit.length() > bounds.body()) {
      throw new Refused(
          "it is larger than %,d bytes (fangzhi.fetch.body)".formatted(bounds.body()));
    }
    byte[] bytes = Files.readAllBytes(file);
    Document document =
        Documents.read(bytes, new Hints(deposit.address(), null, deposit.name(), null));
    if (document.text().isBlank()) {
      throw new Refused(
          "nothing can be read in it (%s%s). A page, PDF, DOC(X), XLS(X), RTF, MHTML or WARC is taken"
              .formatted(
                  document.mediaType(),
                  document.notes().isEmpty() ? "" : ": " + String.join("; ", document.notes())));
    }
    int kept =
        deposits.keep(
            deposit,
            List.of(
                new Deposit.Page(
                    deposit.address(),
                    PageKind.ARTICLE,
                    deposit.at(),
                    null,
                    bytes,
                    null,
                    bytes,
                    null,
                    null)));
    deposits.taken(deposit, kept, null);
    LOG.info("{} was taken", deposit.name());
  }

  private void takeWarc(Path file, Deposit deposit) throws SQLException, Refused, Deposits.Busy {
    List<Deposit.Page> batch = new ArrayList<>();
    int seen = 0;
    int kept = 0;
    int none = 0;
    String broken = null;
    String passed = "";
    try (WarcAnswers answers = new WarcAnswers(file, bounds)) {
      long bytes = 0;
      for (Optional<WarcAnswers.Page> page = answers.next();
          page.isPresent();
          page = answers.next()) {
        if (!isContent(page.get())) {
          none++;
          continue;
        }
        seen++;
        bytes += page.get().payload().length;
        batch.add(page(page.get()));
        if (batch.size() == BATCH || bytes > bounds.body()) {
          kept += deposits.keep(deposit, batch);
          batch.clear();
          bytes = 0;
        }
      }
      passed = passed(answers.passedOver(), answers.broken(), none);
    } catch (IOException e) {
      broken = e.getMessage();
    }
    kept += deposits.keep(deposit, batch);
    if (broken != null) {
      throw new Refused(
          "it is broken (%s). What came before that was kept: %d pages, %d of them new. Lay a whole copy into the inbox"
              .formatted(broken, seen, kept));
    }
    if (seen == 0) {
      throw new Refused(
          "it holds no page that was answered with 200"
              + (passed.isEmpty() ? "" : "; passed over: " + passed));
    }
    deposits.taken(deposit, kept, passed.isEmpty() ? null : "passed over: " + passed);
    LOG.info(
        "{} was taken: {} of {} pages are new; passed over: {}",
        deposit.name(),
        kept,
        seen,
        passed.isEmpty() ? "nothing" : passed);
  }

  /** What of a WARC file is not kept, and why; empty when all is. */
  private static String passed(int others, int broken, int none) {
    List<String> passed = new ArrayList<>();
    if (others > 0) {
      passed.add(others + " answers of other kinds");
    }
    if (broken > 0) {
      passed.add(broken + " broken records");
    }
    if (none > 0) {
      passed.add(none + " answers that are not the page (blocked, soft-missing, moved or failed)");
    }
    return String.join(", ", passed);
  }

  /** Whether an answer is the page's own content, judged as if it had just been fetched. */
  private static boolean isContent(WarcAnswers.Page page) {
    String url = Traps.withoutSession(page.url());
    Fetched fetched =
        Fetched.before(
            url,
            url,
            page.head(),
            page.body(),
            page.coding(),
            page.payload(),
            page.at(),
            page.truncated());
    return Judge.judge(fetched, null).outcome().isContent();
  }

  private static Deposit.Page page(WarcAnswers.Page page) {
    return new Deposit.Page(
        page.url(),
        kind(page),
        past(page.at()),
        page.head().bytes(),
        page.body(),
        page.coding(),
        page.payload(),
        page.ip(),
        page.truncated() == null ? null : page.truncated().warc());
  }

  /** Pages and files are read; what pages only need to be shown is kept. */
  private static PageKind kind(WarcAnswers.Page page) {
    String type = page.head().first("Content-Type");
    String word = type == null ? "" : type.toLowerCase(Locale.ROOT);
    return word.matches("(image|font|audio|video)/.*|text/css.*|.*javascript.*")
        ? PageKind.REQUISITE
        : word.contains("html") ? PageKind.ARTICLE : PageKind.ATTACHMENT;
  }
}
