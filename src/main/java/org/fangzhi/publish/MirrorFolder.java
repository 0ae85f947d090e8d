package org.fangzhi.publish;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.fangzhi.archive.Payload;

/**
 * A folder of a mirror while it is brought in step. Whatever was not put or left goes at its end.
 */
final class MirrorFolder {

  private static final String SUMS = "SHA256SUMS";

  /** Names that only a mirror gives; files of others are not touched. */
  private static final Pattern OURS =
      Pattern.compile("(\\.part-)?\\d{3,}_[0-9a-f]{16}\\.[a-z.]{2,8}");

  private final Path folder;
  private final String path;
  private final Set<String> present = new HashSet<>();
  private final TreeMap<String, String> sums = new TreeMap<>();
  private final Map<String, String> kept = new TreeMap<>();
  private boolean changed;

  MirrorFolder(Path root, String path) throws IOException {
    this.folder = root.resolve(path);
    this.path = path;
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        files.forEach(file -> present.add(file.getFileName().toString()));
      }
      readSums();
    }
  }

  private void readSums() throws IOException {
    if (present.contains(SUMS)) {
      for (String line : Files.readAllLines(folder.resolve(SUMS))) {
        if (line.matches("[0-9a-f]{64}  \\S+")) {
          sums.put(line.substring(66), line.substring(0, 64));
        }
      }
    }
  }

  /** Whether all files of a document are there: text, JSON and payload. */
  boolean whole(String name) {
    return of(name).size() == 3 && present.containsAll(of(name).keySet());
  }

  /** The sums of a document's files. */
  private Map<String, String> of(String name) {
    return sums.subMap(name + ".", name + (char) ('.' + 1));
  }

  /** Keeps the files of a document as they are. */
  void leave(String name) {
    kept.putAll(of(name));
  }

  /** Writes the files of a document, by their endings. */
  void put(String name, Map<String, byte[]> files, Mirror.Sink sink) {
    changed = true;
    files.forEach(
        (ending, bytes) -> {
          sink.write(path + "/" + name + ending, bytes);
          kept.put(name + ending, HexFormat.of().formatHex(Payload.sha256(bytes)));
        });
  }

  /** Takes away what no longer belongs here, and writes the sums. */
  void close() throws IOException {
    for (String file : present) {
      if (OURS.matcher(file).matches() && !kept.containsKey(file)) {
        Files.deleteIfExists(folder.resolve(file));
        changed = true;
      }
    }
    if (kept.isEmpty()) {
      Files.deleteIfExists(folder.resolve(SUMS));
      deleteWhenEmpty(folder);
      deleteWhenEmpty(folder.getParent());
    } else if (changed || !kept.equals(sums)) {
      try (Partial out = new Partial(folder.resolve(SUMS))) {
        for (Map.Entry<String, String> file : kept.entrySet()) {
          out.writer().write(file.getValue() + "  " + file.getKey() + "\n");
        }
        out.whole();
      }
    }
  }

  private static void deleteWhenEmpty(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        if (files.iterator().hasNext()) {
          return;
        }
      }
      Files.delete(folder);
    }
  }
}
