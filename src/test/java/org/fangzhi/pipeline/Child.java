package org.fangzhi.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Fangzhi in a process of its own, as {@code ./fangzhi} starts it. */
public final class Child implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(4);

  private final Process process;
  private final Path output;

  private Child(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts a command.
   *
   * @param environment added to this process's
   * @param output gets what it prints
   */
  public static Child start(Map<String, String> environment, Path output, String... command)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        List.of(
            "-Xmx320m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8"));
    line.add("-Dfangzhi.base=" + Path.of("").toAbsolutePath());
    line.add("-cp");
    line.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    line.add("org.fangzhi.cli.Fangzhi");
    line.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.to(output.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("FANGZHI_"));
    builder.environment().putAll(environment);
    return new Child(builder.start(), output);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL. False when it had ended by then. */
  public boolean kill() throws InterruptedException {
    boolean alive = process.isAlive();
    process.destroyForcibly().waitFor();
    return alive && process.exitValue() == 137;
  }

  /** SIGSTOP: it stands still, its connections open, until {@link #thaw}. */
  public void freeze() throws InterruptedException, IOException {
    signal("STOP");
  }

  /** SIGCONT. */
  public void thaw() throws InterruptedException, IOException {
    signal("CONT");
  }

  private void signal(String name) throws InterruptedException, IOException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  public long pid() {
    return process.pid();
  }

  /** SIGTERM: it is to close what it has opened. */
  public void terminate() {
    process.destroy();
  }

  /** Waits for its end. Returns its exit code. */
  public int end() throws InterruptedException, IOException {
    if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it has not ended within " + LONGEST + ":\n" + printed());
    }
    return process.exitValue();
  }

  /** What it has printed, on both streams. */
  public String printed() throws IOException {
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
