package org.fangzhi.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.1.2.3",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:10.0.0.1",
        "fe80::1",
        "fc00::1",
        "fd12:3456::1",
        "fec0::1",
        "ff02::1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:db8::1",
        "2001::1"
      })
  void refusesWhatIsNotPublic(String address) {
    assertThat(refuses(address)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "192.1.0.1",
        "198.17.0.1",
        "198.20.0.1",
        "223.5.5.5",
        "2400:3200::1",
        "64:ff9b::101:101",
        "2002:101:101::"
      })
  void letsPublicOnesPass(String address) {
    assertThat(refuses(address)).isFalse();
  }

  @Test
  void ofSeveralAddressesOnlyPublicOnesRemain() throws UnknownHostException {
    InetAddress good = InetAddress.getByName("1.1.1.1");
    InetAddress bad = InetAddress.getByName("10.0.0.1");
    AddressGuard guard = new AddressGuard(new Fixed(bad, good));
    assertThat(guard.resolve("mixed.example")).containsExactly(good);
  }

  static boolean refuses(String address) {
    try {
      return !AddressGuard.isPublic(InetAddress.getByName(address));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private record Fixed(InetAddress... all) implements org.apache.hc.client5.http.DnsResolver {
    @Override
    public InetAddress[] resolve(String host) {
      return all;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }
}
