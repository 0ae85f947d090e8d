package org.fangzhi.crawl;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.fangzhi.crawl.Failure.Kind;
import org.jspecify.annotations.Nullable;

/** Puts what the HTTP client throws into an operator's words. */
final class Diagnosis {
  private Diagnosis() {}

  static Failure of(Exception e, boolean expired, String url, Bounds bounds) {
    String host = Addresses.host(url);
    if (expired) {
      return new Failure(
          Kind.TIMEOUT, url + " was not read to its end within " + seconds(bounds.total()));
    }
    if (e instanceof AddressGuard.Refused) {
      return new Failure(
          Kind.ADDRESS_REFUSED,
          e.getMessage()
              + ", which is not public; if that is meant, set allow-private-addresses: true in the"
              + " source");
    }
    if (e instanceof UnknownHostException) {
      return new Failure(Kind.DNS, "the name " + host + " has no address");
    }
    if (e instanceof ConnectionRequestTimeoutException) {
      return new Failure(Kind.TIMEOUT, "no free connection to " + host + "; all are in use");
    }
    if (e instanceof ConnectTimeoutException) {
      return new Failure(
          Kind.TIMEOUT, host + " accepts no connection within " + seconds(bounds.connect()));
    }
    if (e instanceof SocketTimeoutException) {
      return new Failure(Kind.TIMEOUT, host + " sends nothing for " + seconds(bounds.response()));
    }
    if (e instanceof SSLException) {
      return new Failure(Kind.TLS, tls(e, host));
    }
    if (e instanceof NoRouteToHostException) {
      return new Failure(Kind.UNREACHABLE, "no route to " + host);
    }
    if (e instanceof ConnectException) {
      return unconnected(e, url, host);
    }
    MessageConstraintException flood = within(e, MessageConstraintException.class);
    if (flood != null) {
      return new Failure(
          Kind.TOO_LARGE,
          url
              + " sends a head beyond the bounds of "
              + bounds.headers()
              + " lines and "
              + bounds.head()
              + " bytes");
    }
    if (e instanceof NoHttpResponseException) {
      return new Failure(Kind.RESET, host + " closed the connection without an answer");
    }
    if (e instanceof TruncatedChunkException || e instanceof ConnectionClosedException) {
      return new Failure(Kind.RESET, url + ": the answer ended before it was whole");
    }
    if (e instanceof ClientProtocolException
        || e instanceof MalformedChunkCodingException
        || within(e, HttpException.class) != null) {
      return new Failure(Kind.MALFORMED_RESPONSE, url + " does not answer in HTTP: " + reason(e));
    }
    if (e instanceof SocketException) {
      return new Failure(Kind.RESET, host + " broke the connection off: " + reason(e));
    }
    return new Failure(Kind.OTHER, url + " could not be read: " + reason(e));
  }

  static Failure tooLarge(String url, String found, int limit) {
    return new Failure(
        Kind.TOO_LARGE, url + " is larger than " + limit + " bytes allow (" + found + ")");
  }

  /** Why a body that had begun did not end. */
  static Truncation truncation(Exception e, boolean expired) {
    return expired || e instanceof SocketTimeoutException ? Truncation.TIME : Truncation.DISCONNECT;
  }

  static <T extends Throwable> @Nullable T within(@Nullable Throwable e, Class<T> type) {
    Throwable at = e;
    for (int depth = 0; at != null && depth < 10; depth++) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
      at = at.getCause();
    }
    return null;
  }

  private static Failure unconnected(Exception e, String url, String host) {
    String message = String.valueOf(e.getMessage());
    return message.contains("refused")
        ? new Failure(Kind.CONNECTION_REFUSED, "nothing listens at " + authority(url))
        : new Failure(Kind.UNREACHABLE, host + " cannot be reached: " + message);
  }

  private static String tls(Exception e, String host) {
    if (within(e, CertificateException.class) == null
        && !(e instanceof SSLPeerUnverifiedException)) {
      return "no TLS connection to " + host + ": " + reason(e);
    }
    return "the certificate of "
        + host
        + " is "
        + certificate(e)
        + "; if its pages are wanted all the same, set tls: unchecked in the source";
  }

  /** What is wrong with a certificate. */
  static String certificate(Exception e) {
    if (within(e, CertificateExpiredException.class) != null) {
      return "expired";
    }
    if (e instanceof SSLPeerUnverifiedException || names(e)) {
      return "made out for another name";
    }
    return "from nobody who is trusted (self-signed, or an intermediate one is missing)";
  }

  private static boolean names(Exception e) {
    CertificateException certificate = within(e, CertificateException.class);
    String message = certificate == null ? null : certificate.getMessage();
    return message != null
        && (message.contains("subject alternative") || message.contains("No name matching"));
  }

  private static String authority(String url) {
    int start = url.indexOf("//") + 2;
    return url.substring(start, url.indexOf('/', start));
  }

  private static String reason(Exception e) {
    Throwable root = e;
    while (root.getCause() != null && root.getCause() != root && root.getMessage() == null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() < 1000
        ? duration.toMillis() + " ms"
        : duration.toSeconds() + " seconds";
  }
}
