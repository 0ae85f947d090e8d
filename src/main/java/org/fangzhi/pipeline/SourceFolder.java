package org.fangzhi.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.fangzhi.source.Registry;
import org.fangzhi.source.Source;
import org.fangzhi.source.SourceFault;
import org.fangzhi.source.Sources;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The source files of a running service. A file with a fault leaves in force what it last said
 * without one; the source of a file taken away rests, and nothing kept of it is lost. For one
 * thread at a time.
 */
final class SourceFolder {

  private static final Logger LOG = LoggerFactory.getLogger(SourceFolder.class);

  /** Longer than it takes to read the files and get to watching them. */
  private static final Duration LATELY = Duration.ofMinutes(5);

  private final Path folder;
  private final UnaryOperator<@Nullable String> properties;

  /** Null in a process that leaves to others what the database knows. */
  private final @Nullable Registry registry;

  private final Sites sites;

  /** Size and time of each file when it was last read. */
  private Map<Path, String> seen = Map.of();

  /** What each file last said without a fault. */
  private Map<String, Source> inForce = Map.of();

  private List<String> faults = List.of();

  SourceFolder(
      Path folder,
      UnaryOperator<@Nullable String> properties,
      @Nullable Registry registry,
      Sites sites) {
    this.folder = folder;
    this.properties = properties;
    this.registry = registry;
    this.sites = sites;
  }

  /**
   * Takes it that the sources in force are what the files say, if none was written to lately: so
   * that thousands of them need not be read a second time at the start.
   */
  void remember() {
    Instant lately = Instant.now().minus(LATELY);
    Map<String, Source> said = new TreeMap<>();
    try {
      Iterator<Source> sources = sites.sources().values().iterator(); // one a file, in order
      Map<Path, String> now = stamps();
      for (Path file : now.keySet()) {
        if (!sources.hasNext() || Files.getLastModifiedTime(file).toInstant().isAfter(lately)) {
          return;
        }
        said.put(file.toString(), sources.next());
      }
      if (!sources.hasNext()) {
        seen = now;
        inForce = said;
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("{} is read anew: {}", folder, e.toString());
    }
  }

  /** What is wrong with the files as they stand, a line each. */
  List<String> faults() {
    return faults;
  }

  /**
   * Takes in what has changed in the files.
   *
   * @param entrances the routes that a source may name
   * @param again look at all of them, changed or not
   * @return whether sources came, went or changed
   * @throws SQLException when the database cannot be reached; then nothing has changed, and the
   *     next look takes it in
   */
  boolean look(Set<String> entrances, boolean again) throws SQLException {
    Map<Path, String> now;
    try {
      now = stamps();
    } catch (IOException | UncheckedIOException e) {
      faults = List.of(folder + ": the folder of sources cannot be read: " + e.getMessage());
      return false; // a folder that is away takes no source with it
    }
    if (now.equals(seen) && !again) {
      return false;
    }
    Map<String, Source> given = new TreeMap<>();
    List<String> found = new ArrayList<>();
    Set<String> faulty = read(now.keySet(), given, found);
    given.forEach(
        (file, source) -> {
          if (source.pipeline() != null && !entrances.contains(source.pipeline().name())) {
            found.add(RouteCheck.missing(source.pipeline(), entrances));
            faulty.add(file);
          }
        });
    given.keySet().removeAll(faulty);
    Map<String, Source> next = next(given, faulty, found);
    // A file that was never right may be that of any source.
    boolean allKnown = next.keySet().containsAll(faulty);
    boolean changed = take(next, allKnown);
    seen = now;
    inForce = next;
    faults = found;
    return changed;
  }

  private Map<Path, String> stamps() throws IOException {
    Map<Path, String> stamps = new TreeMap<>();
    for (Path file : Sources.files(folder)) {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      stamps.put(file, attributes.size() + " " + attributes.lastModifiedTime());
    }
    return stamps;
  }

  /** Reads the files; returns those with a fault. */
  private Set<String> read(Set<Path> files, Map<String, Source> given, List<String> found) {
    Sources loaded = Sources.load(List.copyOf(files), properties);
    loaded.faults().stream().map(SourceFault::toString).forEach(found::add);
    Set<String> faulty =
        loaded.faults().stream()
            .map(SourceFault::file)
            .collect(Collectors.toCollection(TreeSet::new));
    Iterator<Source> sources = loaded.sources().iterator(); // one a file without a fault, in order
    for (Path file : files) {
      if (!faulty.contains(file.toString())) {
        given.put(file.toString(), sources.next());
      }
    }
    return faulty;
  }

  /** What is in force from now on, by file. */
  private Map<String, Source> next(
      Map<String, Source> given, Set<String> faulty, List<String> found) {
    Map<String, Source> next = new TreeMap<>();
    Map<String, String> fileOf = new TreeMap<>();
    for (String file : faulty) {
      Source last = inForce.get(file);
      if (last != null) {
        next.put(file, last);
        fileOf.put(last.id(), file);
      }
    }
    given.forEach(
        (file, source) -> {
          String holder = fileOf.putIfAbsent(source.id(), file);
          if (holder == null) {
            next.put(file, source);
          } else {
            found.add(
                "%s: id %s is still that of %s, which has a fault. Correct that file or take it away"
                    .formatted(file, source.id(), holder));
          }
        });
    return next;
  }

  private boolean take(Map<String, Source> next, boolean allKnown) throws SQLException {
    Map<String, Source> before = sites.sources();
    Map<String, Source> after = new LinkedHashMap<>();
    next.values().forEach(source -> after.put(source.id(), source));
    if (!allKnown) {
      before.forEach(after::putIfAbsent);
    }
    List<Source> changed = new ArrayList<>();
    for (Source source : after.values()) {
      Source old = before.get(source.id());
      if (old == null || !old.definition().equals(source.definition())) {
        changed.add(source);
      }
    }
    Set<String> gone = new TreeSet<>(before.keySet());
    gone.removeAll(after.keySet());
    if (changed.isEmpty() && gone.isEmpty()) {
      return false;
    }
    if (registry != null) {
      registry.load(changed, false);
      registry.remove(gone);
    }
    sites.replace(after.values());
    LOG.info(
        "sources taken in: {}{}",
        changed.stream().map(Source::id).collect(Collectors.joining(", ")),
        gone.isEmpty() ? "" : "; at rest, since their files are gone: " + String.join(", ", gone));
    return true;
  }
}
