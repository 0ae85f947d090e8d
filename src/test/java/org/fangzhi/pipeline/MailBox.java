package org.fangzhi.pipeline;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A mail server on loopback that takes everything (RFC 5321, as little of it as a client needs).
 */
final class MailBox implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());

  /** Mails as they came, head and body. */
  final List<String> mails = new CopyOnWriteArrayList<>();

  MailBox() throws IOException {
    Thread thread = new Thread(this::serve, "mailbox");
    thread.setDaemon(true);
    thread.start();
  }

  /** The endpoint that sends here. */
  String endpoint() {
    return "smtp://127.0.0.1:" + server.getLocalPort() + "?from=a@example.org&to=b@example.org";
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        talk(socket);
      } catch (IOException e) {
        // the client went away, or the test is over
      }
    }
  }

  private void talk(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    PrintWriter out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8);
    out.print("220 mailbox\r\n");
    out.flush();
    StringBuilder mail = null;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (mail != null && !line.equals(".")) {
        mail.append(line).append('\n');
        continue;
      }
      if (mail != null) {
        mails.add(mail.toString());
        mail = null;
      } else if (line.equals("DATA")) {
        mail = new StringBuilder();
      }
      out.print(
          line.equals("DATA")
              ? "354 go on\r\n"
              : line.equals("QUIT") ? "221 bye\r\n" : "250 ok\r\n");
      out.flush();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
