package org.fangzhi.console;

import org.jspecify.annotations.Nullable;

/**
 * The form for a new source.
 *
 * @param url the site as it was typed
 * @param id as it was typed
 * @param wrong the end of a text's name that tells what was wrong; null for nothing
 * @param about what that is about
 */
public record DraftPage(String url, String id, @Nullable String wrong, @Nullable String about) {}
