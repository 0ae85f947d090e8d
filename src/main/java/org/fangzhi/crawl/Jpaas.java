package org.fangzhi.crawl;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.crawl.Link.Kind;
import org.fangzhi.crawl.Links.Place;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lists of 大汉 jpaas: an {@code articleList} in a script of the page, or a script that asks {@code
 * build/unit} for them with the parameters of its {@code queryData}.
 */
final class Jpaas {
  private static final String UNIT = "/jpaas-publish-server/front/page/build/unit";
  private static final Pattern TAG = Pattern.compile("(?i)<(?:script|div)\\b[^<>]*+>");
  private static final Pattern ADDRESS = Pattern.compile("(?i)\\burl\\s*=\\s*[\"']([^\"']+)[\"']");
  private static final Pattern DATA =
      Pattern.compile("(?i)querydata\\s*=\\s*(?:\"(\\{[^\"]*})\"|'(\\{[^']*})')");
  private static final Pattern PARAMETER =
      Pattern.compile("[\"'](\\w+)[\"']\\s*:\\s*[\"']([^\"']*)[\"']");

  /** How the part of a page that lists is called, as against its head and its navigation. */
  private static final Pattern LISTS = Pattern.compile("(?i)列表|list|分页|信息|内容");

  private static final int MOST_UNITS = 6;
  private static final int ROWS = 15;
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private Jpaas() {}

  static @Nullable Pager pager(String text, Place place) {
    if (text.contains("articleList:") && text.contains("channelsTagSelf")) {
      return new Pager(
          Family.JPAAS,
          "articleList in a script",
          List.of(),
          articles(text, place),
          Total.of(text),
          true,
          List.of());
    }
    if (!text.contains(UNIT)) {
      return null;
    }
    List<Map<String, String>> units = new ArrayList<>();
    Matcher script = TAG.matcher(text);
    while (script.find() && units.size() < MOST_UNITS) {
      Matcher data = DATA.matcher(script.group());
      if (script.group().contains(UNIT) && data.find()) {
        String json = data.group(1) == null ? data.group(2) : data.group(1);
        units.add(parameters(Parser.unescapeEntities(json, true), script.group()));
      }
    }
    List<Map<String, String>> lists =
        units.stream().filter(u -> LISTS.matcher(u.getOrDefault("tagId", "")).find()).toList();
    List<Link> pages = new ArrayList<>();
    for (Map<String, String> unit : lists.isEmpty() ? units : lists) {
      Pager.add(pages, place, place.resolve(address(unit)));
    }
    return new Pager(Family.JPAAS, "queryData of a script", pages, null, null, true, List.of());
  }

  private static Map<String, String> parameters(String data, String script) {
    Map<String, String> parameters = new LinkedHashMap<>();
    Matcher address = ADDRESS.matcher(script);
    parameters.put("", address.find() ? address.group(1) : "/api-gateway" + UNIT);
    Matcher parameter = PARAMETER.matcher(data);
    while (parameter.find()) {
      parameters.putIfAbsent(parameter.group(1), parameter.group(2));
    }
    return parameters;
  }

  private static String address(Map<String, String> unit) {
    StringBuilder address = new StringBuilder(unit.get("")).append('?');
    unit.forEach(
        (name, value) -> {
          if (!name.isEmpty() && !value.equals("null")) {
            address.append(name).append('=').append(code(value)).append('&');
          }
        });
    String page = "{\"pageNo\":1,\"pageSize\":" + ROWS + "}";
    return address.append("paramJson=").append(code(page)).toString();
  }

  private static String code(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** The {@code articleList} of a page; null when it cannot be read. */
  private static @Nullable List<Link> articles(String text, Place place) {
    List<Link> entries = new ArrayList<>();
    int at = text.indexOf("articleList:");
    try {
      JsonNode list = JSON.readTree(JSON.createParser(text.substring(at + 12).stripLeading()));
      for (JsonNode article : list) {
        String urls = article.path("urls").asString("");
        String target = urls.startsWith("{") ? JSON.readTree(urls).path("pc").asString("") : urls;
        String url = place.resolve(target);
        if (url != null && place.onSite(url)) {
          entries.add(new Link(Kind.ARTICLE, url, Links.words(article.path("title").asString(""))));
        }
      }
    } catch (JacksonException e) {
      return null;
    }
    return entries;
  }
}
