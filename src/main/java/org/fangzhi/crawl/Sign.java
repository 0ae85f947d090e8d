package org.fangzhi.crawl;

import java.util.regex.Pattern;

/** A sign that an answer is not the page asked for; {@code signs.yaml} has the list and meaning. */
record Sign(String id, Where where, Pattern pattern, int within, Outcome outcome, String why) {
  enum Where {
    TITLE,
    TEXT,
    HTML,
    URL
  }

  boolean fits(Glance page, String finalUrl, boolean redirected) {
    if (page.visible() > within) {
      return false;
    }
    return switch (where) {
      case TITLE -> pattern.matcher(page.title()).matches();
      case TEXT -> pattern.matcher(page.text()).find();
      case HTML -> pattern.matcher(page.html()).find();
      case URL -> redirected && pattern.matcher(finalUrl).find();
    };
  }
}
