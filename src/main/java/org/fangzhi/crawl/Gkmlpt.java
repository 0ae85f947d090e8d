package org.fangzhi.crawl;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.crawl.Link.Kind;
import org.fangzhi.crawl.Links.Place;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lists of 广东 gkmlpt: the page holds the site's number and the tree of its categories in {@code
 * window._CONFIG}; those of annual reports are listed by {@code /gkmlpt/api/all/CATEGORY}.
 */
final class Gkmlpt {
  private static final Pattern SITE = Pattern.compile("\\bSID[\"']?\\s*:\\s*[\"']?(\\d{1,12})");
  private static final Pattern TREE = Pattern.compile("\\bTREE[\"']?\\s*:\\s*(?=[\\[{])");
  private static final Pattern ANNUAL = Pattern.compile("年报|年度报告");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(
              JsonReadFeature.ALLOW_SINGLE_QUOTES, JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
          .build();

  private Gkmlpt() {}

  static @Nullable Pager pager(String text, Place place) {
    int root = place.url().indexOf("/gkmlpt/");
    Matcher site = SITE.matcher(text);
    if (root < 0 || !text.contains("_CONFIG") || !site.find()) {
      return null;
    }
    List<Link> pages = new ArrayList<>();
    Matcher tree = TREE.matcher(text);
    if (tree.find()) {
      try {
        JsonNode categories = JSON.readTree(JSON.createParser(text.substring(tree.end())));
        String api = place.url().substring(0, root) + "/gkmlpt/api/all/";
        for (JsonNode category : annual(categories, new ArrayList<>())) {
          String url = place.resolve(api + id(category) + "?page=1&sid=" + site.group(1));
          if (url != null) {
            pages.add(new Link(Kind.LIST, url, category.path("name").asString("")));
          }
        }
      } catch (JacksonException e) {
        // Said below: without the tree there are no lists.
      }
    }
    List<String> notes =
        pages.isEmpty()
            ? List.of(
                "no category of annual reports is in the tree of this gkmlpt; give the address"
                    + " of its list: /gkmlpt/api/all/CATEGORY?page=1&sid="
                    + site.group(1))
            : List.of();
    return new Pager(
        Family.GKMLPT, "window._CONFIG under /gkmlpt/", pages, List.of(), null, true, notes);
  }

  private static List<JsonNode> annual(JsonNode node, List<JsonNode> found) {
    if (node.isObject()
        && !id(node).isEmpty()
        && ANNUAL.matcher(node.path("name").asString("")).find()) {
      found.add(node);
    } else {
      node.forEach(below -> annual(below, found));
    }
    return found;
  }

  private static String id(JsonNode category) {
    JsonNode id = category.path("id");
    String text = id.isNumber() || id.isString() ? id.asString() : "";
    return text.matches("\\d{1,12}") ? text : "";
  }
}
