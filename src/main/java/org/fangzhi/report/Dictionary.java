package org.fangzhi.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The data dictionary: every form, place and rule of the catalogue as a page of Markdown, straight
 * from what the reader reads by.
 */
public final class Dictionary {
  private static final Map<String, String> SEVERITIES =
      Map.of(
          "hard", "an equality of the form",
          "soft", "broken by genuine reports too",
          "cross", "between the reports of two years");

  private static final Map<String, String> EVIDENCE =
      Map.of(
          "O", "printed in an official form",
          "C", "in the code of a reporting system",
          "I", "follows from the nesting",
          "H", "plausible only");

  private final StringBuilder out = new StringBuilder();

  private Dictionary() {}

  /** The dictionary, which ends in a newline. */
  public static String markdown() {
    Dictionary dictionary = new Dictionary();
    dictionary.write(Catalogue.declared());
    return dictionary.out.toString();
  }

  private void write(JsonNode forms) {
    line("# Indicators");
    line("");
    line("What the reader knows of the forms, written by `./fangzhi dictionary`. A place is an");
    line(
        "indicator's code, in tables of several columns followed by a colon and the column's key:");
    line("`G4.III.3.1:natural`. A rule is `hard` (" + SEVERITIES.get("hard") + "),");
    line(
        "`soft` ("
            + SEVERITIES.get("soft")
            + ") or `cross` ("
            + SEVERITIES.get("cross")
            + "); its");
    line("evidence is O (" + EVIDENCE.get("O") + "), C (" + EVIDENCE.get("C") + "),");
    line("I (" + EVIDENCE.get("I") + ") or H (" + EVIDENCE.get("H") + ").");
    for (JsonNode form : forms) {
      form(form);
    }
  }

  private void form(JsonNode form) {
    line("");
    line("## " + text(form, "id") + " `" + text(form, "form") + "`");
    line("");
    JsonNode years = form.path("years");
    String span = years.isArray() ? years.get(0).asInt() + " to " + last(years.get(1)) + ". " : "";
    line(span + cell(text(form, "basis")));
    if (!form.path("columns").isEmpty()) {
      line("");
      List<String> columns = new ArrayList<>();
      for (JsonNode column : form.path("columns")) {
        columns.add("`" + text(column, "key") + "` " + cell(text(column, "label")));
      }
      line("Columns: " + String.join(", ", columns) + ".");
    }
    table("Code", "Label", "Table", "Unit", "Within", "Also printed as", "Remarks");
    form.path("indicators").forEach(this::indicator);
    if (!form.path("rules").isEmpty()) {
      table("Rule", "Severity", "Evidence", "For each", "Holds", "Remarks");
      form.path("rules").forEach(this::rule);
    }
  }

  private static String last(JsonNode year) {
    return year.isNull() ? "now" : year.asString();
  }

  private void indicator(JsonNode node) {
    List<String> remarks = new ArrayList<>();
    if (text(node, "kind").equals("header")) {
      remarks.add("heading, no figure");
    }
    if (node.path("signed").asBoolean(false)) {
      remarks.add("with a sign");
    }
    if (node.has("same_as")) {
      remarks.add("same as " + text(node, "same_as"));
    }
    if (node.has("patterns")) {
      remarks.add("told in prose");
    }
    remarks.add(text(node, "remark"));
    remarks.add(text(node, "note"));
    remarks.removeIf(String::isEmpty);
    row(
        "`" + text(node, "code") + "`",
        text(node, "label"),
        text(node, "table"),
        text(node, "unit"),
        text(node, "parent"),
        joined(node.path("variants"), ", "),
        String.join("; ", remarks));
  }

  private void rule(JsonNode node) {
    row(
        "`" + text(node, "id") + "`",
        text(node, "severity"),
        text(node, "evidence"),
        text(node, "each"),
        joined(node.path("checks"), "; "),
        text(node, "note"));
  }

  private void table(String... heads) {
    line("");
    row(heads);
    line("|" + " --- |".repeat(heads.length));
  }

  private void row(String... cells) {
    out.append('|');
    for (String one : cells) {
      out.append(' ').append(cell(one)).append(" |");
    }
    out.append('\n');
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private static String joined(JsonNode array, String separator) {
    List<String> items = new ArrayList<>();
    array.forEach(item -> items.add(item.asString()));
    return String.join(separator, items);
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }

  /** Bars and line ends would break a table, angle brackets would be taken for markup. */
  private static String cell(String text) {
    return text.replace("|", "\\|").replace('\n', ' ').replace("<", "&lt;");
  }
}
