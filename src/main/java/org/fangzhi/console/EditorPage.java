package org.fangzhi.console;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.fangzhi.diff.Lines;
import org.fangzhi.draft.RuleEffect;
import org.fangzhi.pipeline.SiteRules;
import org.fangzhi.source.Source;
import org.fangzhi.source.SourceFault;
import org.fangzhi.source.SourceFile;
import org.jspecify.annotations.Nullable;

/**
 * A source's file in an editor.
 *
 * @param file as it stands in the folder; a new one's is empty
 * @param text as it is edited
 * @param known SHA-256 of the file that the text was made from
 * @param outcome the end of a text's name that tells what came of a button; null: none was pressed
 * @param reason why it could not be done, in words of the system; null: nothing went wrong
 * @param effect on the list pages that are kept; null when nothing of it is known
 * @param probe what a probe printed; null when there was none
 * @param url the address to probe
 * @param chosen the version that is compared with the file; null for none
 */
public record EditorPage(
    String id,
    SourceFile file,
    String text,
    String known,
    @Nullable String outcome,
    @Nullable String reason,
    List<Fault> faults,
    @Nullable RuleEffect effect,
    @Nullable String probe,
    String url,
    List<SourceVersion> versions,
    @Nullable Compared chosen) {

  /** A version beside the file as it stands: what would become of the file by putting it back. */
  public record Compared(SourceVersion version, List<Lines.Line> lines) {}

  /** A fault with the line that it is in; that is empty for the file as a whole. */
  public record Fault(int line, int column, String message, String mend, String text) {}

  /** What is shown of a link that comes or goes. */
  public static final int MOST_LINKS = 50;

  /** What an editor is opened with. */
  static EditorPage of(
      Connection connection, SourceFile file, String id, @Nullable String outcome, String chosen)
      throws SQLException {
    List<SourceVersion> versions = SourceVersion.all(connection, id);
    Compared compared =
        versions.stream()
            .filter(version -> version.key().equals(chosen))
            .findFirst()
            .map(version -> new Compared(version, Lines.of(file.text(), version.text())))
            .orElse(null);
    return new EditorPage(
        id,
        file,
        file.text(),
        file.sha256(),
        outcome,
        null,
        List.of(),
        null,
        null,
        "",
        versions,
        compared);
  }

  /** The same after a button. */
  EditorPage with(Tried tried) {
    return new EditorPage(
        id,
        file,
        tried.text(),
        tried.known(),
        tried.outcome(),
        tried.reason(),
        tried.faults().stream().map(fault -> fault(fault, tried.text())).toList(),
        tried.effect(),
        tried.probe(),
        tried.url(),
        versions,
        chosen);
  }

  /** What came of a button, with what was sent by it. */
  record Tried(
      String text,
      String known,
      String url,
      String outcome,
      @Nullable String reason,
      List<SourceFault> faults,
      @Nullable RuleEffect effect,
      @Nullable String probe) {

    static Tried sent(Form form) {
      return new Tried(
          form.get("text"), form.get("known"), form.get("url"), "", null, List.of(), null, null);
    }

    /** The same form with another text. */
    Tried with(String other) {
      return new Tried(other, known, url, outcome, reason, faults, effect, probe);
    }

    /** The file is another by now; who saves again has seen that. */
    Tried stale(SourceFile present) {
      return new Tried(text, present.sha256(), url, "stale", null, faults, effect, probe);
    }

    Tried came(String how, @Nullable String why) {
      return new Tried(text, known, url, how, why, faults, effect, probe);
    }

    Tried wrong(List<SourceFault> found) {
      return new Tried(text, known, url, "wrong", null, found, effect, probe);
    }

    Tried right(@Nullable RuleEffect shown) {
      return new Tried(text, known, url, "right", null, faults, shown, probe);
    }

    Tried probed(String printed) {
      return new Tried(text, known, url, "probed", null, faults, effect, printed);
    }
  }

  private static Fault fault(SourceFault fault, String text) {
    String line = text.lines().skip(fault.line() - 1L).findFirst().orElse("");
    return new Fault(fault.line(), fault.column(), fault.message(), fault.mend(), line);
  }

  /** What saving the text would change in the file as it stands. */
  public List<Lines.Line> edits() {
    return Lines.of(file.text(), text);
  }

  /** Whether there is no such file yet. */
  public boolean fresh() {
    return file.text().isEmpty();
  }

  /** Whether what came of a button is not what was wished. */
  public boolean alarming() {
    return outcome != null && !List.of("right", "probed", "drafted", "saved").contains(outcome);
  }

  /** Lines that the text takes in the editor, and some to write in. */
  public int rows() {
    return Math.min(40, Math.max(14, (int) text.lines().count() + 3));
  }

  /** A link's kind as a text's end. */
  public static String kind(RuleEffect.Change change) {
    return change.link().kind().name().toLowerCase(Locale.ROOT);
  }

  /** The address that is probed when none is named. */
  static String firstEntry(Source source) {
    return SiteRules.addresses(source.entries().get(0)).get(0);
  }
}
