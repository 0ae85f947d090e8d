package org.fangzhi.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.fangzhi.api.Reply;
import org.jspecify.annotations.Nullable;

/** Files of the pages, each under a name with its hash, so that it may be kept for ever. */
public final class Assets {
  private static final Map<String, Asset> BY_ADDRESS = new LinkedHashMap<>();

  /** Address of the style sheet. */
  public static final String STYLE = add("console", "css", "text/css; charset=utf-8");

  /** Address of the sign in a browser's tab. */
  public static final String ICON = add("icon", "svg", "image/svg+xml");

  private record Asset(String type, String tag, byte[] bytes) {}

  private Assets() {}

  private static String add(String name, String ending, String type) {
    try (InputStream in =
        Objects.requireNonNull(Assets.class.getResourceAsStream(name + "." + ending))) {
      byte[] bytes = in.readAllBytes();
      String hash =
          HexFormat.of()
              .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
              .substring(0, 16);
      String address = "/static/" + name + "." + hash + "." + ending;
      BY_ADDRESS.put(address, new Asset(type, '"' + hash + '"', bytes));
      return address;
    } catch (IOException e) {
      throw new UncheckedIOException(name + "." + ending + " cannot be read", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Answers with the file at an address; false when there is none. */
  static boolean send(Exchange exchange, String address, @Nullable String known) {
    Asset asset = BY_ADDRESS.get(address);
    if (asset == null) {
      return false;
    }
    boolean same = asset.tag().equals(known);
    var reply = Reply.send(exchange, same ? 304 : 200, asset.type(), same ? null : asset.bytes());
    reply.setHeader("Cache-Control", "public, max-age=31536000, immutable");
    reply.setHeader("ETag", asset.tag());
    return true;
  }
}
