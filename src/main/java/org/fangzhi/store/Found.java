package org.fangzhi.store;

import org.jspecify.annotations.Nullable;

/**
 * A page found, to be known from now on.
 *
 * @param url normalised: the page's identity
 * @param group the name of its pace group
 * @param foundOn the page that links to it; null for an entry
 * @param anchor the text of that link
 */
public record Found(
    String url,
    PageKind kind,
    String group,
    int depth,
    @Nullable Long foundOn,
    @Nullable String anchor,
    @Nullable String cms) {}
