package org.fangzhi.crawl;

/** Ways of real sites, each named by what it does. */
final class Behaviours {
  private Behaviours() {}

  /** openresty's CT6T: a redirect to itself that sets a cookie, and the page only with it. */
  static void cookieWall(HostileSite site, String path) {
    site.on(
        path,
        (head, out) -> {
          out.write(
              head.contains("CT6TS=abc")
                  ? HostileSite.answer(200, HostileSite.utf8("page"))
                  : HostileSite.answer(
                      302,
                      new byte[0],
                      "Set-Cookie: CT6TS=abc; path=/",
                      "Location: " + site.url(path)));
          return true;
        });
  }
}
