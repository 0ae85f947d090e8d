package org.fangzhi.crawl;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

/** A site on loopback that writes raw bytes, so that it can lie in every way. */
public final class HostileSite implements AutoCloseable {
  private final ServerSocket server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "hostile-site");
            thread.setDaemon(true);
            return thread;
          });
  private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /** Request heads as received, in order. */
  public final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  /** What happens on a path; the connection is kept when it returns true. */
  public interface Behaviour {
    boolean answer(String head, OutputStream out) throws IOException, InterruptedException;
  }

  public HostileSite() throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
  }

  HostileSite(ServerSocket server) {
    this.server = server;
    threads.execute(this::accept);
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.getLocalPort() + path;
  }

  public int port() {
    return server.getLocalPort();
  }

  public HostileSite on(String path, Behaviour behaviour) {
    behaviours.put(path, behaviour);
    return this;
  }

  /** A raw answer; line ends are written as given. */
  public HostileSite raw(String path, String answer) {
    return on(
        path,
        (head, out) -> {
          out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
          out.flush();
          return false;
        });
  }

  /** A page with a right Content-Length; {@code headers} are whole lines without CRLF. */
  public HostileSite page(String path, int status, byte[] body, String... headers) {
    byte[] answer = answer(status, body, headers);
    return on(
        path,
        (head, out) -> {
          out.write(answer);
          out.flush();
          return true;
        });
  }

  public static byte[] answer(int status, byte[] body, String... headers) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " X\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    all.writeBytes(body);
    return all.toByteArray();
  }

  public static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        sockets.add(socket);
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      boolean keep = true;
      while (keep) {
        String head = head(in);
        if (head.isEmpty()) {
          return;
        }
        requests.add(head);
        String path = head.split(" ", 3)[1];
        Behaviour behaviour = behaviours.get(path);
        if (behaviour == null) {
          behaviour = behaviours.getOrDefault(path.split("\\?")[0], HostileSite::notFound);
        }
        keep = behaviour.answer(head, socket.getOutputStream());
      }
    } catch (IOException e) {
      // the client went away: part of the game
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean notFound(String head, OutputStream out) throws IOException {
    out.write(answer(404, utf8("nothing here")));
    return true;
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream(512);
    int last = 0;
    for (int b = in.read(); b >= 0; b = in.read()) {
      head.write(b);
      last = last << 8 | b;
      if (last == 0x0d0a0d0a) {
        return head.toString(StandardCharsets.ISO_8859_1);
      }
    }
    return "";
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    threads.shutdownNow();
  }
}
