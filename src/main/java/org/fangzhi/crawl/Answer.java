package org.fangzhi.crawl;

import org.jspecify.annotations.Nullable;

/** What came of one request, before redirects and content coding are looked at. */
record Answer(
    byte[] requestHead,
    Head head,
    byte[] body,
    @Nullable String ip,
    @Nullable Tls tls,
    @Nullable Truncation truncated,
    @Nullable Failure failure) {}
