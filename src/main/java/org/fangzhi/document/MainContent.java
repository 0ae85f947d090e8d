package org.fangzhi.document;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.Evaluator;
import org.jsoup.select.Selector;

/**
 * Finds the elements of a page that hold its main content: those that content systems name, when
 * they hold most of the page's prose and tables, else the smallest element that does.
 */
final class MainContent {
  /** Elements that hold no text of the page. */
  static final Set<String> SILENT =
      Set.of(
          "script",
          "style",
          "noscript",
          "template",
          "textarea",
          "select",
          "option",
          "button",
          "head",
          "title",
          "iframe",
          "object",
          "svg",
          "math",
          "input",
          "nav",
          "canvas",
          "audio",
          "video");

  /** Elements inside of paragraphs and tables, never containers. */
  private static final Set<String> INLINE =
      Set.of(
          "p",
          "span",
          "font",
          "b",
          "strong",
          "i",
          "em",
          "u",
          "a",
          "o:p",
          "tr",
          "tbody",
          "li",
          "br",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "img",
          "label",
          "sup",
          "sub",
          "st1:chsdate");

  private static final Set<String> IDS = new HashSet<>();
  private static final Set<String> CLASSES = new HashSet<>();
  private static final Set<String> TAGS = new HashSet<>();
  private static final List<String> ID_STARTS = new ArrayList<>();

  /** The end comment of each begin comment. */
  static final Map<String, String> COMMENTS = new HashMap<>();

  static {
    for (String line : Resources.lines("containers.txt")) {
      String name = line.toLowerCase(Locale.ROOT);
      if (name.endsWith("*")) {
        ID_STARTS.add(name.substring(1, name.length() - 1));
      } else if (name.startsWith("#")) {
        IDS.add(name.substring(1));
      } else if (name.startsWith(".")) {
        CLASSES.add(name.substring(1));
      } else {
        TAGS.add(name);
      }
    }
    for (String line : Resources.lines("comments.txt")) {
      String[] pair = line.split("\t");
      COMMENTS.put(pair[0], pair[1]);
    }
  }

  // Selectors are parsed once: parsing one costs as much as a small page.
  private static final Evaluator ROW = Selector.evaluatorOf("tr");
  private static final Evaluator CELL = Selector.evaluatorOf("td, th");
  private static final Evaluator LINK = Selector.evaluatorOf("a");

  private static final Pattern AROUND =
      Pattern.compile(
          "(?:^|[\\s_-])(?:nav|navs|menu|menus|foot|footer|bottom|copyright|breadcrumb|crumbs?|sidebar|header"
              + "|share|friendlink|links|pager|dqwz|location|toolbar)(?:$|[\\s_\\d-])",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern OF_REPORT =
      Pattern.compile("信息公开|公開|申请|申請|行政复议|行政許可|行政许可|规范性文件|自然人|计量单位|统计");

  private static final Pattern WHITE = Pattern.compile("\\s+");

  private static final int MANY_TABLES = 200;

  /** The smallest table of a report has as many places; a breadcrumb has fewer. */
  private static final int FEWEST_CELLS = 6;

  /** No navigation or footer has as much text that is no link. */
  private static final int LONG_FRAME = 1_500;

  private int tablesSeen;
  private final Map<Element, Integer> weights = new IdentityHashMap<>();
  private final List<Element> named = new ArrayList<>();
  private final List<Element> tables = new ArrayList<>();
  private final Set<Element> leaves = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Element> frames = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Element> elements = Collections.newSetFromMap(new IdentityHashMap<>());

  private MainContent() {}

  /** Looks at a page's body. */
  static MainContent of(Element body) {
    MainContent content = new MainContent();
    int all = content.weigh(body, false);
    content.elements.addAll(content.choose(body, all));
    return content;
  }

  /** The elements with the main content, none inside another; at least one. */
  Set<Element> elements() {
    return elements;
  }

  /** Navigation, footers and the like; none when the content's own element is known by name. */
  Set<Element> frames() {
    return frames;
  }

  /** Tables that hold no table. */
  Set<Element> leaves() {
    return leaves;
  }

  private List<Element> choose(Element body, int all) {
    List<Element> chosen = bestNamed();
    int held = chosen.stream().mapToInt(this::weight).sum();
    // a named element may stand for an abstract, or hold nothing
    boolean dense = chosen.isEmpty() || held * 5 < all;
    List<Element> wide = withTables(dense ? List.of(densest(body)) : chosen, body);
    if (!dense && wide.equals(chosen)) {
      frames.clear();
    }
    return wide;
  }

  private int weight(Element element) {
    return weights.getOrDefault(element, 0);
  }

  private List<Element> bestNamed() {
    Element best = null;
    for (Element element : named) {
      if (weight(element) > (best == null ? 0 : weight(best))) {
        best = element;
      }
    }
    if (best == null) {
      return List.of();
    }
    for (Element element : named) {
      boolean inside = element != best && isWithin(element, best);
      if (inside && weight(element) * 100L >= weight(best) * 97L && sameTables(element, best)) {
        best = element;
      }
    }
    List<Element> chosen = new ArrayList<>();
    for (Element element : named) {
      boolean alike = element == best || (weight(element) > 0 && isAlike(element, best));
      if (alike && chosen.stream().noneMatch(c -> isWithin(element, c))) {
        chosen.add(element);
      }
    }
    return chosen;
  }

  private boolean sameTables(Element inner, Element outer) {
    return tables.stream().allMatch(t -> isWithin(t, inner) || !isWithin(t, outer));
  }

  private static boolean isAlike(Element a, Element b) {
    return a.tagName().equals(b.tagName())
        && a.className().equals(b.className())
        && !isWithin(b, a)
        && (a.id().equals(b.id()) || !a.className().isEmpty());
  }

  /** Goes down from the body as long as one child holds nearly all. */
  private Element densest(Element body) {
    Element at = body;
    while (true) {
      Element next = null;
      for (Element child = at.firstElementChild();
          child != null;
          child = child.nextElementSibling()) {
        if (weight(child) * 100L >= weight(at) * 85L && !child.normalName().equals("tr")) {
          next = child;
        }
      }
      boolean stop =
          next == null
              || weight(at) == 0
              || next.normalName().equals("p")
              || (next.normalName().equals("table")
                  && !HtmlTable.isLayout(next, leaves.contains(next)));
      if (stop) {
        return at;
      }
      at = next;
    }
  }

  /** Widened until every table that speaks of a report is inside. */
  private List<Element> withTables(List<Element> chosen, Element body) {
    List<Element> result = chosen;
    for (Element table : tables) {
      // A table around the content lays the page out.
      boolean placed = result.stream().anyMatch(c -> isWithin(table, c) || isWithin(c, table));
      if (!placed && OF_REPORT.matcher(table.text()).find() && isData(table)) {
        Element wide = result.get(0);
        List<Element> needed = new ArrayList<>(result);
        needed.add(table);
        while (wide != body && !holdsAll(wide, needed)) {
          Element parent = wide.parent();
          if (parent == null) {
            return List.of(body);
          }
          wide = parent;
        }
        result = List.of(wide);
      }
    }
    return result;
  }

  private static boolean holdsAll(Element outer, List<Element> inner) {
    return inner.stream().allMatch(e -> isWithin(e, outer));
  }

  private static boolean isData(Element table) {
    return table.select(ROW).size() >= 3
        && table.select(CELL).size() >= FEWEST_CELLS
        && table.select(LINK).size() < 5;
  }

  private static boolean isWithin(Element inner, Element outer) {
    for (Element e = inner; e != null; e = e.parent()) {
      if (e == outer) {
        return true;
      }
    }
    return false;
  }

  /** The weight of an element, of text that is neither links nor the page's frame. */
  private int weigh(Element element, boolean inCell) {
    String tag = element.normalName();
    boolean table = tag.equals("table");
    tablesSeen += table ? 1 : 0;
    int seenBefore = tablesSeen;
    boolean cell = inCell || tag.equals("td") || tag.equals("th");
    int sum = 0;
    for (Node node = element.firstChild(); node != null; node = node.nextSibling()) {
      if (node instanceof TextNode text) {
        sum += weight(text.getWholeText(), cell);
      } else if (node instanceof Element child) {
        if (!child.normalName().equals("a") && !SILENT.contains(child.normalName())) {
          sum += weigh(child, cell);
        }
      } else if (node instanceof Comment comment && beginsContent(comment.getData())) {
        named.add(element);
      }
    }
    boolean inline = INLINE.contains(tag);
    if (!inline && sum < LONG_FRAME && isAround(element, tag)) {
      frames.add(element);
      return 0;
    }
    if (table && tablesSeen == seenBefore) {
      leaves.add(element);
      if (tables.size() < MANY_TABLES) {
        tables.add(element);
      }
    }
    if (sum > 0) {
      weights.put(element, sum);
    }
    if (sum > 0 && !inline && isNamed(element, tag)) {
      named.add(element);
    }
    return sum;
  }

  static boolean beginsContent(String comment) {
    return COMMENTS.containsKey(comment.strip());
  }

  private static boolean isAround(Element element, String tag) {
    if (tag.equals("footer")) {
      return true;
    }
    if (tag.equals("body") || element.attributesSize() == 0) {
      return false;
    }
    String id = element.id();
    String name = element.className();
    return !name.isEmpty() && AROUND.matcher(name).find()
        || !id.isEmpty() && AROUND.matcher(id).find();
  }

  private static boolean isNamed(Element element, String tag) {
    if (TAGS.contains(tag)) {
      return true;
    }
    if (element.attributesSize() == 0) {
      return false;
    }
    String id = element.id().toLowerCase(Locale.ROOT);
    if (!id.isEmpty() && (IDS.contains(id) || ID_STARTS.stream().anyMatch(id::startsWith))) {
      return true;
    }
    String names = element.className();
    if (names.isEmpty()) {
      return false;
    }
    for (String name : WHITE.split(names.toLowerCase(Locale.ROOT))) {
      if (CLASSES.contains(name)) {
        return true;
      }
    }
    return false;
  }

  /** Prose counts in full, short pieces outside of table cells for a quarter. */
  private static int weight(String text, boolean cell) {
    int letters = 0;
    boolean prose = cell;
    boolean han = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > ' ' && c != 0xA0 && c != 0x3000) {
        letters++;
        han |= c >= 0x4E00 && c <= 0x9FFF;
        prose = prose || c == '，' || c == '。' || c == '、' || c == '；' || c == '：';
      }
    }
    if (!han) {
      return cell ? letters : letters / 8;
    }
    return prose || letters >= 40 ? letters : letters / 4;
  }
}
