package org.fangzhi.cli;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.fangzhi.archive.Fixity;
import org.fangzhi.store.Database;
import org.fangzhi.store.Transactions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code verify}: whether all that is kept is still what it was. */
@Command(
    name = "verify",
    description =
        "Makes the hash of all kept bytes anew and names what is damaged or gone. Changes nothing but"
            + " the list of damages; a pass that was broken off is gone on with.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

  private static final int PORTION = 500;

  @Spec private CommandSpec spec;
  @Mixin private Place place;

  @Option(names = "--anew", description = "Begin a pass anew instead of going on with one.")
  private boolean anew;

  @Option(names = "--json", description = "One JSON object a line: each damage.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (Database database = place.database(Database.Use.SHARE)) {
      Fixity fixity = new Fixity(new Transactions(database.dataSource()));
      if (anew) {
        fixity.begin();
      }
      long checked = 0;
      long bytes = 0;
      for (boolean whole = false; !whole; ) {
        Fixity.Portion portion = fixity.next(PORTION);
        checked += portion.checked();
        bytes += portion.bytes();
        whole = portion.whole();
      }
      try (Connection connection = database.dataSource().getConnection()) {
        long damaged = damages(connection, out);
        if (!json) {
          out.printf(
              "%,d payloads and bodies, %,d bytes: %s%n",
              checked, bytes, damaged == 0 ? "all whole" : damaged + " damaged or gone");
        }
        return damaged == 0 ? 0 : 1;
      }
    }
  }

  private long damages(Connection connection, PrintWriter out) throws SQLException {
    long count = 0;
    try (PreparedStatement select =
        connection.prepareStatement(
            "select d.sha256, d.place, d.why, array_to_string(d.urls, ' ') as urls, to_jsonb(d) as json"
                + " from api.damage d where d.mended_at is null order by d.found_at, d.sha256")) {
      ResultSet row = select.executeQuery();
      while (row.next()) {
        count++;
        if (json) {
          out.println(row.getString("json"));
        } else {
          out.printf(
              "  ! %s %s: %s%n      of %s%n",
              row.getString("place"),
              row.getString("sha256"),
              row.getString("why"),
              row.getString("urls") == null ? "no observation" : row.getString("urls"));
        }
      }
    }
    return count;
  }
}
