package org.fangzhi.warc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.fangzhi.archive.Deposit;
import org.fangzhi.archive.Deposits;
import org.fangzhi.archive.Payload;
import org.jspecify.annotations.Nullable;

/** Files of web archives, each taken once: WARC, ARC, and WACZ with the WARC files in it. */
public final class WebArchive {

  private static final String RECORDS = "(?s).+\\.(warc|arc)(\\.gz)?";
  private static final String PACKED = "(?s).+\\.wacz";

  private final Deposits deposits;
  private final WarcImport imported;

  public WebArchive(Deposits deposits, WarcImport imported) {
    this.deposits = deposits;
    this.imported = imported;
  }

  /**
   * The files meant by some paths: each that is a file, and of a folder those that are web archives
   * by their names, below it too, in the order of their names.
   */
  public static List<Path> files(List<Path> paths) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        try (Stream<Path> within = Files.walk(path)) {
          within
              .filter(
                  file -> name(file).matches(RECORDS + "|" + PACKED) && Files.isRegularFile(file))
              .sorted()
              .forEach(files::add);
        }
      } else {
        files.add(path);
      }
    }
    return files;
  }

  private static String name(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT);
  }

  /**
   * Keeps what is in a file.
   *
   * @param source see {@link Deposit}
   * @param position told how much of it is done, in bytes
   * @return null when the same bytes were taken before
   * @throws IOException when it is no web archive or cannot be read; the message says which
   * @throws Deposits.Busy when a page of it is being harvested now
   */
  public WarcImport.@Nullable Taken take(Path file, @Nullable String source, LongConsumer position)
      throws IOException, SQLException, Deposits.Busy {
    Instant written = Files.getLastModifiedTime(file).toInstant();
    Instant now = Instant.now();
    Deposit deposit =
        new Deposit(
            file.getFileName().toString(),
            written.isAfter(now) ? now : written,
            Payload.sha256(file),
            Files.size(file),
            source);
    if (deposits.isKnown(deposit.sha256())) {
      return null;
    }
    WarcImport.Taken taken =
        name(file).matches(PACKED)
            ? unpacked(file, deposit, position)
            : imported.take(file, deposit, position);
    String note = taken.passedOver();
    deposits.taken(
        deposit,
        taken.kept(),
        note.isEmpty() && taken.damaged() == 0
            ? null
            : "passed over: %s%s"
                .formatted(
                    note.isEmpty() ? "nothing" : note,
                    taken.damaged() == 0 ? "" : "; %d damages".formatted(taken.damaged())));
    return taken;
  }

  /** A WARC file of a WACZ is copied beside it, so that past a damage it can be gone on with. */
  private WarcImport.Taken unpacked(Path file, Deposit deposit, LongConsumer position)
      throws IOException, SQLException, Deposits.Busy {
    Map<String, Integer> passed = new LinkedHashMap<>();
    List<String> damages = new ArrayList<>();
    int seen = 0;
    int kept = 0;
    int damaged = 0;
    long done = 0;
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry :
          zip.stream()
              .filter(WebArchive::isRecords)
              .sorted(java.util.Comparator.comparing(ZipEntry::getName))
              .toList()) {
        Path copy = Files.createTempFile("fangzhi", ".warc");
        try {
          if (entry.getSize() > Files.getFileStore(copy).getUsableSpace() / 2) {
            throw new IOException(
                "%s in it has %,d bytes, and %s has no room for them"
                    .formatted(entry.getName(), entry.getSize(), copy.getParent()));
          }
          try (InputStream in = zip.getInputStream(entry)) {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
          }
          long before = done;
          WarcImport.Taken taken =
              imported.take(copy, deposit, bytes -> position.accept(before + bytes));
          done += Files.size(copy);
          seen += taken.seen();
          kept += taken.kept();
          damaged += taken.damaged();
          taken.passed().forEach((what, count) -> passed.merge(what, count, Integer::sum));
          taken.damages().forEach(damage -> damages.add(entry.getName() + " " + damage));
        } finally {
          Files.delete(copy);
        }
      }
    }
    return new WarcImport.Taken(seen, kept, passed, damages, damaged);
  }

  private static boolean isRecords(ZipEntry entry) {
    return entry.getName().startsWith("archive/")
        && entry.getName().toLowerCase(Locale.ROOT).matches(RECORDS);
  }
}
