package org.fangzhi.warc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a folder of WARC files holds, and how far they go: the next export goes on from there.
 *
 * @param chosen the captures that the folder is of
 * @param last number of the last observation that was looked at
 * @param files in the order in which they were written
 */
public record Manifest(Chosen chosen, long last, List<File> files) {

  /** Its name in the folder. */
  public static final String NAME = "manifest.json";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /**
   * A WARC file.
   *
   * @param sha256 of the file, in hex
   * @param length in bytes
   * @param captures how many it tells of
   * @param hidden how many of them stand there by their metadata alone, because a takedown hid the
   *     bytes when it was written; null in manifests of before
   * @param first number of the first observation in it
   * @param last number of the last one
   */
  public record File(
      String name,
      String sha256,
      long length,
      long captures,
      @Nullable Long hidden,
      long first,
      long last) {}

  public Manifest {
    files = List.copyOf(files);
  }

  /**
   * The manifest of a folder; null when it has none.
   *
   * @throws IllegalArgumentException when what is there is none, with a message that names the file
   */
  public static @Nullable Manifest of(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    if (!Files.exists(file)) {
      return null;
    }
    try {
      return JSON.readValue(Files.readAllBytes(file), Manifest.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          file + " is no manifest of an export; write into another folder.", e);
    }
  }

  void write(Path folder) throws IOException {
    Path part = folder.resolve("." + NAME + ".part");
    Files.write(part, JSON.writeValueAsBytes(this));
    Files.move(
        part,
        folder.resolve(NAME),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }
}
