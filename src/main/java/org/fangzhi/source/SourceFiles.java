package org.fangzhi.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.store.Transactions;
import org.jspecify.annotations.Nullable;

/**
 * The source files of a folder, for who edits one from afar: each text that was saved is kept, and
 * the one it replaced. Safe for many threads.
 */
public final class SourceFiles {
  /** Characters of a file that may be saved; real ones have some hundred. */
  public static final int LONGEST = 128 << 10;

  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final Pattern NAMED =
      Pattern.compile("(?m)^(?:\uFEFF)?id:[ \\t]*([\"']?)([^\"'#\\s]*)\\1[ \\t]*(?:#.*)?\\r?$");

  private final Path folder;
  private final UnaryOperator<@Nullable String> properties;

  /**
   * @param properties the value of a <code>${property}</code>, or null when there is none
   */
  public SourceFiles(Path folder, UnaryOperator<@Nullable String> properties) {
    this.folder = folder;
    this.properties = properties;
  }

  /** The file is not any more what it was when it was looked at; nothing was written. */
  public static final class Stale extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Whether a source may be called so. */
  public static boolean isId(String id) {
    return id.length() <= 64 && ID.matcher(id).matches();
  }

  /**
   * The file of a source, be it whole or not; null when there is none.
   *
   * @throws IOException with the mend when it cannot be read
   */
  public @Nullable SourceFile find(String id) throws IOException {
    if (!isId(id)) {
      return null;
    }
    SourceFile usual = read(folder.resolve(id + ".yaml"));
    if (usual != null && id.equals(named(usual.text()))) {
      return usual;
    }
    try {
      for (Path path : Sources.files(folder)) {
        SourceFile file = readable(path);
        if (file != null && id.equals(named(file.text()))) {
          return file;
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return usual;
  }

  private static @Nullable String named(String text) {
    Matcher id = NAMED.matcher(text);
    return id.find() ? id.group(2) : null;
  }

  private static @Nullable SourceFile readable(Path path) throws IOException {
    try {
      return read(path);
    } catch (UnreadableFile other) {
      return null; // another source's, perhaps
    }
  }

  private static final class UnreadableFile extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableFile(String message) {
      super(message);
    }
  }

  private static @Nullable SourceFile read(Path path) throws IOException {
    try {
      return new SourceFile(path, Files.readString(path));
    } catch (NoSuchFileException none) {
      return null;
    } catch (CharacterCodingException e) {
      throw new UnreadableFile(path.getFileName() + " is not written in UTF-8. Save it as UTF-8");
    }
  }

  /**
   * Looks at an edited text.
   *
   * @param id that it must have
   * @param name of its file, for the faults
   */
  public Sources check(String id, String name, String text) {
    if (text.length() > LONGEST) {
      String message = "the file is longer than %,d characters".formatted(LONGEST);
      return new Sources(
          List.of(), List.of(new SourceFault(name, 1, 1, "", message, "Make it shorter")));
    }
    Sources read = Sources.of(Map.of(name, text), properties);
    List<SourceFault> faults = new ArrayList<>(read.faults());
    for (Source source : read.sources()) {
      if (!source.id().equals(id)) {
        Matcher at = NAMED.matcher(text);
        int line = at.find() ? (int) text.substring(0, at.start()).lines().count() + 1 : 1;
        faults.add(
            new SourceFault(
                name,
                line,
                1,
                "id",
                "the id is " + source.id() + ", and was " + id,
                "Write " + id + " again: everything kept hangs on it"));
      }
    }
    return faults.isEmpty() ? read : new Sources(List.of(), faults);
  }

  /** The file that a new source would get; null when one is there. */
  public @Nullable SourceFile free(String id) throws IOException {
    return isId(id) && find(id) == null
        ? new SourceFile(folder.resolve(id + ".yaml").toAbsolutePath(), "")
        : null;
  }

  /**
   * Writes a text without faults in the place of a file, whole or not at all, and keeps it with the
   * one before. A service that watches the folder takes it in.
   *
   * @param act who does it, for the audit
   * @param was the file as it stood; of a new one, its empty text
   * @param source what the new text says
   * @param who the name of whoever saves it
   * @throws Stale when the file is not so any more
   * @throws IOException when it cannot be written
   */
  public synchronized void save(
      Transactions act, SourceFile was, String text, Source source, String who)
      throws SQLException, IOException {
    String lines = lines(was.text(), text);
    boolean[] written = {false};
    try {
      act.commit(
          connection -> {
            if (!was.text().isEmpty()) {
              keepUnlessKept(connection, was, source.id());
            }
            keep(connection, source.id(), who, SourceFile.sha256(source.definition()), lines);
            write(was, lines);
            written[0] = true;
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (SQLException failure) {
      if (written[0]) {
        undo(was, lines, failure);
      }
      throw failure;
    }
  }

  /** Browsers end all lines as Windows does; the file ends them as it did. */
  private static String lines(String was, String text) {
    String plain = text.replace("\r\n", "\n").replaceFirst("\\s*\\z", "\n");
    return was.contains("\r\n") ? plain.replace("\n", "\r\n") : plain;
  }

  private byte @Nullable [] definition(SourceFile was, String id) {
    List<Source> before = check(id, was.name(), was.text()).sources();
    return before.isEmpty() ? null : SourceFile.sha256(before.get(0).definition());
  }

  /** What the database did not take must not be in force: nobody could tell who did it. */
  private static void undo(SourceFile was, String lines, SQLException failure) {
    try {
      if (was.text().isEmpty()) {
        Files.deleteIfExists(was.path());
      } else {
        write(new SourceFile(was.path(), lines), was.text());
      }
    } catch (IOException | RuntimeException left) {
      failure.addSuppressed(left);
    }
  }

  /** Keeps a text that somebody wrote otherwise, once. */
  private void keepUnlessKept(Connection connection, SourceFile was, String id)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select content from source_file where source_id = ? order by id desc limit 1")) {
      select.setString(1, id);
      ResultSet row = select.executeQuery();
      if (row.next() && row.getString(1).equals(was.text())) {
        return;
      }
    }
    keep(connection, id, null, definition(was, id), was.text());
  }

  private static void keep(
      Connection connection,
      String id,
      @Nullable String who,
      byte @Nullable [] definition,
      String text)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into source_file (source_id, at, who, definition, content)
            values (?, clock_timestamp(), ?, ?, ?)""")) {
      insert.setString(1, id);
      insert.setString(2, who);
      insert.setBytes(3, definition);
      insert.setString(4, text);
      insert.executeUpdate();
    }
  }

  private static void write(SourceFile was, String text) {
    try {
      SourceFile now = read(was.path());
      if (!(now == null ? "" : now.text()).equals(was.text())) {
        throw new Stale();
      }
      // A link stays one; what it leads to is replaced.
      Path path = now == null ? was.path() : was.path().toRealPath();
      Path beside = path.resolveSibling("." + path.getFileName() + ".part");
      try {
        Files.writeString(beside, text);
        if (now != null && Files.getFileAttributeView(path, PosixFileAttributeView.class) != null) {
          Files.setPosixFilePermissions(beside, Files.getPosixFilePermissions(path));
        }
        Files.move(
            beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
