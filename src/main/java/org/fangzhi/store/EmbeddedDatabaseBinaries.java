package org.fangzhi.store;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.io.file.PathUtils;
import org.tukaani.xz.XZInputStream;

/** Unpacks PostgreSQL's programs from the class path. */
final class EmbeddedDatabaseBinaries {
  private EmbeddedDatabaseBinaries() {}

  /**
   * The folder with {@code bin/pg_ctl} in it, below {@code parent}. It is moved into place when it
   * is whole, so that neither a kill nor a second process leaves half of it.
   */
  static Path unpack(Path parent) throws IOException {
    byte[] archive = archive();
    Path whole = parent.resolve("bin-" + digest(archive));
    if (Files.exists(whole)) {
      return whole;
    }
    Path part = Files.createTempDirectory(Files.createDirectories(parent), "part-");
    try {
      unpack(archive, part);
      Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      PathUtils.deleteDirectory(part);
      if (!Files.exists(whole)) {
        throw e;
      }
    }
    return whole;
  }

  private static byte[] archive() throws IOException {
    String os = System.getProperty("os.name");
    String arch = System.getProperty("os.arch");
    String system = os.startsWith("Mac") ? "Darwin" : os;
    String machine = arch.equals("amd64") ? "x86_64" : arch;
    try (InputStream in = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine)) {
      return in.readAllBytes();
    } catch (IllegalStateException e) {
      throw new DatabaseUnavailable(
          "Fangzhi brings no PostgreSQL for %s on %s. Install PostgreSQL 15 or newer and name it by FANGZHI_DB_URL."
              .formatted(os, arch),
          e);
    }
  }

  private static void unpack(byte[] archive, Path folder) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = folder.resolve(entry.getName()).normalize();
        if (entry.isDirectory()) {
          Files.createDirectories(path);
          continue;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isFile()) {
          Files.copy(tar, path);
          boolean program = (entry.getMode() & 0100) != 0;
          if (program && !path.toFile().setExecutable(true)) {
            throw new IOException(path + " cannot be made executable");
          }
        }
      }
    }
  }

  private static String digest(byte[] archive) {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(archive);
      return HexFormat.of().formatHex(sum, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
