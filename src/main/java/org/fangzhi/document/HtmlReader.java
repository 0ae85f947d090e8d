package org.fangzhi.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.fangzhi.document.Document.Repair;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/** Reads pages. */
final class HtmlReader {
  /** Longer pages are cut: no report comes near. */
  private static final int LONGEST = 12_000_000;

  /** Deeper markup is flattened; the walks over a page recurse as deep. */
  private static final int DEEPEST = 400;

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
    PageWalk walk = new PageWalk(mender, MainContent.of(page.body()));
    walk.walk(page.head(), page.body());
    InfoBox box = new InfoBox();
    box.titles(walk.titles());
    box.lines(walk.before());
    Assembly assembly = new Assembly(walk.pieces(), box).cutChrome();
    box.lines(walk.after());
    String title = title(walk, assembly);
    List<Repair> repairs = new ArrayList<>(mender.repairs());
    repairs.sort(Comparator.comparingInt(Repair::at));
    return new Document(
        "text/html",
        decoded.evidence(),
        title,
        walk.meta(),
        box.pairs(),
        assembly.blocks(),
        walk.links(),
        assembly.text(),
        assembly.normalised(title),
        repairs,
        mender.mirror(),
        Set.of(),
        notes,
        around(walk, assembly));
  }

  private static List<String> around(PageWalk walk, Assembly assembly) {
    List<String> around = new ArrayList<>(walk.before());
    around.addAll(assembly.around());
    around.addAll(walk.after());
    return around;
  }

  private static @Nullable String title(PageWalk walk, Assembly assembly) {
    String title = Titles.ofPage(walk.meta(), walk.headings(), walk.titles());
    return title != null ? title : Titles.ofLines(assembly.firstLines());
  }
}
