package org.fangzhi.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Tokens;
import org.fangzhi.store.Tokens.Scope;
import org.fangzhi.store.Transactions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The pages in a real browser: the ways of the three users, and axe on every page, wide and light,
 * and dark on a phone. With {@code -Dfangzhi.screenshots=true} the pictures in docs/img are made
 * anew.
 */
@Tag("browser")
class ConsoleBrowserTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Path CHROMIUM =
      Path.of(System.getenv().getOrDefault("FANGZHI_CHROMIUM", "/usr/bin/chromium"));
  private static final boolean PICTURES = Boolean.getBoolean("fangzhi.screenshots");

  /** Pages that an operator alone sees, or sees otherwise. */
  private static final List<String> OPERATING =
      List.of(
          "/sources",
          "/sources/sample-trouble",
          "/aside",
          "/operate/sources",
          "/operate/sources/sample-trouble");

  private static Shown shown;
  private static String token;
  private static Playwright playwright;
  private static Browser browser;
  private static String axe;

  @BeforeAll
  static void open() throws Exception {
    shown = new Shown(database);
    shown.served.keepUp();
    token =
        new Tokens(new Transactions(database.dataSource()))
            .make("operator", List.of(Scope.OPERATE), null);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(List.of("--no-sandbox")));
    try (InputStream in =
        Objects.requireNonNull(ConsoleBrowserTest.class.getResourceAsStream("/axe.min.js"))) {
      axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @AfterAll
  static void close() throws Exception {
    browser.close();
    playwright.close();
    shown.close();
  }

  private static BrowserContext context(int width, int height, ColorScheme colours, String lang) {
    return browser.newContext(
        new Browser.NewContextOptions()
            .setViewportSize(width, height)
            .setColorScheme(colours)
            .setReducedMotion(com.microsoft.playwright.options.ReducedMotion.REDUCE)
            .setLocale(lang)
            // For axe alone, which is put into the page.
            .setBypassCSP(true));
  }

  private static String at(String path) {
    return shown.served.at("/").resolve(path.replace(",", "%2C")).toString();
  }

  @Test
  void axe_has_nothing_to_say() throws Exception {
    List<String> faults = new ArrayList<>();
    for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      int width = colours == ColorScheme.LIGHT ? 1280 : 390;
      try (BrowserContext context = context(width, 900, colours, "zh-CN")) {
        Page page = context.newPage();
        List<String> paths = new ArrayList<>(Shown.pages(database));
        paths.add("/login");
        paths.addAll(OPERATING);
        for (String path : paths) {
          if (path.equals(OPERATING.get(0))) {
            logIn(page, "/");
          }
          page.navigate(at(path));
          page.evaluate(axe);
          Object found =
              page.evaluate(
                  "async () => (await axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations']}))"
                      + ".violations.flatMap(v => v.nodes.slice(0, 2).map(n => v.id + ' ' + n.html.slice(0, 160)))");
          for (Object fault : (List<?>) found) {
            faults.add(colours + " " + width + " " + path + ": " + fault);
          }
          Object tooWide =
              page.evaluate(
                  "document.documentElement.scrollWidth - document.documentElement.clientWidth");
          if (((Number) tooWide).intValue() > 0) {
            faults.add(width + " " + path + " is wider than the window by " + tooWide);
          }
        }
      }
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void an_archivist_comes_from_a_gap_and_from_a_word_to_a_report_and_its_original() {
    try (BrowserContext context = context(1440, 900, ColorScheme.LIGHT, "zh-CN")) {
      Page page = context.newPage();
      page.navigate(at("/"));
      picture(page, "home");
      page.click(".tiles .p53 a");
      page.click("text=曲靖市");
      picture(page, "coverage");
      page.click("tr:has-text('宣威市') td.missing a >> nth=0");
      assertThat(page.textContent("#cell")).contains("3月31日");
      page.fill("input[type=search]", "行政復議");
      page.keyboard().press("Enter");
      assertThat(page.locator(".hits mark").first().textContent()).isEqualTo("行政复议");
      picture(page, "search");
      page.click(".hits a:has-text('宣威市人民政府2021')");
      page.locator("table.form a.v:has-text('58')").first().focus();
      assertThat(page.locator("table.form a.v:focus .tip").isVisible()).isTrue();
      page.keyboard().press("Enter");
      assertThat(page.evaluate("document.querySelector('.sheet :target').textContent.trim()"))
          .isEqualTo("58");
      picture(page, "report");
      page.click(".replay summary");
      assertThat(page.frameLocator(".replay iframe").locator("body").textContent())
          .contains("方志 archive");
    }
  }

  @Test
  void a_researcher_compares_divisions_and_takes_the_numbers() {
    try (BrowserContext context = context(1280, 900, ColorScheme.DARK, "en")) {
      Page page = context.newPage();
      page.navigate(at("/series"));
      page.fill("input[name=division]", "宣威市, 绩溪县");
      page.selectOption("select[name=measure]", "requests.received");
      page.click("main button");
      assertThat(page.locator("svg .line").count()).isEqualTo(2);
      assertThat(page.locator("svg .break").count()).isPositive();
      picture(page, "series");
      assertThat(page.locator("a:has-text('CSV')").getAttribute("href")).startsWith("/series.csv?");
      page.click("nav >> text=Data");
      page.click("text=Form of 2021");
      assertThat(page.locator("#G4\\.III\\.1").textContent()).contains("本年新收政府信息公开申请数量");
    }
  }

  @Test
  void an_operator_finds_what_stands_in_the_way() {
    try (BrowserContext context = context(1280, 900, ColorScheme.LIGHT, "en")) {
      Page page = context.newPage();
      page.navigate(at("/sources"));
      picture(page, "sources");
      page.click("a[href='/sources/sample-trouble']");
      picture(page, "source");
      page.click("#faults a.url >> nth=0");
      assertThat(page.locator(".story li").count()).isPositive();
    }
  }

  private static void logIn(Page page, String next) {
    page.navigate(at("/login?next=" + next));
    page.fill("#token", token);
    page.click("main button");
  }

  @Test
  void an_operator_logs_in_mends_a_file_puts_a_version_back_and_asks_again() {
    try (BrowserContext context = context(1280, 900, ColorScheme.LIGHT, "en")) {
      Page page = context.newPage();
      page.navigate(at("/sources/sample-trouble"));
      page.click("text=Log in to edit its file");
      picture(page, "login");
      page.fill("#token", "fz_wrong");
      page.click("main button");
      assertThat(page.textContent("[role=alert]")).contains("unknown, revoked or expired");
      page.fill("#token", token);
      page.click("main button");
      assertThat(page.url()).endsWith("/sources/sample-trouble");
      picture(page, "operate");
      page.click("text=Edit the file");
      String yaml = page.inputValue("#text");
      page.fill("#text", yaml.replace("politeness", "politness"));
      page.click("button[value=save]");
      assertThat(page.textContent("#faults")).contains("politness is no key of a source", "Line ");
      picture(page, "editor");
      page.fill("#text", "# Looked over in autumn\n" + yaml);
      page.click("button[value=check]");
      assertThat(page.textContent("main [role=status]")).contains("The file is right");
      page.click("button[value=save]");
      assertThat(page.textContent("main [role=status]")).contains("Saved.");
      assertThat(page.locator("#versions tr:has-text('operator') .tag").textContent())
          .isEqualTo("present");
      page.click("#versions tr:has-text('written otherwise') a");
      assertThat(page.locator("#compared del").allTextContents())
          .containsExactly("# Looked over in autumn");
      page.locator("#compared").scrollIntoViewIfNeeded();
      picture(page, "versions");
      page.click("text=Put this version back");
      assertThat(page.inputValue("#text")).isEqualTo(yaml);
      page.navigate(at("/sources/sample-trouble"));
      page.click("#faults a.url >> nth=0");
      page.click("button:has-text('Ask again')");
      assertThat(page.textContent("[role=status]")).contains("1 pages are due now");
      page.click("text=Log out");
      assertThat(page.locator(".who >> text=Log in").count()).isEqualTo(1);
    }
  }

  @Test
  void the_api_answers_what_a_form_asks_for() {
    try (BrowserContext context = context(1280, 900, ColorScheme.LIGHT, "en")) {
      Page page = context.newPage();
      page.navigate(at("/data/api"));
      page.fill("#api-reports-year", "2021");
      page.fill("#api-reports-limit", "1");
      page.click("section#api-reports button");
      assertThat(page.url()).endsWith("/api/reports?year=2021&limit=1");
      assertThat(page.textContent("body")).contains("\"year\":2021");
    }
  }

  @Test
  void keys_alone_reach_the_text_and_a_phone_shows_it() {
    try (BrowserContext context = context(390, 844, ColorScheme.LIGHT, "zh-CN")) {
      Page page = context.newPage();
      page.navigate(at("/coverage"));
      page.keyboard().press("Tab");
      assertThat(page.evaluate("document.activeElement.className")).isEqualTo("skip");
      page.keyboard().press("Enter");
      assertThat(page.evaluate("document.activeElement.id")).isEqualTo("main");
      picture(page, "phone");
    }
  }

  private static void picture(Page page, String name) {
    if (PICTURES) {
      page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("docs", "img", name + ".png")));
    }
  }
}
