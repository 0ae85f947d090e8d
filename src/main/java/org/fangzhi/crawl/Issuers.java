package org.fangzhi.crawl;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the certificates that a site ought to have sent along with its own, where the certificate
 * says that they are (RFC 5280, 4.2.2.1: authority information access). What is found is trusted no
 * more than what a site sends: it must lead to an authority that is. Safe for many threads.
 */
final class Issuers {

  /** Certificates above one that sites forget: one as a rule, rarely two. */
  private static final int HIGHEST = 3;

  private static final int MOST_PLACES = 2;
  private static final int REMEMBERED = 2_000;
  private static final Duration LIFE = Duration.ofDays(1);
  private static final Duration LIFE_OF_FAILURE = Duration.ofMinutes(10);

  private static final Bounds BOUNDS =
      new Bounds(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(8),
          64 << 10,
          64 << 10,
          10,
          50,
          16 << 10,
          0);

  /** OID 1.3.6.1.5.5.7.48.2 (id-ad-caIssuers) in DER. */
  private static final byte[] CA_ISSUERS = {6, 8, 0x2b, 6, 1, 5, 5, 7, 0x30, 2};

  /** Tag of a URI among the names of RFC 5280, 4.2.1.6. */
  private static final int URI_TAG = 0x86;

  private record Found(List<X509Certificate> certificates, Instant until) {}

  private final Transport transport;
  private final Map<String, Found> found = new ConcurrentHashMap<>();

  Issuers(Transport transport) {
    this.transport = transport;
  }

  /**
   * A chain with the issuers that it lacks.
   *
   * @param privateAllowed whether they may be asked for at private addresses
   * @return null when nothing was found to add
   */
  X509Certificate @Nullable [] complete(X509Certificate[] chain, boolean privateAllowed) {
    List<X509Certificate> whole = new ArrayList<>(Arrays.asList(chain));
    for (int height = 0; height < HIGHEST; height++) {
      X509Certificate last = whole.get(whole.size() - 1);
      X509Certificate issuer = isRoot(last) ? null : issuer(last, privateAllowed);
      if (issuer == null) {
        break;
      }
      whole.add(issuer);
    }
    return whole.size() == chain.length ? null : whole.toArray(X509Certificate[]::new);
  }

  private static boolean isRoot(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  private @Nullable X509Certificate issuer(X509Certificate of, boolean privateAllowed) {
    return places(of).stream()
        .limit(MOST_PLACES)
        .flatMap(place -> at(place, privateAllowed).stream())
        .filter(candidate -> hasSigned(candidate, of))
        .findFirst()
        .orElse(null);
  }

  private static boolean hasSigned(X509Certificate issuer, X509Certificate certificate) {
    if (!issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private List<X509Certificate> at(String place, boolean privateAllowed) {
    String key = place + privateAllowed;
    Found known = found.get(key);
    if (known != null && known.until().isAfter(Instant.now())) {
      return known.certificates();
    }
    List<X509Certificate> certificates = fetch(place, privateAllowed);
    if (found.size() >= REMEMBERED) {
      found.clear();
    }
    Duration life = certificates.isEmpty() ? LIFE_OF_FAILURE : LIFE;
    found.put(key, new Found(certificates, Instant.now().plus(life)));
    return certificates;
  }

  private List<X509Certificate> fetch(String place, boolean privateAllowed) {
    Ask ask = privateAllowed ? Ask.of(place).allowingPrivate() : Ask.of(place);
    Fetched fetched = transport.fetch(ask, BOUNDS);
    if (fetched.failure() != null || fetched.status() != 200) {
      return List.of();
    }
    try {
      Collection<? extends Certificate> read =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(fetched.payload()));
      return read.stream()
          .filter(X509Certificate.class::isInstance)
          .map(X509Certificate.class::cast)
          .toList();
    } catch (CertificateException e) {
      return List.of();
    }
  }

  /** Where a certificate says that its issuer's is; by HTTP only, as that needs no certificate. */
  static List<String> places(X509Certificate certificate) {
    byte[] extension = certificate.getExtensionValue("1.3.6.1.5.5.7.1.1");
    List<String> places = new ArrayList<>();
    if (extension == null) {
      return places;
    }
    for (int at = 0; at + CA_ISSUERS.length + 2 < extension.length; at++) {
      int name = at + CA_ISSUERS.length;
      if (!Arrays.equals(extension, at, name, CA_ISSUERS, 0, CA_ISSUERS.length)
          || (extension[name] & 0xff) != URI_TAG) {
        continue;
      }
      int length = extension[name + 1] & 0xff; // 128 and more: a longer form, that no address needs
      if (length < 128 && name + 2 + length <= extension.length) {
        String place = new String(extension, name + 2, length, StandardCharsets.US_ASCII);
        if (place.startsWith("http://")) {
          places.add(place);
        }
      }
    }
    return places;
  }
}
