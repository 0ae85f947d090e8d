package org.fangzhi.crawl;

import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What an old server may still need, and only the second attempt after a failed handshake may use:
 * TLS 1.0 and 1.1, triple DES, and key exchange without forward secrecy. What is broken outright
 * (SSL 3, RC4, DES, no certificate, no encryption) stays forbidden to all.
 *
 * <p>Java switches these off for the whole process, in a property read once. They are therefore
 * allowed to the process, and every other connection is held to what it had before: those of this
 * room by the lists below, those of others by {@code jdk.tls.client.protocols}.
 */
public final class LegacyTls {

  private static final String DISABLED = "jdk.tls.disabledAlgorithms";
  private static final String PROTOCOLS = "jdk.tls.client.protocols";
  private static final Set<String> OLD = Set.of("TLSv1", "TLSv1.1", "3DES_EDE_CBC", "TLS_RSA_*");
  private static final String[] MODERN = {"TLSv1.3", "TLSv1.2"};

  /** Whether this Java has switched off key exchange by RSA by itself, as 25 does. */
  private static volatile boolean withoutRsa;

  private LegacyTls() {}

  /** To be called before anything of the process uses TLS; later it has no effect. */
  public static synchronized void allow() {
    String before = Security.getProperty(DISABLED);
    if (before == null) {
      return;
    }
    List<String> parts = Arrays.stream(before.split(",")).map(String::strip).toList();
    withoutRsa |= parts.contains("TLS_RSA_*");
    Security.setProperty(
        DISABLED,
        parts.stream().filter(Predicate.not(OLD::contains)).collect(Collectors.joining(", ")));
    if (System.getProperty(PROTOCOLS) == null) {
      System.setProperty(PROTOCOLS, "TLSv1.2,TLSv1.3");
    }
  }

  static String[] protocols(boolean legacy, String[] supported) {
    return legacy
        ? Arrays.stream(supported).filter(p -> p.startsWith("TLSv1")).toArray(String[]::new)
        : MODERN;
  }

  static String[] suites(boolean legacy, String[] enabled, String[] supported) {
    return legacy
        ? only(supported, suite -> !suite.contains("_anon_") && !suite.contains("_NULL_"))
        : only(
            enabled,
            suite -> !suite.contains("3DES") && !(withoutRsa && suite.startsWith("TLS_RSA_")));
  }

  private static String[] only(String[] suites, Predicate<String> wanted) {
    return Arrays.stream(suites).filter(wanted).toArray(String[]::new);
  }
}
