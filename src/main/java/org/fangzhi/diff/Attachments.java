package org.fangzhi.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.fangzhi.diff.Diff.Field;
import org.fangzhi.diff.Diff.Folded;
import org.fangzhi.diff.Diff.Kind;
import org.fangzhi.document.Document.Link;
import org.jspecify.annotations.Nullable;

/** The links of two documents: files are of the document, all others are ways to elsewhere. */
final class Attachments {
  private static final Pattern FILE =
      Pattern.compile(
          ".*\\.(?:pdf|docx?|xlsx?|csv|et|wps|ofd|pptx?|zip|rar|7z)(?:[?#].*)?",
          Pattern.CASE_INSENSITIVE);

  private Attachments() {}

  static void of(List<Link> old, List<Link> now, List<Field> fields, List<Folded> folded) {
    List<Link> gone = new ArrayList<>(old);
    List<Link> come = new ArrayList<>(now);
    now.forEach(gone::remove);
    old.forEach(come::remove);
    for (Link link : come) {
      Link was =
          gone.stream()
              .filter(g -> g.href().equals(link.href()) || g.text().equals(link.text()))
              .findFirst()
              .orElse(null);
      gone.remove(was);
      add(
          was == null ? null : told(was),
          told(link),
          FILE.matcher(link.href()).matches(),
          fields,
          folded);
    }
    for (Link link : gone) {
      add(told(link), null, FILE.matcher(link.href()).matches(), fields, folded);
    }
  }

  private static String told(Link link) {
    return link.text().isEmpty() ? link.href() : link.text() + " " + link.href();
  }

  private static void add(
      @Nullable String old,
      @Nullable String now,
      boolean file,
      List<Field> fields,
      List<Folded> folded) {
    if (file) {
      fields.add(new Field("attachment", old, now));
    } else {
      folded.add(new Folded(Kind.NAVIGATION, Objects.toString(old, ""), Objects.toString(now, "")));
    }
  }
}
