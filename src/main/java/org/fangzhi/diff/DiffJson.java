package org.fangzhi.diff;

import java.util.Collection;
import java.util.Locale;
import org.fangzhi.diff.Diff.Block;
import org.fangzhi.diff.Diff.Cell;
import org.fangzhi.diff.Diff.Row;
import org.fangzhi.report.Report;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Renders what differs for machines: changes alone, without what stayed around them. */
public final class DiffJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private DiffJson() {}

  /** The difference as an object; folded noise is counted by kind, and told when asked for. */
  public static ObjectNode of(Diff diff, boolean noise) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("verdict", word(diff.verdict()));
    ArrayNode fields = node.putArray("fields");
    for (Diff.Field field : diff.fields()) {
      fields.addObject().put("name", field.name()).put("old", field.old()).put("new", field.now());
    }
    ArrayNode blocks = node.putArray("blocks");
    diff.changes().forEach(block -> block(blocks.addObject(), block));
    node.put("unchanged", diff.blocks().size() - diff.changes().size());
    ArrayNode values = node.putArray("values");
    for (Diff.Figure figure : diff.values()) {
      ObjectNode item = values.addObject();
      item.put("op", word(figure.op()));
      item.put("report", figure.report());
      item.put("indicator", figure.indicator());
      item.put("col", figure.column());
      value(item, "old", figure.old());
      value(item, "new", figure.now());
    }
    ArrayNode findings = node.putArray("findings");
    for (Diff.Finding finding : diff.findings()) {
      ObjectNode item = findings.addObject();
      item.put("op", word(finding.op()));
      item.put("report", finding.report());
      item.put("rule", finding.finding().rule());
      item.put("severity", word(finding.finding().severity()));
      item.put("message", finding.finding().message());
      item.put("expected", finding.finding().expected());
      item.put("found", finding.finding().found());
    }
    ObjectNode counts = node.putObject("folded");
    diff.folded().forEach(f -> counts.put(word(f.kind()), counts.path(word(f.kind())).asInt() + 1));
    if (noise) {
      ArrayNode folded = node.putArray("noise");
      for (Diff.Folded one : diff.folded()) {
        folded
            .addObject()
            .put("kind", word(one.kind()))
            .put("old", one.old())
            .put("new", one.now());
      }
    }
    diff.cut().forEach(node.putArray("cut")::add);
    return node;
  }

  /** The difference as one line of JSON; numbers to the last digit. */
  public static String line(ObjectNode node) {
    return MAPPER.writeValueAsString(node);
  }

  /** How a constant is told. */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static void block(ObjectNode node, Block block) {
    node.put("op", word(block.op()));
    all(node.putArray("old_at"), block.oldAt());
    all(node.putArray("at"), block.at());
    ArrayNode spans = node.putArray("spans");
    for (Span span : block.spans()) {
      spans.addObject().put("op", word(span.op())).put("old", span.old()).put("new", span.now());
    }
    if (block.table() == null) {
      node.putNull("table");
    } else {
      ObjectNode table = node.putObject("table");
      table.put("caption", block.table().caption());
      ArrayNode rows = table.putArray("rows");
      for (Row row : block.table().rows()) {
        if (row.op() != Op.SAME) {
          row(rows.addObject(), row);
        }
      }
    }
  }

  private static void row(ObjectNode node, Row row) {
    node.put("op", word(row.op()));
    node.put("label", row.label());
    ArrayNode cells = node.putArray("cells");
    for (Cell cell : row.cells()) {
      if (cell.op() != Op.SAME) {
        cells
            .addObject()
            .put("op", word(cell.op()))
            .put("column", cell.column())
            .put("old", cell.old())
            .put("new", cell.now())
            .put("old_at", cell.oldAt())
            .put("at", cell.at())
            .put("indicator", cell.indicator())
            .put("col", cell.indicatorColumn());
      }
    }
  }

  private static void all(ArrayNode array, Collection<String> texts) {
    texts.forEach(array::add);
  }

  private static void value(ObjectNode node, String name, Report.@Nullable Value value) {
    if (value == null) {
      node.putNull(name);
      return;
    }
    ObjectNode item = node.putObject(name);
    item.put("value", value.value());
    item.put("unit", value.unit());
    item.put("kind", word(value.kind()));
    item.put("qualifier", value.qualifier());
    item.put("raw", value.raw());
    item.put("at", value.at());
  }
}
