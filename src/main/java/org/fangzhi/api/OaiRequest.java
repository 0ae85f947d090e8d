package org.fangzhi.api;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A question of OAI-PMH 2.0 whose arguments are those that its verb takes, each once.
 *
 * @param arguments as they were asked, without the verb
 */
record OaiRequest(Verb verb, Map<String, String> arguments) {

  static final String TOKEN = "resumptionToken";

  /** The six verbs, with the arguments that each must have and may have. */
  enum Verb {
    Identify(Set.of(), Set.of()),
    ListMetadataFormats(Set.of(), Set.of("identifier")),
    ListSets(Set.of(), Set.of(TOKEN)),
    GetRecord(Set.of("identifier", "metadataPrefix"), Set.of()),
    ListIdentifiers(Set.of("metadataPrefix"), Set.of("from", "until", "set", TOKEN)),
    ListRecords(Set.of("metadataPrefix"), Set.of("from", "until", "set", TOKEN));

    private final Set<String> must;
    private final Set<String> may;

    Verb(Set<String> must, Set<String> may) {
      this.must = must;
      this.may = may;
    }
  }

  /**
   * Reads a question.
   *
   * @param asked all arguments, the verb among them, with all values of each
   * @throws OaiError badVerb or badArgument
   */
  static OaiRequest of(Map<String, List<String>> asked) throws OaiError {
    Verb verb = verb(asked.getOrDefault("verb", List.of()));
    Map<String, String> arguments = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> argument : asked.entrySet()) {
      String name = argument.getKey();
      if (name.equals("verb")) {
        continue;
      }
      if (!verb.must.contains(name) && !verb.may.contains(name)) {
        throw wrong(verb + " takes no argument '" + name + "'");
      }
      if (argument.getValue().size() > 1) {
        throw wrong("The argument '" + name + "' is repeated");
      }
      if (argument.getValue().get(0).isEmpty()) {
        throw wrong("The argument '" + name + "' is empty");
      }
      arguments.put(name, argument.getValue().get(0));
    }
    String prefix = arguments.get("metadataPrefix");
    if (prefix != null && !prefix.matches("[A-Za-z0-9\\-_.!~*'()]+")) {
      throw wrong("'metadataPrefix' is a name such as oai_dc");
    }
    if (arguments.containsKey(TOKEN)) {
      if (arguments.size() > 1) {
        throw wrong("resumptionToken goes alone with the verb");
      }
      return new OaiRequest(verb, arguments);
    }
    for (String name : verb.must) {
      if (!arguments.containsKey(name)) {
        throw wrong(verb + " needs the argument '" + name + "'");
      }
    }
    return new OaiRequest(verb, arguments);
  }

  private static Verb verb(List<String> given) throws OaiError {
    if (given.size() == 1) {
      for (Verb verb : Verb.values()) {
        if (verb.name().equals(given.get(0))) {
          return verb;
        }
      }
    }
    throw new OaiError(
        OaiError.Code.badVerb,
        "One 'verb' is needed, of " + List.of(Verb.values()) + ", written just so");
  }

  /** The value of an argument, or null. */
  @Nullable String find(String name) {
    return arguments.get(name);
  }

  /** The value of an argument that its verb must have. */
  String get(String name) {
    String value = arguments.get(name);
    if (value == null) {
      throw new IllegalStateException(verb + " was let through without " + name);
    }
    return value;
  }

  /**
   * What of the list is asked for.
   *
   * @throws OaiError badArgument
   */
  OaiSelection selection() throws OaiError {
    return selection(find("from"), find("until"), find("set"));
  }

  /** The same for arguments that a token carries on. */
  static OaiSelection selection(@Nullable String from, @Nullable String until, @Nullable String set)
      throws OaiError {
    if (from != null && until != null && from.length() != until.length()) {
      throw wrong("'from' and 'until' are both days, or both seconds");
    }
    OffsetDateTime first = from == null ? OffsetDateTime.MIN : time("from", from);
    OffsetDateTime last = until == null ? OffsetDateTime.MAX : time("until", until);
    if (first.isAfter(last)) {
      throw wrong("'from' is later than 'until'");
    }
    OffsetDateTime before =
        until == null ? last : last.plus(1, isDay(until) ? ChronoUnit.DAYS : ChronoUnit.SECONDS);
    return new OaiSelection(first, before, set == null ? OaiSet.ALL : OaiSet.asked(set));
  }

  private static boolean isDay(String value) {
    return value.length() == 10;
  }

  private static OffsetDateTime time(String name, String value) throws OaiError {
    if (value.matches("(?!0000)\\d{4}-\\d\\d-\\d\\d(T\\d\\d:\\d\\d:\\d\\dZ)?")) {
      try {
        return isDay(value)
            ? LocalDate.parse(value).atStartOfDay().atOffset(ZoneOffset.UTC)
            : OffsetDateTime.parse(value);
      } catch (DateTimeException e) {
        // told below
      }
    }
    throw wrong(
        "'" + name + "' is a day or second of UTC, such as 2026-03-31 or 2026-03-31T16:00:00Z");
  }

  static OaiError wrong(String message) {
    return new OaiError(OaiError.Code.badArgument, message);
  }
}
