package org.fangzhi.publish;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One value of a report as it is kept; the fields mean what {@code report.schema.json} says of
 * them.
 *
 * @param column null where the indicator has one place only
 * @param value null unless {@code kind} is {@code number} or {@code zero}
 */
public record Figure(
    String indicator,
    @Nullable String column,
    @Nullable BigDecimal value,
    @Nullable String unit,
    String kind,
    @Nullable String qualifier,
    String raw,
    String at) {}
