/**
 * Asking sites politely: transport, robots, address guard, judgement of answers, link discovery.
 */
@NullMarked
package org.fangzhi.crawl;

import org.jspecify.annotations.NullMarked;
