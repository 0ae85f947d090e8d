package org.fangzhi.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AddressesTest {
  private static final Path SUITE = Path.of("../shared/suites/url/wpt-urltestdata.json");

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "HTTP://WWW.Example.GOV.cn:80/A/../b/./c.html#x http://www.example.gov.cn/b/c.html",
        "https://a.cn:443 https://a.cn/",
        "https://a.cn:8443/? https://a.cn:8443/?",
        "http://a.cn/%7euser/%e4%b8%ad%2f http://a.cn/~user/%E4%B8%AD%2F",
        "http://a.cn/q?x=%d6%d0&a=2&a=1 http://a.cn/q?x=%D6%D0&a=2&a=1",
        "http://a.cn/中文?q=中 http://a.cn/%E4%B8%AD%E6%96%87?q=%E4%B8%AD",
        "http://a.cn\\x\\y http://a.cn/x/y",
        "http://user:pass@a.cn/x http://a.cn/x",
        "http://中文.cn/ http://xn--fiq228c.cn/",
        "http://a。cn/ http://a.cn/",
        "http://a_b.cn/ http://a_b.cn/",
        "http://a.cn./x http://a.cn/x",
        "http://a.cn//x//y http://a.cn//x//y",
        "http:///a.cn/x http://a.cn/x",
        "http://[::1]:8080/ http://[::1]:8080/",
        "http://a.cn/%zz|{}^ http://a.cn/%25zz%7C%7B%7D%5E",
        "http://a.cn/%2e%2e/x http://a.cn/x",
        "http://a.cn:0080/ http://a.cn/",
        "http://a.cn:/ http://a.cn/",
        "http://a.cn/x'y?x'y http://a.cn/x'y?x%27y"
      })
  void canonicalForm(String written, String canonical) {
    assertThat(Addresses.canonical(written)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "/x",
        "mailto:a@b.cn",
        "javascript:;",
        "ftp://a.cn/",
        "http://",
        "http:///",
        "http://./",
        "http://%5B/",
        "http://［/",
        "http://../x",
        "http://a b/",
        "http://a.cn:99999/",
        "http://a.cn:x/",
        "http://<a>/",
        "http://[::1/",
        "data:,x",
        "http://%/"
      })
  void whatCannotBeAskedIsNull(String written) {
    assertThat(Addresses.canonical(written)).isNull();
  }

  @Test
  void blanksAndBreaksFromEditorsAreDropped() {
    assertThat(Addresses.canonical("\u3000 http://a.cn/x\ny\t.html\u00a0"))
        .isEqualTo("http://a.cn/xy.html");
    assertThat(Addresses.canonical("http://a.cn/x y.html")).isEqualTo("http://a.cn/x%20y.html");
  }

  @Test
  void theLengthIsBounded() {
    String start = "http://a.cn/";
    assertThat(Addresses.canonical(start + "x".repeat(Addresses.LONGEST - start.length())))
        .hasSize(2000);
    assertThat(Addresses.canonical(start + "x".repeat(Addresses.LONGEST))).isNull();
    assertThat(Addresses.canonical(start + "x".repeat(9_000_000))).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "./t1.html http://a.cn/x/y/t1.html",
        "../ http://a.cn/x/",
        "../../../../z http://a.cn/z",
        "/z?a=b http://a.cn/z?a=b",
        "?p=2 http://a.cn/x/y/i.html?p=2",
        "//b.cn/z http://b.cn/z",
        "\\z http://a.cn/z",
        "http:z http://a.cn/x/y/z",
        "https:z https://z/",
        "#top http://a.cn/x/y/i.html?q=1",
        "index_1.html http://a.cn/x/y/index_1.html",
        ".. http://a.cn/x/"
      })
  void references(String reference, String target) {
    assertThat(Addresses.resolve("http://a.cn/x/y/i.html?q=1", reference)).isEqualTo(target);
  }

  @Test
  void aQueryIsWrittenInTheCharsetOfThePage() {
    Charset gbk = Charset.forName("GB18030");
    assertThat(Addresses.resolve("http://a.cn/", "/中?q=中国&x=€", gbk))
        .isEqualTo("http://a.cn/%E4%B8%AD?q=%D6%D0%B9%FA&x=%A2%E3");
  }

  @ParameterizedTest
  @CsvSource({
    "http://www.a.gov.cn/, http://zwgk.a.gov.cn/, true",
    "http://www.a.gov.cn/, http://www.b.gov.cn/, false",
    "http://a.com/, http://b.com/, false",
    "http://127.0.0.1:8080/, http://127.0.0.1:9090/, true",
    "http://10.0.0.1/, http://10.0.0.2/, false",
    "http://localhost/, http://localhost:81/, true"
  })
  void sitesAreRegistrableDomains(String one, String other, boolean same) {
    assertThat(Addresses.sameSite(one, other)).isEqualTo(same);
  }

  @Property(tries = 1000)
  void isTotalAndIdempotentAndFitForJavaUri(@ForAll String junk) {
    for (String written :
        new String[] {junk, "http://a.cn/" + junk, "http://" + junk, "//" + junk}) {
      String canonical = Addresses.resolve("https://b.cn/x/y?z", written);
      if (canonical != null) {
        assertThat(Addresses.canonical(canonical)).isEqualTo(canonical);
        assertThat(canonical).matches("https?://[^/]+/\\p{ASCII}*").hasSizeLessThanOrEqualTo(2000);
        assertThat(URI.create(canonical).getRawPath()).startsWith("/");
      }
    }
  }

  @Test
  void theWebPlatformTests() throws Exception {
    assumeTrue(Files.exists(SUITE), "the public suite is not here");
    int asked = 0;
    List<String> differ = new ArrayList<>();
    for (JsonNode test : new JsonMapper().readTree(Files.readString(SUITE))) {
      String base = test.path("base").asString("");
      String href = test.path("href").asString("");
      boolean web = href.startsWith("http:") || href.startsWith("https:");
      if (!test.isObject() || !base.isEmpty() && !base.startsWith("http") || !web) {
        continue;
      }
      asked++;
      String found =
          Addresses.resolve(
              base.isEmpty() ? null : Addresses.canonical(base), test.path("input").asString());
      String expected = Addresses.canonical(href);
      if (found == null ? expected != null : !found.equals(expected)) {
        differ.add(test.path("input") + " at " + base + ": " + found + ", expected " + expected);
      }
    }
    System.out.printf(
        "url suite: %d of %d web addresses as browsers read them%n", asked - differ.size(), asked);
    assertThat(asked).isGreaterThan(200);
    assertThat(differ).hasSize(DIFFERENT);
  }

  /**
   * Hosts written as numbers in octal, hexadecimal or too few parts, and IPv6 in other than the
   * shortest form, stay as written (the guard judges what they resolve to); ß becomes ss.
   */
  private static final int DIFFERENT = 19;
}
