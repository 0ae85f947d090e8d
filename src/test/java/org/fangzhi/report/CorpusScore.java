package org.fangzhi.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fangzhi.report.CorpusGold.Break;
import org.fangzhi.report.Report.Severity;
import org.jspecify.annotations.Nullable;

/** Counts what came of documents read against their gold. */
final class CorpusScore {

  /** Right, withheld and wrong answers. */
  static final class Answers {
    int right;
    int withheld;
    final List<String> wrong = new ArrayList<>();

    int all() {
      return right + withheld + wrong.size();
    }

    void add(Answers other) {
      right += other.right;
      withheld += other.withheld;
      wrong.addAll(other.wrong);
    }

    @Override
    public String toString() {
      return "%d of %d right, %d withheld, %d wrong"
          .formatted(right, all(), withheld, wrong.size());
    }
  }

  final Answers cells = new Answers();
  final Map<String, Answers> fields = new LinkedHashMap<>();
  final List<String> missedReports = new ArrayList<>();
  final List<String> falseReports = new ArrayList<>();
  final List<String> missedFindings = new ArrayList<>();
  final List<String> falseFindings = new ArrayList<>();
  int reports;
  int others;
  int findings;

  CorpusScore() {
    CorpusGold.FIELDS.forEach(field -> fields.put(field, new Answers()));
  }

  /** Compares one document, or one report of it, with its gold. */
  static CorpusScore of(CorpusGold gold, Report report) {
    CorpusScore score = new CorpusScore();
    boolean is = report.form() != null;
    if (gold.form() == null) {
      score.others = 1;
      if (is) score.falseReports.add(gold.file());
      return score;
    }
    score.reports = 1;
    if (!gold.form().equals(report.form())) {
      score.missedReports.add(gold.file() + " read as " + report.form());
    }
    score.cells(gold, report);
    gold.metadata().forEach((field, told) -> score.field(gold, field, told, given(report, field)));
    score.findings(gold, report);
    return score;
  }

  private void cells(CorpusGold gold, Report report) {
    Map<String, Report.Value> read = new HashMap<>();
    report.values().forEach(v -> read.put(Tally.place(v.indicator(), v.column()), v));
    gold.cells()
        .forEach(
            (place, right) -> {
              Report.Value value = read.get(place);
              if (value == null) {
                cells.withheld++;
              } else if (agrees(right, value.value())) {
                cells.right++;
              } else {
                cells.wrong.add(gold.file() + " " + place + ": " + right + ", read " + value);
              }
            });
  }

  private static boolean agrees(List<BigDecimal> right, @Nullable BigDecimal read) {
    if (read == null) return right.isEmpty();
    return right.stream().anyMatch(number -> number.compareTo(read) == 0);
  }

  private static @Nullable String given(Report report, String field) {
    return switch (field) {
      case "title" -> report.title();
      case "agency" -> report.agency();
      case "division" -> report.division() == null ? null : report.division().code();
      case "scope" -> report.scope() == null ? null : report.scope().name();
      case "year" -> report.year() == null ? null : report.year().toString();
      default -> report.published();
    };
  }

  private void field(CorpusGold gold, String field, String told, @Nullable String given) {
    Answers tally = fields.get(field);
    boolean day = field.equals("published") && given != null && given.length() == 10;
    if (given == null ? told.equals("-") : day ? told.startsWith(given) : told.equals(given)) {
      tally.right++;
    } else if (given == null) {
      tally.withheld++;
    } else {
      tally.wrong.add(gold.file() + " " + field + ": " + told + ", read " + given);
    }
  }

  private void findings(CorpusGold gold, Report report) {
    for (Break told : gold.findings()) {
      if (told.asked()) {
        findings++;
        if (report.findings().stream().noneMatch(told::is)) {
          missedFindings.add(gold.file() + " " + told.one() + " against " + told.other());
        }
      }
    }
    for (Report.Finding finding : report.findings()) {
      boolean known = gold.findings().stream().anyMatch(told -> told.is(finding));
      if (!known && finding.severity() != Severity.READING) {
        falseFindings.add(gold.file() + " " + finding.message());
      }
    }
  }

  void add(CorpusScore other) {
    cells.add(other.cells);
    other.fields.forEach((field, tally) -> fields.get(field).add(tally));
    missedReports.addAll(other.missedReports);
    falseReports.addAll(other.falseReports);
    missedFindings.addAll(other.missedFindings);
    falseFindings.addAll(other.falseFindings);
    reports += other.reports;
    others += other.others;
    findings += other.findings;
  }

  /** One line, and what went amiss by name. */
  String line() {
    if (reports == 0) {
      return (falseReports.isEmpty() ? "no report, as it should be" : "TAKEN FOR A REPORT")
          + "%n".formatted();
    }
    Answers metadata = new Answers();
    fields.values().forEach(metadata::add);
    return "cells: %s; metadata: %s; findings: %d of %d, %d false%n"
            .formatted(
                cells, metadata, findings - missedFindings.size(), findings, falseFindings.size())
        + amiss();
  }

  /** All counts. */
  String total() {
    int found = reports - missedReports.size();
    StringBuilder out = new StringBuilder();
    out.append(
        "  report or not: recall %d of %d, precision %d of %d%n"
            .formatted(found, reports, found, found + falseReports.size()));
    out.append("  cells: %s%n".formatted(cells));
    fields.forEach((field, answers) -> out.append("  %s: %s%n".formatted(field, answers)));
    return out.append(
            "  findings: %d of %d expected found, %d false%n"
                .formatted(findings - missedFindings.size(), findings, falseFindings.size()))
        .append(amiss())
        .toString();
  }

  private String amiss() {
    List<String> amiss = new ArrayList<>(cells.wrong);
    fields.values().forEach(answers -> amiss.addAll(answers.wrong));
    List.of(missedReports, falseReports, missedFindings, falseFindings).forEach(amiss::addAll);
    StringBuilder out = new StringBuilder();
    amiss.forEach(line -> out.append("  ! ").append(line).append(System.lineSeparator()));
    return out.toString();
  }
}
