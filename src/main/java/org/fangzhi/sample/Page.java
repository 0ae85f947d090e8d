package org.fangzhi.sample;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a sample site answers for a path.
 *
 * @param status the HTTP status
 * @param headers headers as sent, Content-Type among them
 * @param body the bytes before any content encoding
 * @param modified Last-Modified; null when the answer is made anew for every request
 */
record Page(int status, Map<String, String> headers, byte[] body, @Nullable Instant modified) {}
