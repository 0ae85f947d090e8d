package org.fangzhi.watch;

/**
 * Something that is otherwise than expected.
 *
 * @param rule which expectation, a key of {@code expect} or the name of a built-in one
 * @param message what was found and what was expected, for the operator
 */
public record Breach(String rule, String message) {}
