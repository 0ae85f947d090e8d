package org.fangzhi.draft;

import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;

/** A probe for people, stage by stage. */
public final class ProbeText {
  private static final int MOST_LINES = 40;

  private final JsonNode told;
  private final PrintWriter out;

  private ProbeText(JsonNode told, PrintWriter out) {
    this.told = told;
    this.out = out;
  }

  /** Prints what a probe told. */
  public static void print(JsonNode told, PrintWriter out) {
    new ProbeText(told, out).print();
  }

  private void print() {
    line("address", text("asked") + (text("kind").isEmpty() ? "" : " (" + text("kind") + ")"));
    if (told.has("robots")) {
      JsonNode robots = told.path("robots");
      line("pace", "group " + text("group") + ", " + text("delay_ms") + " ms between requests");
      line(
          "robots.txt",
          (robots.path("permits").asBoolean() ? "permits it" : "does not permit it")
              + " ("
              + robots.path("said").asString("")
              + ")"
              + (robots.path("delay_ms").isNumber()
                  ? ", asks for " + robots.path("delay_ms").asString() + " ms between requests"
                  : ""));
      line("request", text("request").replaceAll("\\R", "\n"));
      told.path("hops")
          .forEach(
              hop ->
                  line(
                      "hop",
                      hop.path("status").asString()
                          + " "
                          + hop.path("url").asString()
                          + " -> "
                          + hop.path("location").asString("")));
      answer(told.path("answer"));
    }
    String sign = text("sign").isEmpty() ? "" : " (sign " + text("sign") + ")";
    line("outcome", text("outcome") + (text("why").isEmpty() ? "" : ": " + text("why")) + sign);
    list();
    links();
    read();
    line("kept", "nothing: this was a probe");
    out.flush();
  }

  private void answer(JsonNode answer) {
    if (!answer.path("status").isNumber()) {
      line("answer", "none: " + answer.path("failure").asString(""));
      return;
    }
    line(
        "answer",
        answer.path("status").asString()
            + ", "
            + answer.path("type").asString("no Content-Type")
            + ", "
            + answer.path("bytes").asString()
            + " bytes from "
            + answer.path("ip").asString("?")
            + (answer.path("tls").isString() ? " over " + answer.path("tls").asString() : "")
            + " in "
            + answer.path("took_ms").asString()
            + " ms");
  }

  private void list() {
    JsonNode list = told.path("list");
    if (list.isMissingNode()) {
      return;
    }
    line("family", list.path("family").asString() + ", known by " + list.path("reason").asString());
    line(
        "pagination",
        list.path("entries").asString()
            + " entries in this page, "
            + (list.path("announced").isNumber()
                ? list.path("announced").asString() + " announced in all"
                : "no total announced")
            + ", "
            + list.path("further_pages").asString()
            + " further list pages");
    for (JsonNode page : told.path("pages")) {
      String entries =
          page.has("entries") ? ", " + page.path("entries").asString() + " entries" : "";
      line("", page.path("outcome").asString() + entries + ": " + page.path("url").asString());
    }
    told.path("notes").forEach(note -> line("!", note.asString()));
    if (told.path("notes").isEmpty() && told.path("walked_to_the_end").asBoolean()) {
      line("", "walked to its end, nothing is missing");
    }
  }

  private void links() {
    JsonNode links = told.path("links");
    if (links.isMissingNode()) {
      return;
    }
    line("queued", links.size() + " links");
    int shown = 0;
    for (JsonNode link : links) {
      if (shown++ == MOST_LINES) {
        line("", "and " + (links.size() - MOST_LINES) + " more; --json shows all");
        break;
      }
      String date = link.path("date").isString() ? " " + link.path("date").asString() : "";
      out.printf(
          "             %-10s %s  %s%s%n",
          link.path("kind").asString(),
          link.path("url").asString(),
          link.path("text").asString(""),
          date);
    }
  }

  private void read() {
    for (JsonNode report : told.path("reports")) {
      if (!report.path("form").isString()) {
        line("read", "no report: " + why(report));
        continue;
      }
      line(
          "read",
          "%s, %s, year %s, division %s"
              .formatted(
                  report.path("form").asString(),
                  report.path("title").asString("no title"),
                  report.path("year").asString("withheld"),
                  report.path("division").asString("withheld")));
      line(
          "",
          "%d values, %d withheld, %d findings"
              .formatted(
                  report.path("values").asInt(),
                  report.path("withheld").size(),
                  report.path("findings").asInt()));
    }
  }

  private String why(JsonNode report) {
    String form = "";
    for (JsonNode withheld : report.path("withheld")) {
      form = withheld.asString().startsWith("form: ") ? withheld.asString().substring(6) : form;
    }
    JsonNode title = told.path("document").path("title");
    return (title.isString() ? "\"" + title.asString() + "\"" : "a page without a title")
        + (form.isEmpty() ? "" : ", " + form);
  }

  private String text(String key) {
    return told.path(key).asString("");
  }

  private void line(String what, String words) {
    String[] lines = words.split("\n");
    for (int i = 0; i < lines.length; i++) {
      out.printf("%-12s %s%n", i == 0 ? what : "", lines[i]);
    }
  }
}
