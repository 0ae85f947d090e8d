package org.fangzhi.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.fangzhi.document.Document.Meta;
import org.fangzhi.document.Document.Repair;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/** Reads pages. */
final class HtmlReader {
  /** Longer pages are cut: no report comes near. */
  private static final int LONGEST = 12_000_000;

  /** Deeper markup is flattened; the walks over a page recurse as deep. */
  private static final int DEEPEST = 400;

  private static final int MOST_META = 500;

  private HtmlReader() {}

  static Document read(Decoded decoded, Hints hints) {
    List<String> notes = new ArrayList<>();
    String source = decoded.text();
    if (source.length() > LONGEST) {
      notes.add("page cut after " + LONGEST + " of " + source.length() + " characters");
      source = source.substring(0, LONGEST);
    }
    Mender mender = Mender.of(source);
    org.jsoup.nodes.Document page =
        Parser.htmlParser()
            .setMaxDepth(DEEPEST)
            .parseInput(source, hints.url() == null ? "" : hints.url());
    List<Meta> meta = new ArrayList<>();
    List<String> titles = new ArrayList<>();
    for (Element element : page.select("meta[content], title")) {
      if (element.normalName().equals("title")) {
        titles.add(mended(element.text(), mender));
      } else if (meta.size() < MOST_META && !element.attr("name").isEmpty()) {
        meta.add(new Meta(element.attr("name"), mended(element.attr("content"), mender)));
      }
    }
    PageWalk walk = new PageWalk(mender, MainContent.of(page.body()));
    walk.walk(page.body());
    InfoBox box = new InfoBox();
    box.lines(walk.before());
    Assembly assembly = new Assembly(walk.pieces(), box).cutChrome();
    box.lines(walk.after());
    String title = title(meta, walk, titles, assembly);
    List<Repair> repairs = new ArrayList<>(mender.repairs());
    repairs.sort(Comparator.comparingInt(Repair::at));
    return new Document(
        "text/html",
        decoded.evidence(),
        title,
        meta,
        box.pairs(),
        assembly.blocks(),
        walk.links(),
        assembly.text(),
        assembly.normalised(title),
        repairs,
        mender.mirror(),
        notes);
  }

  private static @Nullable String title(
      List<Meta> meta, PageWalk walk, List<String> titles, Assembly assembly) {
    String title = Titles.ofPage(meta, walk.headings(), titles);
    return title != null ? title : Titles.ofLines(assembly.firstLines());
  }

  private static String mended(String raw, Mender mender) {
    return mender.mend(Characters.clean(raw), -1);
  }
}
