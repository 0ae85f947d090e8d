package org.fangzhi.warc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.fangzhi.store.Transactions;
import org.jspecify.annotations.Nullable;

/**
 * Writes captures as WARC files into a folder, each with its CDXJ index, split by size. A folder
 * that was begun is gone on with: what is whole stays, what was half written is written anew, and
 * what was harvested since is added.
 */
public final class WarcExport {

  private static final int PORTION = 200;

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

  private final Path folder;
  private final Chosen chosen;
  private final long most;
  private final Map<String, String> about;
  private final Captures captures;
  private final List<String> damages = new ArrayList<>();
  private Map<String, String> sources = Map.of();

  /**
   * @param most a file of this many bytes is ended after the capture that reached it
   * @param about what stands in the {@code warcinfo} of each file: software, operator, contact
   */
  public WarcExport(
      Transactions transactions, Path folder, Chosen chosen, long most, Map<String, String> about) {
    this.folder = folder;
    this.chosen = chosen;
    this.most = most;
    this.about = about;
    this.captures = new Captures(transactions, chosen);
  }

  /**
   * Writes what is new.
   *
   * @param written told of each file as it is whole
   * @return captures whose bytes are damaged or gone, and are not in the files; each named
   * @throws IllegalArgumentException when the folder holds an export of other captures
   */
  public List<String> write(Consumer<Manifest.File> written) throws IOException, SQLException {
    Files.createDirectories(folder);
    Manifest manifest = begun();
    long horizon = captures.horizon();
    sources = captures.sources();
    List<Capture> portion = captures.after(manifest.last(), horizon, PORTION);
    WarcFile file = null;
    try {
      long last = manifest.last();
      while (!portion.isEmpty()) {
        for (Capture capture : portion) {
          if (file == null) {
            file = open(manifest, capture);
          }
          write(file, capture);
          last = capture.id();
          if (file.length() >= most) {
            manifest = finished(manifest, file, last, written);
            file = null;
          }
        }
        portion = captures.after(last, horizon, PORTION);
      }
      if (file != null) {
        manifest = finished(manifest, file, last, written);
        file = null;
      }
    } finally {
      if (file != null) {
        file.close();
      }
    }
    return List.copyOf(damages);
  }

  private Manifest begun() throws IOException {
    Manifest manifest = Manifest.of(folder);
    if (manifest == null) {
      return new Manifest(chosen, 0, List.of());
    }
    if (!manifest.chosen().equals(chosen)) {
      throw new IllegalArgumentException(
          "%s is of other captures (%s). Ask for the same ones, or write into another folder."
              .formatted(folder.resolve(Manifest.NAME), manifest.chosen()));
    }
    return manifest;
  }

  private WarcFile open(Manifest manifest, Capture first) throws IOException {
    String name =
        "fangzhi-%s-%s-%05d.warc.gz"
            .formatted(chosen.label(), STAMP.format(first.at()), manifest.files().size() + 1);
    return new WarcFile(folder.resolve(name), first.at(), about);
  }

  private void write(WarcFile file, Capture capture) throws IOException, SQLException {
    byte @Nullable [] body = new byte[0];
    if (capture.sha256() != null && capture.hidden() == null) {
      try {
        body = captures.body(capture);
      } catch (Damage damage) {
        damages.add(damage.getMessage());
        return;
      }
    }
    file.source(capture.source(), sources.getOrDefault(capture.source(), "{}"), capture.at());
    file.write(capture, Records.of(capture, body));
  }

  private Manifest finished(
      Manifest manifest, WarcFile file, long last, Consumer<Manifest.File> written)
      throws IOException {
    Manifest.File whole = file.finish();
    List<Manifest.File> files = new ArrayList<>(manifest.files());
    files.add(whole);
    Manifest next = new Manifest(chosen, last, files);
    next.write(folder);
    written.accept(whole);
    return next;
  }
}
