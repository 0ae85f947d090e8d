package org.fangzhi.crawl;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * One page to be asked for.
 *
 * @param url canonical address, as {@link Addresses#canonical} gives it
 * @param etag validator of the version that is held, sent as If-None-Match; null asks without
 *     condition
 * @param lastModified Last-Modified of the version that is held, exactly as the server wrote it,
 *     sent as If-Modified-Since
 * @param privateAllowed true when the source says {@code allow-private-addresses: true}
 * @param proxy an {@code http://host:port} proxy that the source names
 * @param unchecked true when the source says {@code tls: unchecked}: certificates that cannot be
 *     trusted are noted and pass
 */
public record Ask(
    String url,
    @Nullable String etag,
    @Nullable String lastModified,
    boolean privateAllowed,
    @Nullable URI proxy,
    boolean unchecked) {

  /** A question whose certificates are checked. */
  public Ask(
      String url,
      @Nullable String etag,
      @Nullable String lastModified,
      boolean privateAllowed,
      @Nullable URI proxy) {
    this(url, etag, lastModified, privateAllowed, proxy, false);
  }

  /** An unconditional question to a public address. */
  public static Ask of(String url) {
    return new Ask(url, null, null, false, null);
  }

  /** The same, with private and loopback addresses allowed. */
  public Ask allowingPrivate() {
    return new Ask(url, etag, lastModified, true, proxy, unchecked);
  }

  /** The same, on the condition that the page is no longer the one held. */
  public Ask unless(@Nullable String heldEtag, @Nullable String heldLastModified) {
    return new Ask(url, heldEtag, heldLastModified, privateAllowed, proxy, unchecked);
  }

  /** Another page asked for in the same way, without condition. */
  public Ask at(String other) {
    return new Ask(other, null, null, privateAllowed, proxy, unchecked);
  }

  /** The same, with certificates that cannot be trusted noted and let pass. */
  public Ask unchecked(boolean pass) {
    return new Ask(url, etag, lastModified, privateAllowed, proxy, pass);
  }
}
