package org.fangzhi.crawl;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A judgement on an answer.
 *
 * @param outcome what it came to
 * @param reason one sentence for the operator; empty for new, changed and unchanged
 * @param sign the id of the sign in {@code signs.yaml} that decided, if one did
 * @param sha256 of the payload in 64 hex digits; null when there is none
 * @param target where the page has moved to, canonical; null unless {@link Outcome#MOVED}
 * @param retryAfter how long the site wishes to be left alone, at most a day; null when it does not
 *     say
 */
public record Verdict(
    Outcome outcome,
    String reason,
    @Nullable String sign,
    @Nullable String sha256,
    @Nullable String target,
    @Nullable Duration retryAfter) {}
