package org.fangzhi.diff;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.fangzhi.diff.Diff.Block;
import org.fangzhi.diff.Diff.Field;
import org.fangzhi.diff.Diff.Folded;
import org.fangzhi.diff.Diff.Kind;
import org.fangzhi.diff.Diff.Verdict;
import org.fangzhi.document.Document;
import org.fangzhi.document.Document.Meta;
import org.fangzhi.document.Noise;
import org.fangzhi.report.Reading;
import org.jspecify.annotations.Nullable;

/** Compares what was read of two versions. Pure, and bounded in time and memory. */
public final class Comparison {
  /** Of the information box and the head; who wrote and edited is nobody's business here. */
  private static final Set<String> PAIRS =
      Set.of(
          "索引号",
          "信息索引号",
          "发布机构",
          "发布单位",
          "发布部门",
          "发布机关",
          "发文机关",
          "发文单位",
          "公开机构",
          "信息来源",
          "文章来源",
          "来源",
          "发文日期",
          "成文日期",
          "生成日期",
          "公开日期",
          "公开时间",
          "发布日期",
          "发布时间",
          "更新时间",
          "更新日期",
          "文号",
          "发文字号",
          "标题",
          "名称",
          "信息名称",
          "主题分类",
          "主题词",
          "体裁分类",
          "组配分类",
          "公开方式",
          "公开范围",
          "有效性",
          "有效期",
          "时效性",
          "废止日期",
          "失效日期",
          "生效日期",
          "关键词",
          "内容概述",
          "ArticleTitle",
          "PubDate",
          "ContentSource",
          "ColumnName",
          "Keywords",
          "Description");

  private final Page old;
  private final Page now;
  private final Limits limits = new Limits();
  private final List<Block> blocks = new ArrayList<>();
  private final List<Folded> folded = new ArrayList<>();
  private final List<Field> fields = new ArrayList<>();

  private Comparison(Reading old, Reading now) {
    this.old = Page.of(old);
    this.now = Page.of(now);
  }

  /** What differs between an old and a new version. */
  public static Diff of(Reading old, Reading now) {
    Comparison comparison = new Comparison(old, now);
    comparison.blocks();
    comparison.about(old.document(), now.document());
    comparison.noise();
    Records records = new Records(old.reports(), now.reports());
    List<Field> fields = new ArrayList<>(records.fields());
    fields.addAll(comparison.fields);
    Diff diff =
        new Diff(
            Verdict.SUBSTANCE,
            fields,
            comparison.blocks,
            records.figures(),
            records.findings(),
            comparison.folded,
            comparison.limits.notes());
    boolean unread = old.document().blocks().isEmpty() || now.document().blocks().isEmpty();
    return new Diff(
        verdict(diff, unread),
        diff.fields(),
        diff.blocks(),
        diff.values(),
        diff.findings(),
        diff.folded(),
        diff.cut());
  }

  private static Verdict verdict(Diff diff, boolean unread) {
    boolean substance =
        !diff.fields().isEmpty()
            || !diff.changes().isEmpty()
            || !diff.values().isEmpty()
            || !diff.findings().isEmpty();
    return substance
        ? Verdict.SUBSTANCE
        : unread ? Verdict.UNREAD : diff.folded().isEmpty() ? Verdict.SAME : Verdict.NOISE;
  }

  private void blocks() {
    List<Alignment.Pair> pairs = Alignment.of(old.items(), now.items(), limits);
    Map<Integer, Integer> moved = moved(pairs);
    Set<Integer> movedFrom = new HashSet<>(moved.values());
    for (Alignment.Pair pair : pairs) {
      if (pair.both()) {
        blocks.add(both(pair));
      } else if (pair.from() < pair.to() && !movedFrom.contains(pair.from())) {
        blocks.add(one(Op.REMOVED, old, old.parts().get(pair.from())));
      } else if (pair.nowFrom() < pair.nowTo()) {
        Page.Part part = now.parts().get(pair.nowFrom());
        Integer from = moved.get(pair.nowFrom());
        blocks.add(
            from == null
                ? one(Op.ADDED, now, part)
                : block(Op.MOVED, List.of(old.parts().get(from)), List.of(part)));
      }
    }
  }

  /** What went at one place and came at another, by its new place. */
  private Map<Integer, Integer> moved(List<Alignment.Pair> pairs) {
    Map<String, List<Integer>> gone = new LinkedHashMap<>();
    for (Alignment.Pair pair : pairs) {
      if (!pair.both() && pair.from() < pair.to()) {
        String key = old.parts().get(pair.from()).item().key();
        gone.computeIfAbsent(key, k -> new ArrayList<>()).add(pair.from());
      }
    }
    Map<Integer, Integer> moved = new LinkedHashMap<>();
    for (Alignment.Pair pair : pairs) {
      if (!pair.both() && pair.nowFrom() < pair.nowTo()) {
        List<Integer> same = gone.get(now.parts().get(pair.nowFrom()).item().key());
        if (same != null && !same.isEmpty()) {
          moved.put(pair.nowFrom(), same.remove(0));
        }
      }
    }
    return moved;
  }

  private Block both(Alignment.Pair pair) {
    List<Page.Part> was = old.parts().subList(pair.from(), pair.to());
    List<Page.Part> is = now.parts().subList(pair.nowFrom(), pair.nowTo());
    boolean equal =
        was.size() == is.size() && was.get(0).item().key().equals(is.get(0).item().key());
    Grid grid = was.get(0).grid();
    Grid nowGrid = is.get(0).grid();
    if (grid != null && nowGrid != null) {
      Diff.Table table = Cells.of(old, now, grid, nowGrid, limits);
      table.rows().stream()
          .flatMap(row -> row.cells().stream())
          .filter(cell -> cell.op() == Op.SAME)
          .forEach(cell -> spelled(cell.old(), cell.now()));
      boolean changed = !equal && table.rows().stream().anyMatch(row -> row.op() != Op.SAME);
      return changed
          ? new Block(Op.CHANGED, places(was), places(is), List.of(), table)
          : block(Op.SAME, was, is);
    }
    if (equal) {
      return block(Op.SAME, was, is);
    }
    List<Span> spans = Prose.of(text(was), text(is), limits);
    if (spans.stream().allMatch(span -> span.op() == Op.SAME)) {
      return block(Op.SAME, was, is);
    }
    spans.stream()
        .filter(span -> span.op() == Op.SAME)
        .forEach(span -> spelled(span.old(), span.now()));
    return new Block(Op.CHANGED, places(was), places(is), spans, null);
  }

  /** One that has the same words in both. */
  private Block block(Op op, List<Page.Part> was, List<Page.Part> is) {
    String text = text(was);
    String nowText = text(is);
    spelled(text, nowText);
    boolean table = is.get(0).grid() != null;
    return new Block(
        op,
        places(was),
        places(is),
        table ? List.of() : List.of(new Span(Op.SAME, text, nowText)),
        null);
  }

  private Block one(Op op, Page page, Page.Part part) {
    boolean added = op == Op.ADDED;
    List<String> place = List.of(part.at());
    Grid grid = part.grid();
    return new Block(
        op,
        added ? List.of() : place,
        added ? place : List.of(),
        grid != null
            ? List.of()
            : List.of(new Span(op, added ? "" : part.text(), added ? part.text() : "")),
        grid == null ? null : Cells.whole(page, grid, op));
  }

  private void spelled(String text, String nowText) {
    if (!text.equals(nowText)) {
      folded.add(new Folded(Kind.SPELLING, text, nowText));
    }
  }

  private static List<String> places(List<Page.Part> parts) {
    return parts.stream().map(Page.Part::at).toList();
  }

  private static String text(List<Page.Part> parts) {
    return parts.stream().map(Page.Part::text).collect(Collectors.joining("\n"));
  }

  /** What the documents say of themselves besides their reports. */
  private void about(Document was, Document is) {
    field("media type", was.mediaType(), is.mediaType());
    String charset = was.charset() == null ? "" : was.charset().name();
    String nowCharset = is.charset() == null ? "" : is.charset().name();
    if (!charset.equals(nowCharset)) {
      folded.add(new Folded(Kind.ENCODING, charset, nowCharset));
    }
    Map<String, String> pairs = pairs(was);
    Map<String, String> nowPairs = pairs(is);
    Set<String> names = new LinkedHashSet<>(nowPairs.keySet());
    names.addAll(pairs.keySet());
    for (String name : names) {
      Noise noise = Noise.ofLabel(name);
      String value = pairs.get(name);
      String nowValue = nowPairs.get(name);
      if (noise == null) {
        field(name, value, nowValue);
      } else if (!Objects.equals(value, nowValue)) {
        folded.add(
            new Folded(
                Kind.CLOCK, name + " " + Objects.toString(value, ""), name + " " + nowValue));
      }
    }
    Attachments.of(was.links(), is.links(), fields, folded);
    field("could not be read", notes(was), notes(is));
  }

  private static @Nullable String notes(Document document) {
    return document.notes().isEmpty() ? null : String.join("; ", document.notes());
  }

  private void field(String name, @Nullable String value, @Nullable String nowValue) {
    if (!Objects.equals(
        value == null ? null : Words.key(value), nowValue == null ? null : Words.key(nowValue))) {
      fields.add(new Field(name, value, nowValue));
    }
  }

  private static Map<String, String> pairs(Document document) {
    Map<String, String> pairs = new LinkedHashMap<>();
    List<Meta> all = new ArrayList<>(document.box());
    all.addAll(document.meta());
    for (Meta pair : all) {
      if (PAIRS.contains(pair.name()) && !pair.content().isBlank()) {
        pairs.merge(pair.name(), pair.content(), (a, b) -> a.equals(b) ? a : a + "; " + b);
      }
    }
    return pairs;
  }

  private void noise() {
    for (Kind kind : Kind.values()) {
      List<String> was = old.noise().getOrDefault(kind, List.of());
      List<String> is = now.noise().getOrDefault(kind, List.of());
      int at = 0;
      for (Script.Step step : Script.of(was, is).changes()) {
        int most = Math.max(step.to() - step.from(), step.nowTo() - step.nowFrom());
        for (at = 0; at < most; at++) {
          folded.add(
              new Folded(
                  kind,
                  step.from() + at < step.to() ? was.get(step.from() + at) : "",
                  step.nowFrom() + at < step.nowTo() ? is.get(step.nowFrom() + at) : ""));
        }
      }
    }
  }
}
