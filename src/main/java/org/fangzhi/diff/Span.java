package org.fangzhi.diff;

/**
 * A run of words.
 *
 * @param old as the old version has it; empty when added
 * @param now as the new version has it; empty when removed
 */
public record Span(Op op, String old, String now) {}
