package org.fangzhi.crawl;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Resolves names to public addresses only, so that no page and no redirect can lead the crawler
 * into the network it runs in. Since the answer is what gets connected to, a name that changes its
 * address between check and connection gains nothing.
 */
final class AddressGuard implements DnsResolver {
  private final DnsResolver resolver;

  /** A name that has addresses, but none that may be asked. */
  static final class Refused extends UnknownHostException {
    private static final long serialVersionUID = 1;

    Refused(String host, InetAddress address) {
      super(host + " has the address " + address.getHostAddress());
    }
  }

  AddressGuard() {
    this(SystemDefaultDnsResolver.INSTANCE);
  }

  AddressGuard(DnsResolver resolver) {
    this.resolver = resolver;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] all = resolver.resolve(host);
    InetAddress[] allowed =
        Arrays.stream(all).filter(AddressGuard::isPublic).toArray(InetAddress[]::new);
    if (allowed.length == 0 && all.length > 0) {
      throw new Refused(host, all[0]);
    }
    return allowed;
  }

  @Override
  public String resolveCanonicalHostname(String host) throws UnknownHostException {
    return resolver.resolveCanonicalHostname(host);
  }

  /** True for addresses of the public Internet (IANA special-purpose registries, RFC 6890). */
  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] b = address.getAddress();
    return address instanceof Inet6Address ? isPublic6(b) : isPublic4(b);
  }

  private static boolean isPublic4(byte[] b) {
    int first = b[0] & 0xff;
    int second = b[1] & 0xff;
    int third = b[2] & 0xff;
    boolean special =
        first == 0
            || first == 10
            || first == 127
            || first >= 224
            || (first == 100 && second >= 64 && second < 128) // carrier-grade NAT
            || (first == 169 && second == 254)
            || (first == 172 && second >= 16 && second < 32)
            || (first == 192 && second == 168)
            || (first == 192 && second == 0 && (third == 0 || third == 2))
            || (first == 192 && second == 88 && third == 99)
            || (first == 198 && (second == 18 || second == 19))
            || (first == 198 && second == 51 && third == 100)
            || (first == 203 && second == 0 && third == 113);
    return !special;
  }

  private static boolean isPublic6(byte[] b) {
    int first = b[0] & 0xff;
    if ((first & 0xfe) == 0xfc) {
      return false; // unique local
    }
    if (starts(b, 0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0)) {
      return isPublicEmbedded(b, 12); // NAT64
    }
    if (first == 0x20 && b[1] == 0x02) {
      return isPublicEmbedded(b, 2); // 6to4
    }
    boolean documentation = starts(b, 0x20, 0x01, 0x0d, 0xb8);
    boolean teredo = starts(b, 0x20, 0x01, 0, 0);
    return (first & 0xe0) == 0x20 && !documentation && !teredo;
  }

  private static boolean isPublicEmbedded(byte[] b, int at) {
    try {
      InetAddress inner = Inet4Address.getByAddress(Arrays.copyOfRange(b, at, at + 4));
      return isPublic(inner);
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static boolean starts(byte[] b, int... prefix) {
    for (int i = 0; i < prefix.length; i++) {
      if ((b[i] & 0xff) != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
