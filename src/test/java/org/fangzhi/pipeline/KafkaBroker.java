package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Apache Kafka, one broker in a process of its own, that can be killed and started again. */
final class KafkaBroker implements AutoCloseable {
  private static final String CONFIGURATION =
      """
      process.roles=broker,controller
      node.id=1
      controller.quorum.voters=1@127.0.0.1:%2$d
      listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
      advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
      controller.listener.names=CONTROLLER
      listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
      log.dirs=%3$s
      offsets.topic.replication.factor=1
      num.partitions=3
      """;

  private final Path folder;
  private final int port = free();
  private Process process;

  /** Prepares it; it does not run yet. */
  KafkaBroker(Path folder) throws Exception {
    this.folder = folder;
    Files.writeString(
        folder.resolve("kafka.properties"),
        CONFIGURATION.formatted(port, free(), folder.resolve("log")));
    process =
        java("kafka.tools.StorageTool", "format", "-t", "MkU3OEVBNTcwNTJENDM2Qk", "-c", file());
    assertThat(process.waitFor()).as(printed()).isZero();
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private String file() {
    return folder.resolve("kafka.properties").toString();
  }

  private String printed() throws IOException {
    return Files.readString(folder.resolve("output"));
  }

  private Process java(String... command) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    line.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    line.addAll(List.of(command));
    return new ProcessBuilder(line)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile())
        .start();
  }

  /** Starts it, with what it kept, and waits until it can be connected to. */
  void start() throws Exception {
    process = java("kafka.Kafka", file());
    Harvests.until(
        "Kafka listens",
        Duration.ofSeconds(60),
        () -> {
          try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
          } catch (IOException notYet) {
            assertThat(process.isAlive()).as(printed()).isTrue();
            return false;
          }
        });
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
