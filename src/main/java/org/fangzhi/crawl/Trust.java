package org.fangzhi.crawl;

import java.net.Socket;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.hc.client5.http.ssl.HttpsSupport;

/**
 * Checks the certificates of sites as Java does; fetches issuers that a site does not send; and
 * where a source says {@code tls: unchecked}, lets the others pass with the reason noted.
 */
final class Trust extends X509ExtendedTrustManager {

  private static final String NOTE = "fangzhi.certificate";

  private final X509ExtendedTrustManager roots = roots();
  private final Issuers issuers;
  private final Connections.Mode mode;

  Trust(Issuers issuers, Connections.Mode mode) {
    this.issuers = issuers;
    this.mode = mode;
  }

  private static X509ExtendedTrustManager roots() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      for (TrustManager each : factory.getTrustManagers()) {
        if (each instanceof X509ExtendedTrustManager roots) {
          return roots;
        }
      }
      throw new IllegalStateException("this Java trusts nobody");
    } catch (NoSuchAlgorithmException | KeyStoreException e) {
      throw new IllegalStateException("this Java has no trusted certificates", e);
    }
  }

  /** What was found out about the certificate of a connection. */
  static String certificate(SSLSession session) {
    return session.getValue(NOTE) instanceof String note ? note : Tls.CHECKED;
  }

  /** Whether a certificate is made out for a host; a wrong name passes only unchecked. */
  boolean isFor(String host, SSLSession session) {
    if (HttpsSupport.getDefaultHostnameVerifier().verify(host, session)) {
      return true;
    }
    if (mode.unchecked() && certificate(session).equals(Tls.CHECKED)) {
      try {
        X509Certificate own = (X509Certificate) session.getPeerCertificates()[0];
        session.putValue(NOTE, unchecked("made out for another name", own));
      } catch (SSLPeerUnverifiedException | CertificateEncodingException e) {
        return false;
      }
    }
    return mode.unchecked();
  }

  private interface Check {
    void of(X509Certificate[] chain) throws CertificateException;
  }

  private void check(X509Certificate[] chain, Check check, SSLSession session)
      throws CertificateException {
    try {
      check.of(chain);
      return;
    } catch (CertificateException first) {
      if (isCompleted(chain, check, first, session)) {
        return;
      }
      if (!mode.unchecked()) {
        throw first;
      }
      session.putValue(NOTE, unchecked(Diagnosis.certificate(first), chain[0]));
    }
  }

  private boolean isCompleted(
      X509Certificate[] chain, Check check, CertificateException failure, SSLSession session) {
    if (Diagnosis.within(failure, CertPathBuilderException.class) == null) {
      return false;
    }
    X509Certificate[] whole = issuers.complete(chain, mode.privateAllowed());
    if (whole == null) {
      return false;
    }
    try {
      check.of(whole);
    } catch (CertificateException stillNot) {
      return false;
    }
    session.putValue(
        NOTE,
        "checked with " + (whole.length - chain.length) + " issuer(s) that the site does not send");
    return true;
  }

  private static String unchecked(String why, X509Certificate own)
      throws CertificateEncodingException {
    return "unchecked: " + why + "; sha256 " + Judge.sha256(own.getEncoded());
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(
        chain,
        whole -> roots.checkServerTrusted(whole, authType, socket),
        ((SSLSocket) socket).getHandshakeSession());
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(
        chain,
        whole -> roots.checkServerTrusted(whole, authType, engine),
        engine.getHandshakeSession());
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    roots.checkServerTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    roots.checkClientTrusted(chain, authType, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    roots.checkClientTrusted(chain, authType, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    roots.checkClientTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return Arrays.copyOf(roots.getAcceptedIssuers(), roots.getAcceptedIssuers().length);
  }
}
