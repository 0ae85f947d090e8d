package org.fangzhi.sample;

import java.util.Map;

/** What answers a path: nearly always one page, for a script it depends on the query. */
@FunctionalInterface
interface Answer {
  Page to(Map<String, String> query);
}
