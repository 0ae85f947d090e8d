package org.fangzhi.pipeline;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.fangzhi.archive.Deposit;
import org.fangzhi.archive.Deposits;
import org.fangzhi.archive.Payload;
import org.fangzhi.crawl.Bounds;
import org.fangzhi.document.Document;
import org.fangzhi.document.Documents;
import org.fangzhi.document.Hints;
import org.fangzhi.store.PageKind;
import org.fangzhi.warc.WarcImport;
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

  private void takeWarc(Path file, Deposit deposit)
      throws SQLException, IOException, Refused, Deposits.Busy {
    WarcImport.Taken taken;
    try {
      taken = new WarcImport(deposits, bounds, false).take(file, deposit, position -> {});
    } catch (IOException e) {
      throw new Refused("it is no web archive that can be read: " + e.getMessage());
    }
    if (taken.damaged() > 0) {
      throw new Refused(
          "it is broken (%s). What else is in it was kept: %d pages, %d of them new. Lay a whole copy into the inbox"
              .formatted(String.join("; ", taken.damages()), taken.seen(), taken.kept()));
    }
    String passed = taken.passedOver();
    if (taken.seen() == 0) {
      throw new Refused(
          "it holds no page that was answered with 200"
              + (passed.isEmpty() ? "" : "; passed over: " + passed));
    }
    deposits.taken(deposit, taken.kept(), passed.isEmpty() ? null : "passed over: " + passed);
    LOG.info(
        "{} was taken: {} of {} pages are new; passed over: {}",
        deposit.name(),
        taken.kept(),
        taken.seen(),
        passed.isEmpty() ? "nothing" : passed);
  }
}
