package org.fangzhi.cli;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.fangzhi.crawl.Addresses;
import org.fangzhi.publish.Takedown;
import org.fangzhi.store.Database;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code takedown}: hides what came from an address or a payload, or shows it again. */
@Command(
    name = "takedown",
    description =
        "Hides payloads and all that came from them: bytes, texts, and reports that nothing else holds."
            + " Hash, time, address, reason and who decided stay; the same bytes stay hidden when they come"
            + " again. Tells what it would do, and does it with --yes.",
    mixinStandardHelpOptions = true)
final class TakedownCommand implements Callable<Integer> {

  private static final JsonMapper JSON = new JsonMapper();

  @Spec private CommandSpec spec;
  @Mixin private Place place;

  @Parameters(
      paramLabel = "SHA256|URL",
      description = "Payloads by their hash; or addresses, for all that was ever kept of them.",
      arity = "0..*")
  private List<String> what = List.of();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why: told to whoever asks for what is hidden, and kept.")
  private String reason;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who decides (default: the user of this machine).")
  private String who = System.getProperty("user.name");

  @Option(names = "--yes", description = "Does it.")
  private boolean yes;

  @Option(
      names = "--same-text",
      description = "Hides all that reads the same too, wherever it stands, now and later.")
  private boolean sameText;

  @Option(names = "--erase", description = "Deletes the bytes for good: no lift brings them back.")
  private boolean erase;

  @Option(names = "--lift", description = "Shows again what is hidden.")
  private boolean lift;

  @Option(names = "--list", description = "Lists the takedowns, lifted ones too.")
  private boolean list;

  @Option(names = "--json", description = "For machines.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    if (!list && (what.isEmpty() || reason == null || reason.isBlank())) {
      throw new WrongUse("name what to hide (SHA256 or URL), and say why with --reason; or --list");
    }
    if (lift && (erase || sameText)) {
      throw new WrongUse("--lift goes without --erase and --same-text");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (Database database = place.database(Database.Use.SHARE)) {
      if (list) {
        list(database, out);
      } else {
        List<String> names = what.stream().map(TakedownCommand::canonical).toList();
        Takedown takedown = new Takedown(place.noting(database, spec, names));
        print(
            out,
            lift
                ? takedown.lift(names, reason, who, yes)
                : takedown.take(new Takedown.Order(names, reason, who, sameText, erase), yes));
      }
    } catch (Takedown.Unfit unfit) {
      throw new WrongUse(unfit.getMessage() + "; nothing was changed");
    } finally {
      out.flush();
    }
    return 0;
  }

  private static String canonical(String name) {
    String canonical = name.contains(":") ? Addresses.canonical(name) : null;
    return canonical == null ? name : canonical;
  }

  private void print(PrintWriter out, Takedown.Effect effect) {
    if (json) {
      ObjectNode told = JSON.valueToTree(effect);
      out.println(told.put("done", yes));
      return;
    }
    String verb = (yes ? "" : "would be ") + (lift ? "shown again" : erase ? "erased" : "hidden");
    for (Takedown.Hidden payload : effect.payloads()) {
      out.printf("%s  %,d bytes, %s%n", payload.sha256(), payload.length(), verb);
      payload.urls().forEach(url -> out.printf("    %s%n", url));
      payload
          .deposits()
          .forEach(
              name ->
                  out.printf("    laid into the inbox as %s: the file is yours to remove%n", name));
      payload
          .attachments()
          .forEach(url -> out.printf("    leads to %s, which is another payload%n", url));
    }
    told(out, "report", effect.reports());
    told(out, "document", effect.documents());
    effect
        .alike()
        .forEach(
            (sha256, url) ->
                out.printf(
                    "reads the same and stays in sight (--same-text hides it): %s  %s%n",
                    sha256, url));
    if (!yes) {
      out.println("Nothing was changed; --yes does it.");
    } else if (!lift) {
      out.println(
          "Exports, backups and copies that others took hold what they held: docs/archive.md, Takedowns.");
    }
  }

  private static void told(PrintWriter out, String entity, Map<String, List<String>> changes) {
    changes.forEach((op, ids) -> out.printf("%s of %s %s%n", op, entity, String.join(", ", ids)));
  }

  private void list(Database database, PrintWriter out) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement select = connection.createStatement()) {
      ResultSet row =
          select.executeQuery(
              "select t.sha256, t.reason, t.who, to_char(t.at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') as at,"
                  + " t.erased_at is not null as erased, t.lifted_who, t.lifted_why,"
                  + " to_char(t.lifted_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') as lifted,"
                  + " array_to_string(t.urls, ' ') as urls, to_jsonb(t) as json from api.takedown t order by t.at, t.sha256");
      while (row.next()) {
        if (json) {
          out.println(row.getString("json"));
        } else {
          out.printf(
              "%s  %s by %s: %s%s%s%n    %s%n",
              row.getString("sha256"),
              row.getString("at"),
              row.getString("who"),
              row.getString("reason"),
              row.getBoolean("erased") ? " (erased)" : "",
              row.getString("lifted") == null
                  ? ""
                  : "; lifted %s by %s: %s"
                      .formatted(
                          row.getString("lifted"),
                          row.getString("lifted_who"),
                          row.getString("lifted_why")),
              row.getString("urls"));
        }
      }
    }
  }
}
