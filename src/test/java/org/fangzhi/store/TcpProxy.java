package org.fangzhi.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A line between a client and a server on loopback that can be cut, reset, slow, or dead. */
public final class TcpProxy implements AutoCloseable {
  /** What the line does to bytes. */
  public enum Line {
    WELL,
    /** Each portion of bytes comes a fifth of a second later. */
    SLOW,
    /** Connections stay, and nothing comes through in either direction. */
    DEAD,
    /** New connections are closed as soon as they are made. */
    CUT
  }

  private static final int DELAY_MILLIS = 200;

  private final ServerSocket listening;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final CountDownLatch never = new CountDownLatch(1);
  private volatile Line line = Line.WELL;

  /**
   * @param target the port on loopback that it leads to
   */
  public TcpProxy(int target) throws IOException {
    this.target = target;
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    thread(this::accept);
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** Connections made so far. */
  public int accepted() {
    return accepted.get();
  }

  /** From now on the line is so; connections are kept unless it is cut. */
  public void be(Line next) {
    line = next;
    if (next == Line.CUT) {
      drop(false);
    }
  }

  /** Ends all connections at once by a reset. */
  public void reset() {
    drop(true);
  }

  private void drop(boolean reset) {
    for (Socket socket : sockets) {
      try {
        if (reset) {
          socket.setSoLinger(true, 0);
        }
        socket.close();
      } catch (IOException closed) {
        // It is what was meant.
      }
      sockets.remove(socket);
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        accepted.incrementAndGet();
        sockets.add(client);
        if (line == Line.CUT) {
          client.close();
          continue;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(server);
        thread(() -> carry(client, server));
        thread(() -> carry(server, client));
      } catch (IOException ended) {
        // The next one, or the end.
      }
    }
  }

  private void carry(Socket from, Socket to) {
    byte[] bytes = new byte[8192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        if (line == Line.SLOW) {
          never.await(DELAY_MILLIS, TimeUnit.MILLISECONDS);
        }
        if (line == Line.DEAD) {
          // What was swallowed makes the rest of the stream worthless.
          never.await();
          return;
        }
        out.write(bytes, 0, read);
      }
    } catch (IOException | InterruptedException ended) {
      // Both ends are closed.
    }
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work, "tcp-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    never.countDown();
    drop(false);
  }
}
