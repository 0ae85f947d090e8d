package org.fangzhi.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.fangzhi.store.Database;
import org.fangzhi.store.Tokens;
import org.fangzhi.store.Tokens.Scope;
import org.fangzhi.store.Tokens.Token;
import org.fangzhi.store.Transactions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code token}: who may ask and write over HTTP. */
@Command(
    name = "token",
    description = "Tokens for who asks or writes over HTTP.",
    mixinStandardHelpOptions = true,
    subcommands = {TokenCommand.New.class, TokenCommand.All.class, TokenCommand.Revoke.class})
final class TokenCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name one of new, list, revoke.");
  }

  /** {@code token new}. */
  @Command(
      name = "new",
      description =
          "Makes a token and prints it, once: only its SHA-256 is kept. It goes into the header"
              + " 'Authorization: Bearer fz_...'.",
      mixinStandardHelpOptions = true)
  static final class New implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private Place place;

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "Who it is for.")
    private String name;

    @Option(
        names = "--scope",
        required = true,
        split = ",",
        paramLabel = "SCOPE",
        description = "read: to ask. operate: to write, and to ask.")
    private List<Scope> scopes;

    @Option(
        names = "--expires",
        paramLabel = "DAYS",
        description = "Days that it is good for (default: until it is revoked).")
    private Integer days;

    @Override
    public Integer call() throws Exception {
      if (name.isBlank() || !name.equals(name.strip()) || name.length() > 100) {
        throw new WrongUse("--name: write a name of up to 100 characters");
      }
      if (days != null && (days < 1 || days > 36500)) {
        throw new WrongUse("--expires: write days, from 1 to 36500");
      }
      try (Database database = place.database(Database.Use.SHARE)) {
        String secret =
            new Tokens(place.noting(database, spec, List.of(name))).make(name, scopes, days);
        if (secret == null) {
          throw new WrongUse(
              "there is a token '%s' already; revoke it, or take another name".formatted(name));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(secret);
        out.flush();
        spec.commandLine().getErr().println("Keep it: it is shown this once.");
      }
      return 0;
    }
  }

  /** {@code token list}. */
  @Command(name = "list", description = "Lists the tokens.", mixinStandardHelpOptions = true)
  static final class All implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private Place place;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
      PrintWriter out = spec.commandLine().getOut();
      try (Database database = place.database(Database.Use.SHARE)) {
        for (Token token : new Tokens(new Transactions(database.dataSource())).all()) {
          if (json) {
            out.println(
                JsonMapper.shared()
                    .createObjectNode()
                    .put("name", token.name())
                    .put("scopes", Tokens.words(token.scopes()))
                    .put("made", token.made().toString())
                    .put("expires", token.expires() == null ? null : token.expires().toString())
                    .put("used_on", token.usedOn() == null ? null : token.usedOn().toString())
                    .put("stands", token.stands()));
          } else {
            out.printf(
                "%s  %s, made %s, %s, %s%s%n",
                token.name(),
                Tokens.words(token.scopes()),
                token.made().toLocalDate(),
                token.expires() == null ? "for good" : "until " + token.expires().toLocalDate(),
                token.usedOn() == null ? "never used" : "last used " + token.usedOn(),
                token.stands() ? "" : " (stands no more)");
          }
        }
      }
      out.flush();
      return 0;
    }
  }

  /** {@code token revoke}. */
  @Command(
      name = "revoke",
      description = "Ends tokens at once, in every process on the database.",
      mixinStandardHelpOptions = true)
  static final class Revoke implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private Place place;

    @Parameters(paramLabel = "NAME", arity = "1..*", description = "Names of tokens.")
    private String[] names;

    @Override
    public Integer call() throws Exception {
      PrintWriter out = spec.commandLine().getOut();
      boolean all = true;
      try (Database database = place.database(Database.Use.SHARE)) {
        for (String name : Arrays.asList(names)) {
          boolean revoked = new Tokens(place.noting(database, spec, List.of(name))).revoke(name);
          out.printf("%s %s%n", name, revoked ? "stands no more" : "is no token that stands");
          all &= revoked;
        }
      }
      out.flush();
      return all ? 0 : 1;
    }
  }
}
