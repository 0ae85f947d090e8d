package org.fangzhi.crawl;

import crawlercommons.domains.EffectiveTldFinder;
import crawlercommons.filters.basic.BasicURLNormalizer;
import java.net.IDN;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Web addresses as browsers read them (WHATWG URL Standard, http and https only), brought into one
 * canonical form that is the page's key and is asked as it stands. Total: whatever a page holds
 * gives an address or null, never an exception.
 *
 * <p>Canonical: scheme and host in lower case, host in ASCII without a final dot, no default port,
 * no user, no fragment, no dot segments, {@code %} codes in upper case and only where needed, at
 * most {@value #LONGEST} characters of ASCII. Query parameters keep their order, and codes of other
 * charsets (GBK) stay what they are.
 */
public final class Addresses {
  /** The longest address that is asked for. */
  public static final int LONGEST = 2000;

  private static final Pattern SCHEME = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*):");
  private static final Pattern AUTHORITY =
      Pattern.compile("^(?:.*@)?(\\[[0-9a-fA-F:.]+]|[^:\\[\\]]*)(?::0*(\\d{0,5}))?$");
  private static final Pattern FORBIDDEN_IN_HOST =
      Pattern.compile("[\\x00-\\x20\"#%/:<>?@\\[\\\\\\]^`{|}\\x7f]");

  private Addresses() {}

  /** The canonical form of an absolute address, null when it is none that can be asked. */
  public static @Nullable String canonical(String address) {
    return resolve(null, address, StandardCharsets.UTF_8);
  }

  /** Reads a reference found at {@code base}; null when it leads nowhere that can be asked. */
  public static @Nullable String resolve(@Nullable String base, String reference) {
    return resolve(base, reference, StandardCharsets.UTF_8);
  }

  /**
   * Reads a reference found at {@code base}.
   *
   * @param base a canonical address, or null when the reference must be absolute
   * @param query the charset of the page, in which browsers write raw characters of a query
   */
  public static @Nullable String resolve(@Nullable String base, String reference, Charset query) {
    String text = clean(reference);
    if (text.length() > 4 * LONGEST) {
      return null;
    }
    int hash = text.indexOf('#');
    if (hash >= 0) {
      text = text.substring(0, hash);
    }
    Matcher scheme = SCHEME.matcher(text);
    if (scheme.find()) {
      String name = scheme.group(1).toLowerCase(Locale.ROOT);
      if (!name.equals("http") && !name.equals("https")) {
        return null;
      }
      String rest = text.substring(scheme.end());
      boolean relative =
          base != null && base.startsWith(name + ":") && !(slash(rest, 0) && slash(rest, 1));
      if (!relative) {
        return absolute(name, rest, query);
      }
      text = rest;
    }
    return base == null ? null : relative(base, text, query);
  }

  /** The host of a canonical address, without the port. */
  public static String host(String canonical) {
    int start = canonical.indexOf("//") + 2;
    int end = canonical.indexOf('/', start);
    String authority = canonical.substring(start, end < 0 ? canonical.length() : end);
    int port = authority.lastIndexOf(':');
    return port > authority.lastIndexOf(']') ? authority.substring(0, port) : authority;
  }

  /** True when both hosts are the same or belong to one registrable domain (Public Suffix List). */
  public static boolean sameSite(String canonical, String other) {
    String host = host(canonical);
    String otherHost = host(other);
    return host.equals(otherHost) || registrable(host).equals(registrable(otherHost));
  }

  private static String registrable(String host) {
    String domain = EffectiveTldFinder.getAssignedDomain(host, true, true);
    return domain == null ? host : domain;
  }

  private static @Nullable String relative(String base, String text, Charset query) {
    int authorityEnd = base.indexOf('/', base.indexOf("//") + 2);
    String scheme = base.substring(0, base.indexOf(':'));
    if (slash(text, 0) && slash(text, 1)) {
      return absolute(scheme, text, query);
    }
    String authority = base.substring(0, authorityEnd);
    int question = base.indexOf('?');
    String path = base.substring(authorityEnd, question < 0 ? base.length() : question);
    if (text.isEmpty()) {
      return base;
    }
    if (text.startsWith("?")) {
      return finish(authority, path, text, query);
    }
    return finish(
        authority, slash(text, 0) ? "" : path.substring(0, path.lastIndexOf('/') + 1), text, query);
  }

  private static @Nullable String absolute(String scheme, String rest, Charset query) {
    int start = 0;
    while (slash(rest, start)) {
      start++;
    }
    int end = start;
    while (end < rest.length() && !slash(rest, end) && rest.charAt(end) != '?') {
      end++;
    }
    Matcher authority = AUTHORITY.matcher(rest.substring(start, end));
    if (!authority.matches()) {
      return null;
    }
    String host = host(authority.group(1), scheme);
    if (host == null) {
      return null;
    }
    String port = authority.group(2);
    if (port != null && rest.charAt(end - 1) != ':') {
      int number = port.isEmpty() ? 0 : Integer.parseInt(port);
      if (number > 65535) {
        return null;
      }
      host = number == (scheme.equals("https") ? 443 : 80) ? host : host + ":" + number;
    }
    return finish(scheme + "://" + host, "", rest.substring(end), query);
  }

  private static @Nullable String host(String written, String scheme) {
    if (written.startsWith("[")) {
      return written.toLowerCase(Locale.ROOT);
    }
    try {
      String decoded =
          written.indexOf('%') < 0
              ? written
              : URLDecoder.decode(written.replace("+", "%2B"), StandardCharsets.UTF_8);
      String ascii =
          decoded.chars().allMatch(c -> c < 128)
              ? decoded
              : IDN.toASCII(decoded, IDN.ALLOW_UNASSIGNED);
      ascii = ascii.toLowerCase(Locale.ROOT);
      ascii = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
      boolean usable =
          !ascii.isEmpty()
              && !ascii.endsWith(".")
              && ascii.length() <= 253
              && !FORBIDDEN_IN_HOST.matcher(ascii).find();
      return usable ? ascii : null;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return null;
    }
  }

  private static @Nullable String finish(
      String authority, String directory, String rest, Charset query) {
    int question = rest.indexOf('?');
    String written = question < 0 ? rest : rest.substring(0, question);
    String path = encoded(directory + written.replace('\\', '/'), StandardCharsets.UTF_8);
    String address = authority + withoutDots(path);
    if (question >= 0) {
      address += "?" + encoded(rest.substring(question + 1), query).replace("'", "%27");
    }
    return address.length() <= LONGEST ? address : null;
  }

  /** Percent codes of unreserved characters undone, everything unsafe encoded. */
  private static String encoded(String text, Charset charset) {
    String ascii = text;
    if (!charset.equals(StandardCharsets.UTF_8) && !text.chars().allMatch(c -> c < 128)) {
      StringBuilder out = new StringBuilder();
      text.codePoints().forEach(c -> append(out, c, charset));
      ascii = out.toString();
    }
    return BasicURLNormalizer.escapePath(BasicURLNormalizer.unescapePath(ascii));
  }

  private static void append(StringBuilder out, int character, Charset charset) {
    String text = Character.toString(character);
    if (character < 128 || !charset.newEncoder().canEncode(text)) {
      out.append(text);
      return;
    }
    for (byte b : text.getBytes(charset)) {
      out.append(String.format(Locale.ROOT, "%%%02X", b & 0xff));
    }
  }

  private static String withoutDots(String path) {
    if (!path.contains("/.") && path.startsWith("/")) {
      return path;
    }
    String[] segments = (path.startsWith("/") ? path.substring(1) : path).split("/", -1);
    Deque<String> kept = new ArrayDeque<>();
    for (int i = 0; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      switch (segments[i]) {
        case ".." -> {
          kept.pollLast();
          if (last) {
            kept.addLast("");
          }
        }
        case "." -> {
          if (last) {
            kept.addLast("");
          }
        }
        default -> kept.addLast(segments[i]);
      }
    }
    return "/" + String.join("/", kept);
  }

  /** Without what browsers drop: outer blanks and controls, tabs and line breaks inside. */
  private static String clean(String reference) {
    StringBuilder out = new StringBuilder(reference.length());
    for (int i = 0; i < reference.length(); i++) {
      char c = reference.charAt(i);
      if (c == '\t' || c == '\n' || c == '\r') {
        continue;
      }
      boolean alone =
          Character.isHighSurrogate(c)
              ? i + 1 == reference.length() || !Character.isLowSurrogate(reference.charAt(i + 1))
              : Character.isLowSurrogate(c)
                  && (i == 0 || !Character.isHighSurrogate(reference.charAt(i - 1)));
      out.append(alone ? '\uFFFD' : c);
    }
    int start = 0;
    int end = out.length();
    while (start < end && blank(out.charAt(start))) {
      start++;
    }
    while (end > start && blank(out.charAt(end - 1))) {
      end--;
    }
    return out.substring(start, end);
  }

  /** Editors leave no-break and ideographic spaces at the ends of addresses. */
  private static boolean blank(char c) {
    return c <= ' ' || c == '\u00a0' || c == '\u3000' || c == '\ufeff';
  }

  private static boolean slash(String text, int at) {
    return at < text.length() && (text.charAt(at) == '/' || text.charAt(at) == '\\');
  }
}
