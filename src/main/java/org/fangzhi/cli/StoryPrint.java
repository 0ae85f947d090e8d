package org.fangzhi.cli;

import java.io.PrintWriter;
import org.fangzhi.watch.Story;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The story of a URL for people, from where it was found to what is published of it. */
final class StoryPrint {
  private static final JsonMapper JSON = new JsonMapper();

  private final PrintWriter out;

  StoryPrint(PrintWriter out) {
    this.out = out;
  }

  void print(Story story, boolean json) {
    if (json) {
      ObjectNode whole = JSON.createObjectNode();
      whole.set("page", story.page());
      whole.putArray("attempts").addAll(story.attempts());
      whole.putArray("reports").addAll(story.reports());
      out.println(whole);
    } else {
      page(story.page());
      story.attempts().forEach(this::attempt);
      story.reports().forEach(this::report);
    }
    out.flush();
  }

  private void page(JsonNode page) {
    line("%s", text(page, "url"));
    line(
        "  %s of %s, %s%s",
        text(page, "kind"),
        text(page, "source"),
        text(page, "state"),
        page.path("removed").asBoolean() ? " (the source file is gone)" : "");
    line(
        "  found %s%s",
        text(page, "found_at"),
        has(page, "found_on")
            ? " on "
                + text(page, "found_on")
                + (has(page, "anchor") ? " (" + text(page, "anchor") + ")" : "")
            : " as an entry");
    if (has(page, "run")) {
      line(
          "  in run %s, its turn %s, attempts %s",
          text(page, "run"), text(page, "turn"), text(page, "attempts"));
    } else {
      line(
          "  due %s%s",
          has(page, "due_at") ? text(page, "due_at") : "with the lists of its source",
          has(page, "every") ? ", every " + text(page, "every") : "");
    }
    line(
        "  asked in pace group %s, %s ms apart%s%s",
        text(page, "group"),
        text(page, "delay_ms"),
        has(page, "window_from")
            ? ", from " + text(page, "window_from") + " to " + text(page, "window_to")
            : "",
        has(page, "circuit_why")
            ? ", which rests until " + text(page, "free_at") + ": " + text(page, "circuit_why")
            : "");
    if (page.path("misses").asInt() > 0) {
      line("  absent %s times since %s", text(page, "misses"), text(page, "missed_since"));
    }
    if (has(page, "moved_to")) {
      line("  now at %s", text(page, "moved_to"));
    }
    if (has(page, "links")) {
      line("  leads to %s articles", text(page, "links"));
    }
    if (has(page, "listing")) {
      JsonNode listing = page.path("listing");
      line(
          "  understood as %s, known by %s: %s entries%s",
          text(listing, "family"),
          text(listing, "reason"),
          text(listing, "entries"),
          has(listing, "announced") ? " of " + text(listing, "announced") + " announced" : "");
      listing.path("notes").forEach(note -> line("  ! %s", note.asString()));
    }
    if (has(page, "fault")) {
      line("  fault: %s", text(page, "fault"));
    }
    if (has(page, "held_why")) {
      line(
          "  its source is held back since %s: %s",
          text(page, "held_since"), text(page, "held_why"));
    }
  }

  private void attempt(JsonNode attempt) {
    line(
        "  %s  %s%s, %s ms%s%s%s%s",
        text(attempt, "at"),
        text(attempt, "outcome"),
        has(attempt, "status") ? " (" + text(attempt, "status") + ")" : "",
        text(attempt, "took_ms"),
        has(attempt, "bytes") ? ", " + text(attempt, "bytes") + " bytes" : "",
        attempt.path("redirects").asInt() > 0 ? ", redirects: " + text(attempt, "redirects") : "",
        has(attempt, "tls") ? ", " + text(attempt, "tls") : "",
        has(attempt, "why") ? ": " + text(attempt, "why") : "");
    if (has(attempt, "hidden")) {
      line("      hidden by a takedown: %s", text(attempt, "hidden"));
    }
    if (!has(attempt, "version")) {
      if (has(attempt, "payload")) {
        line("      its bytes are kept in quarantine: %s", text(attempt, "payload"));
      }
      return;
    }
    line(
        "      %s %s%s%s",
        text(attempt, "version"),
        has(attempt, "sha256") ? text(attempt, "sha256") : "",
        has(attempt, "document") ? ", document " + text(attempt, "document") : "",
        has(attempt, "published_at") ? ", published " + text(attempt, "published_at") : "");
    if (has(attempt, "unpublished")) {
      line("      not published: %s", text(attempt, "unpublished"));
    }
    if (has(attempt, "reading") && !has(attempt, "hidden")) {
      line(
          "      reading %s by %s%s%s",
          text(attempt, "reading"),
          text(attempt, "reader"),
          has(attempt, "media_type")
              ? ": "
                  + text(attempt, "media_type")
                  + (has(attempt, "charset") ? ", " + text(attempt, "charset") : "")
                  + ", "
                  + text(attempt, "characters")
                  + " characters"
                  + (has(attempt, "title") ? ", " + text(attempt, "title") : "")
              : "",
          has(attempt, "reader_fault") ? ": " + text(attempt, "reader_fault") : "");
      attempt.path("read").forEach(this::read);
    }
  }

  private void read(JsonNode report) {
    if (!has(report, "form")) {
      line("        no report");
      return;
    }
    line(
        "        report of form %s, year %s, %s, %s: %s figures, findings: %s",
        text(report, "form"),
        has(report, "year") ? text(report, "year") : "withheld",
        has(report, "division") ? text(report, "division") : "division withheld",
        has(report, "agency") ? text(report, "agency") : "agency withheld",
        text(report, "figures"),
        text(report, "findings"));
    report
        .path("withheld")
        .forEach(
            withheld ->
                line("        withheld %s: %s", text(withheld, "what"), text(withheld, "why")));
  }

  private void report(JsonNode report) {
    line(
        "  report %s (%s): %s%s",
        text(report, "id"),
        text(report, "title"),
        report.path("deleted").asBoolean()
            ? "deleted"
            : report.path("live").asBoolean() ? "held here" : "held elsewhere now",
        report.path("leads").asBoolean() ? ", this copy leads" : "");
    report
        .path("feed")
        .forEach(
            told ->
                line("      %s  %s (%s)", text(told, "at"), text(told, "op"), text(told, "seq")));
  }

  private static boolean has(JsonNode node, String name) {
    return !node.path(name).isMissingNode() && !node.path(name).isNull();
  }

  private static String text(JsonNode node, String name) {
    return has(node, name) ? node.path(name).asString() : "-";
  }

  private void line(String format, Object... values) {
    out.println(format.formatted(values));
  }
}
