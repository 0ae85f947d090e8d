package org.fangzhi.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.fangzhi.crawl.Addresses;
import org.fangzhi.crawl.Visitor;
import org.fangzhi.draft.Probe;
import org.fangzhi.draft.ProbeText;
import org.fangzhi.draft.RuleEffect;
import org.fangzhi.draft.Scout;
import org.fangzhi.draft.SourceDraft;
import org.fangzhi.draft.Survey;
import org.fangzhi.source.Source;
import org.fangzhi.source.SourceFile;
import org.fangzhi.source.SourceFiles;
import org.fangzhi.source.Sources;
import org.fangzhi.store.Settings;
import org.fangzhi.store.Transactions;

/** Where an operator writes source files: checks them, tries them, saves them, puts them back. */
public final class Workbench {
  private static final String PLACE = "/operate/sources";
  private static final Pattern VERSION = Pattern.compile("[tc]\\d{1,18}");
  private static final Pattern OUTCOME = Pattern.compile("saved");
  private static final int LONGEST_URL = 2000;

  /** Nobody looks at a page for hours that comes of a handful of requests. */
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(20);

  private final Console console;
  private final SourceFiles files;
  private final Settings settings;
  private final Transactions transactions;

  /** One look at a site at a time: each takes a while, and asks as if it were alone. */
  private final Semaphore looking = new Semaphore(1);

  Workbench(Console console, SourceFiles files, Settings settings, Transactions transactions) {
    this.console = console;
    this.files = files;
    this.settings = settings;
    this.transactions = transactions;
  }

  /** A source's file, and what is done with it. */
  public void edit(Exchange exchange) throws SQLException {
    Visit visit = Visit.of(exchange);
    String id = visit.path().substring(visit.path().lastIndexOf('/') + 1);
    try {
      SourceFile found = files.find(id);
      if (Session.isForm(exchange)) {
        Form form = Form.of(exchange);
        SourceFile file = found == null ? files.free(id) : found;
        if (!visit.caller().sent(form.get(Form.TIE))) {
          console.error(exchange, visit, 403);
        } else if (file == null) {
          console.error(exchange, visit, 404);
        } else {
          sent(exchange, visit, id, file, form);
        }
      } else if (found == null) {
        console.error(exchange, visit, 404);
      } else {
        String outcome = visit.get("done", OUTCOME);
        String chosen = Objects.requireNonNullElse(visit.get("version", VERSION), "");
        console.page(
            exchange,
            200,
            "editor.jte",
            (db, asked) -> EditorPage.of(db, found, id, outcome, chosen));
      }
    } catch (IOException e) {
      unreadable(exchange, visit, e);
    }
  }

  private void unreadable(Exchange exchange, Visit visit, IOException why) {
    Console.send(exchange, visit, 500, console.trouble(visit, String.valueOf(why.getMessage())));
  }

  private void sent(Exchange exchange, Visit visit, String id, SourceFile file, Form form)
      throws SQLException {
    String act = form.get("do");
    boolean restores = act.equals("restore");
    EditorPage.Tried tried = EditorPage.Tried.sent(form);
    if (restores) {
      tried = tried.with(kept(id, form));
      if (tried.text().isEmpty()) {
        console.error(exchange, visit, 404);
        return;
      }
    }
    tried(exchange, visit, id, file, restores ? "save" : act, tried);
  }

  /** The text of the version that a form names; empty when there is none. */
  private String kept(String id, Form form) throws SQLException {
    String key = form.get("version", VERSION);
    return transactions.run(
        db ->
            SourceVersion.all(db, id).stream()
                .filter(version -> version.key().equals(key))
                .map(SourceVersion::text)
                .findFirst()
                .orElse(""));
  }

  private void tried(
      Exchange exchange,
      Visit visit,
      String id,
      SourceFile file,
      String act,
      EditorPage.Tried tried)
      throws SQLException {
    Sources read = files.check(id, file.name(), tried.text());
    if (!read.faults().isEmpty()) {
      show(exchange, 422, id, file, tried.wrong(read.faults()));
    } else if (act.equals("save")) {
      save(exchange, visit, file, tried, read.sources().get(0));
    } else if (act.equals("probe")) {
      show(exchange, 200, id, file, probed(tried, read.sources().get(0)));
    } else {
      console.page(
          exchange,
          200,
          "editor.jte",
          (db, asked) ->
              EditorPage.of(db, file, id, null, "")
                  .with(tried.right(RuleEffect.of(db, read.sources().get(0)))));
    }
  }

  private void show(
      Exchange exchange, int status, String id, SourceFile file, EditorPage.Tried tried) {
    console.page(
        exchange,
        status,
        "editor.jte",
        (db, asked) -> EditorPage.of(db, file, id, null, "").with(tried));
  }

  private void save(
      Exchange exchange, Visit visit, SourceFile file, EditorPage.Tried tried, Source source)
      throws SQLException {
    String id = source.id();
    if (!file.sha256().equals(tried.known())) {
      show(exchange, 409, id, file, tried.stale(file));
      return;
    }
    try {
      put(visit, "source save", file, tried.text(), source);
      Console.see(exchange, PLACE + "/" + id + "?done=saved");
    } catch (SourceFiles.Stale stale) {
      show(exchange, 409, id, file, tried.stale(file));
    } catch (IOException e) {
      show(exchange, 500, id, file, tried.came("unwritten", String.valueOf(e.getMessage())));
    }
  }

  private void put(Visit visit, String action, SourceFile file, String text, Source source)
      throws SQLException, IOException {
    Transactions act =
        transactions.noting(visit.caller().note(action, List.of(source.id()), file.name()));
    files.save(
        act, file, text, source, Objects.requireNonNullElse(visit.caller().name(), "somebody"));
  }

  private EditorPage.Tried probed(EditorPage.Tried tried, Source source) {
    String url = tried.url().isBlank() ? EditorPage.firstEntry(source) : tried.url().strip();
    if (url.length() > LONGEST_URL || Addresses.canonical(url) == null) {
      return tried.came("address", null);
    }
    if (source.politeness().delay().compareTo(LONGEST_DELAY) > 0) {
      return tried.came("slow", null);
    }
    if (!looking.tryAcquire()) {
      return tried.came("busy", null);
    }
    StringWriter printed = new StringWriter();
    try (Visitor visitor = Probe.visitor(settings, source.politeness().delay())) {
      ProbeText.print(new Probe(source, visitor, 2).of(url, null), new PrintWriter(printed));
    } catch (IOException e) {
      return tried.came("unprobed", e.getMessage());
    } finally {
      looking.release();
    }
    return tried.probed(printed.toString());
  }

  /** The form for a new source, and the draft that comes of it, which is saved nowhere yet. */
  public void draft(Exchange exchange) {
    Visit visit = Visit.of(exchange);
    if (!Session.isForm(exchange)) {
      console.page(
          exchange, 200, "newsource.jte", (db, asked) -> new DraftPage("", "", null, null));
      return;
    }
    Form form = Form.of(exchange);
    if (!visit.caller().sent(form.get(Form.TIE))) {
      console.error(exchange, visit, 403);
      return;
    }
    String url = form.get("url").strip();
    String canonical = url.length() > LONGEST_URL ? null : Addresses.canonical(url);
    String said = form.get("id").strip();
    String id =
        said.isEmpty() && canonical != null ? SourceDraft.id(Addresses.host(canonical)) : said;
    try {
      SourceFile free = files.free(id);
      if (canonical == null) {
        again(exchange, new DraftPage(url, said, "address", null));
      } else if (free == null) {
        again(exchange, new DraftPage(url, said, SourceFiles.isId(id) ? "taken" : "badid", id));
      } else if (!looking.tryAcquire()) {
        again(exchange, new DraftPage(url, said, "busy", null));
      } else {
        drafted(exchange, free, id, canonical, form.get("private").equals("yes"));
      }
    } catch (Scout.Refused refused) {
      again(exchange, new DraftPage(url, said, "refused", refused.getMessage()));
    } catch (IOException e) {
      unreadable(exchange, visit, e);
    }
  }

  private void again(Exchange exchange, DraftPage page) {
    console.page(exchange, 422, "newsource.jte", (db, asked) -> page);
  }

  private void drafted(
      Exchange exchange, SourceFile free, String id, String url, boolean privateAllowed)
      throws IOException {
    Survey survey;
    try (Visitor visitor = Probe.visitor(settings, Duration.ofSeconds(2))) {
      survey = new Scout(visitor, privateAllowed).look(url);
    } finally {
      looking.release();
    }
    String yaml = SourceDraft.yaml(id, url, survey, privateAllowed);
    String doubts = survey.doubts().isEmpty() ? null : String.join("; ", survey.doubts());
    EditorPage.Tried tried =
        new EditorPage.Tried(yaml, free.sha256(), "", "drafted", doubts, List.of(), null, null);
    show(exchange, 200, id, free, tried);
  }
}
