package org.fangzhi.document;

/**
 * Bytes decoded to text.
 *
 * @param text without a byte order mark, NUL characters and lone surrogates, so that PostgreSQL
 *     takes it
 * @param evidence which charset was taken and why
 */
public record Decoded(String text, CharsetEvidence evidence) {}
