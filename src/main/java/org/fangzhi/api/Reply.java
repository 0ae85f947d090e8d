package org.fangzhi.api;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An answer over HTTP, with the headers that all of ours carry. */
public final class Reply {
  private static final JsonMapper JSON = new JsonMapper();

  static final String PROBLEM = "application/problem+json";

  private Reply() {}

  /**
   * Answers in place of what was asked; nothing of the question goes back.
   *
   * @return the message, for further headers
   */
  public static Message send(Exchange exchange, int status, String type, Object body) {
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    message.setHeader(Exchange.CONTENT_TYPE, type);
    message.setHeader("X-Content-Type-Options", "nosniff");
    message.setHeader("Referrer-Policy", "no-referrer");
    message.setBody(body);
    return message;
  }

  /** A sentence for people. */
  public static Message plain(Exchange exchange, int status, String text) {
    return send(exchange, status, "text/plain; charset=utf-8", text);
  }

  /** An error as RFC 9457 wants it. */
  public static Message problem(Exchange exchange, int status, String title, String detail) {
    Message message = send(exchange, status, PROBLEM, problem(status, title, detail));
    // What is gone may be restored.
    message.setHeader("Cache-Control", "no-store");
    return message;
  }

  static String problem(int status, String title, String detail) {
    ObjectNode problem = JSON.createObjectNode();
    problem.put("type", "about:blank").put("status", status);
    problem.put("title", title).put("detail", detail);
    return problem.toString();
  }
}
