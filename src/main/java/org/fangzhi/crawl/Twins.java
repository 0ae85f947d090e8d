package org.fangzhi.crawl;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Other spellings under which sites give the same page: http and https, a folder and its index, the
 * page for telephones ({@code m.}, {@code wap.}, {@code _wap}). Only the same bytes under two
 * spellings prove that they are twins. Pure.
 */
public final class Twins {
  private static final Pattern INDEX = Pattern.compile("(?<=/)(?:index|default)\\.(?:s?html?)$");
  private static final Pattern WAP = Pattern.compile("_wap(?=\\.\\w+$)");
  private static final Pattern EXTENSION = Pattern.compile("(?<=[^/_])(?=\\.s?html?$)");
  private static final Pattern HOST = Pattern.compile("(?<=//)(?:www|m|wap|mobile)\\.(?=[^/]*\\.)");

  private Twins() {}

  /** The other spellings of a canonical address; few, and none of itself. */
  public static List<String> spellings(String canonical) {
    Set<String> all = new LinkedHashSet<>();
    for (String path : paths(canonical)) {
      all.addAll(hosts(path));
    }
    for (String each : List.copyOf(all)) {
      all.add(each.startsWith("https") ? "http" + each.substring(5) : "https" + each.substring(4));
    }
    all.remove(canonical);
    return List.copyOf(all);
  }

  private static List<String> paths(String url) {
    List<String> paths = new ArrayList<>(List.of(url));
    if (url.indexOf('?') >= 0) {
      return paths;
    }
    Matcher index = INDEX.matcher(url);
    if (index.find()) {
      paths.add(index.replaceFirst(""));
    } else if (url.endsWith("/")) {
      paths.addAll(List.of(url + "index.html", url + "index.htm", url + "index.shtml"));
    } else {
      Matcher wap = WAP.matcher(url);
      boolean found = wap.find();
      paths.add(found ? wap.replaceFirst("") : EXTENSION.matcher(url).replaceFirst("_wap"));
    }
    return paths;
  }

  private static List<String> hosts(String url) {
    String start = url.substring(0, url.indexOf("//") + 2);
    String authority = url.substring(start.length(), url.indexOf('/', start.length()));
    // Of an address in numbers or with a port of its own there is no other host.
    if (authority.matches("[\\d.:]+|.*:.*")) {
      return List.of(url);
    }
    String bare = HOST.matcher(url).replaceFirst("");
    String rest = bare.substring(start.length());
    return List.of(url, bare, start + "www." + rest, start + "m." + rest, start + "wap." + rest);
  }
}
