package org.fangzhi.store;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A process that holds leases, written {@code host:pid:started}. Processes under one host name must
 * see each other; containers have a host name each unless they are told otherwise.
 *
 * @param started when the process began, in milliseconds since 1970
 */
public record Node(String host, long pid, long started) {

  /** Two processes reckon the start of a third by clocks that may have been set in between. */
  private static final Duration CLOCKS = Duration.ofSeconds(5);

  private static final Node CURRENT = new Node(hostName(), ProcessHandle.current().pid(), start());

  /** This process. */
  public static Node current() {
    return CURRENT;
  }

  /** The node with this name; null when it is none. */
  public static @Nullable Node of(String name) {
    String[] parts = name.split(":");
    boolean whole = parts.length == 3 && parts[1].matches("\\d{1,9}");
    return whole && parts[2].matches("\\d{1,18}")
        ? new Node(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]))
        : null;
  }

  /**
   * Whether it is a process of this host that is no more. A holder that has the id of another
   * process, such as the first of a container that was started anew, is no more either.
   *
   * @param self the process that looks
   */
  public boolean isDead(Node self) {
    if (!host.equals(self.host)) {
      return false;
    }
    return pid == self.pid ? started != self.started : !lives();
  }

  private boolean lives() {
    return ProcessHandle.of(pid)
        .map(process -> process.info().startInstant())
        .map(
            start ->
                start.isEmpty()
                    || Duration.between(Instant.ofEpochMilli(started), start.get())
                            .abs()
                            .compareTo(CLOCKS)
                        <= 0)
        .orElse(false);
  }

  private static long start() {
    return ProcessHandle.current().info().startInstant().orElseGet(Instant::now).toEpochMilli();
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "localhost";
    }
  }

  @Override
  public String toString() {
    return host + ":" + pid + ":" + started;
  }
}
