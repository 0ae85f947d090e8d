package org.fangzhi.crawl;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Puts the addresses of a host in such an order that the second to be tried is of the other family:
 * many a host has an IPv6 address that nobody listens at. Tries are in order until one connects.
 */
record Families(DnsResolver resolver) implements DnsResolver {

  /** Each that does not answer takes the whole time to connect. */
  private static final int MOST = 4;

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] all = resolver.resolve(host);
    Deque<InetAddress> next = new ArrayDeque<>();
    Deque<InetAddress> other = new ArrayDeque<>();
    for (InetAddress address : all) {
      boolean same = address instanceof Inet4Address == all[0] instanceof Inet4Address;
      (same ? next : other).add(address);
    }
    List<InetAddress> turns = new ArrayList<>();
    while (turns.size() < Math.min(MOST, all.length)) {
      if (!next.isEmpty()) {
        turns.add(next.remove());
      }
      Deque<InetAddress> turn = next;
      next = other;
      other = turn;
    }
    return turns.toArray(InetAddress[]::new);
  }

  @Override
  public String resolveCanonicalHostname(String host) throws UnknownHostException {
    return resolver.resolveCanonicalHostname(host);
  }
}
