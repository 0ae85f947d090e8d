package org.fangzhi.console;

import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.fangzhi.source.Control;
import org.fangzhi.source.Source;
import org.fangzhi.source.SourceFiles;
import org.fangzhi.store.Transactions;
import org.fangzhi.watch.Retry;
import org.jspecify.annotations.Nullable;

/** What an operator does by a button: the same as a command, by the same classes. */
public final class Acts {
  private static final Pattern KIND = Pattern.compile("source|group|url");
  private static final int LONGEST_NAME = 2000;
  private static final int LONGEST_WHY = 500;

  private final Console console;
  private final Transactions transactions;

  Acts(Console console, Transactions transactions) {
    this.console = console;
    this.transactions = transactions;
  }

  /**
   * What came of it.
   *
   * @param how the end of a text's name
   * @param count how many
   */
  private record Did(String how, long count) {}

  /** What a form asks to be done; whoever sent it is led back to where it was. */
  public void act(Exchange exchange) {
    Visit visit = Visit.of(exchange);
    Form form = Form.of(exchange);
    if (!visit.caller().sent(form.get(Form.TIE))) {
      console.error(exchange, visit, 403);
      return;
    }
    String kind = form.get("kind", KIND);
    String name = form.get("name").strip();
    if (kind == null || name.isEmpty() || name.length() > LONGEST_NAME) {
      console.error(exchange, visit, 404);
      return;
    }
    try {
      Did did = did(visit, form, kind, name);
      if (did == null) {
        console.error(exchange, visit, 404);
      } else {
        Console.see(exchange, back(form, kind, name, did));
      }
    } catch (SQLException failed) {
      console.refuse(exchange, visit, failed);
    }
  }

  /** Null: there is nothing of that name, or no such act. */
  private @Nullable Did did(Visit visit, Form form, String kind, String name) throws SQLException {
    return switch (form.get("do")) {
      case "retry" -> retry(as(visit, "retry", name, kind), kind, name);
      case "pause" -> {
        String why = form.get("why").strip();
        String said = why.isEmpty() ? "by an operator" : why;
        String cut = said.length() > LONGEST_WHY ? said.substring(0, LONGEST_WHY) : said;
        Control control = new Control(as(visit, "source pause", name, cut));
        yield control.pause(List.of(name), cut).isEmpty() ? null : new Did("paused", 1);
      }
      case "resume" -> {
        Control control = new Control(as(visit, "source resume", name, null));
        yield control.unknown(List.of(name), false).isEmpty()
            ? new Did("resumed", control.resume(List.of(name)).size())
            : null;
      }
      case "pace" -> pace(visit, name, form.get("delay").strip());
      case "reset" -> pace(visit, name, null);
      default -> null;
    };
  }

  private Transactions as(Visit visit, String action, String name, @Nullable String detail) {
    return transactions.noting(visit.caller().note(action, List.of(name), detail));
  }

  private static @Nullable Did retry(Transactions act, String kind, String name)
      throws SQLException {
    Retry.What what =
        switch (kind) {
          case "url" -> Retry.What.URL;
          case "group" -> Retry.What.GROUP;
          default -> Retry.What.SOURCE;
        };
    Retry.Done done = new Retry(act).again(what, name);
    return done == null ? null : new Did("retried", done.pages());
  }

  private @Nullable Did pace(Visit visit, String name, @Nullable String said) throws SQLException {
    Duration delay = said == null ? null : Source.Politeness.delay(said);
    if (said != null && delay == null) {
      return new Did("delay", 0);
    }
    Control control =
        new Control(as(visit, "source pace", name, said == null ? "reset" : "delay " + said));
    return control.unknown(List.of(name), true).isEmpty()
        ? new Did("paced", control.pace(List.of(name), delay).size())
        : null;
  }

  private static String back(Form form, String kind, String name, Did did) {
    String from = form.get("from");
    Map<String, String> query = new LinkedHashMap<>();
    String path;
    if (from.equals("aside")) {
      path = "/aside";
    } else if (SourceFiles.isId(from)) {
      path = "/sources/" + from;
    } else if (kind.equals("url")) {
      path = "/url";
      query.put("url", name);
    } else {
      path = kind.equals("source") && SourceFiles.isId(name) ? "/sources/" + name : "/sources";
    }
    query.put("did", did.how());
    query.put("count", String.valueOf(did.count()));
    return path + Visit.query(query);
  }
}
