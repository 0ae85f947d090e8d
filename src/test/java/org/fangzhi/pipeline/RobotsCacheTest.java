package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.fangzhi.crawl.Ask;
import org.fangzhi.crawl.Bounds;
import org.fangzhi.crawl.HostileSite;
import org.fangzhi.crawl.Robots;
import org.fangzhi.crawl.Transport;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** robots.txt of a real server over days, as RFC 9309 wants it; only the time is made up. */
class RobotsCacheTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final String RULES = "User-agent: *\nDisallow: /no/\n";

  private Transport transport;
  private HostileSite site;
  private Instant now = Instant.parse("2026-03-01T00:00:00Z");

  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          return now;
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }
      };

  @BeforeEach
  void start() throws Exception {
    site = new HostileSite();
    transport = new Transport(new Transport.Identity("Fangzhi/test"), Bounds.DEFAULT, 1);
  }

  @AfterEach
  void stop() throws Exception {
    transport.close();
    site.close();
  }

  /** What a process that starts now is told. */
  private RobotsCache process() {
    return new RobotsCache(transport, new Transactions(database.dataSource()), "Fangzhi", clock);
  }

  private Robots rules(RobotsCache process) {
    String url = site.url("/no/1.html");
    return process.of(url, Ask.of(url).allowingPrivate()).robots();
  }

  private boolean permits(RobotsCache process) {
    return rules(process).permits(site.url("/no/1.html"));
  }

  private void says(int status, String body, String... headers) {
    site.page("/robots.txt", status, HostileSite.utf8(body), headers);
  }

  private void later(Duration time) {
    now = now.plus(time);
  }

  @Test
  void is_asked_for_once_a_day_by_all_processes_together() {
    says(200, RULES);
    assertThat(permits(process())).isFalse();
    assertThat(permits(process())).isFalse();
    later(Duration.ofHours(23));
    assertThat(permits(process())).isFalse();
    assertThat(site.requests).hasSize(1);

    says(200, "User-agent: *\nAllow: /\n");
    RobotsCache long_lived = process();
    assertThat(permits(long_lived)).isFalse();
    later(Duration.ofHours(2));
    assertThat(permits(long_lived)).isTrue();
    assertThat(permits(process())).isTrue();
    assertThat(site.requests).hasSize(2);
  }

  @Test
  void what_was_said_last_counts_while_the_site_cannot_say() {
    says(200, RULES);
    assertThat(permits(process())).isFalse();
    says(503, "busy");
    for (int days = 1; days <= 60; days += 10) {
      later(Duration.ofDays(10));
      RobotsCache.Entry entry =
          process().of(site.url("/no/1.html"), Ask.of(site.url("/")).allowingPrivate());
      assertThat(entry.robots().deferred()).isFalse();
      assertThat(entry.robots().permits(site.url("/no/1.html"))).isFalse();
      assertThat(entry.robots().permits(site.url("/yes/1.html"))).isTrue();
      assertThat(entry.why()).contains("2026-03-01", "503");
    }
    says(404, "none");
    later(Duration.ofDays(1));
    assertThat(permits(process())).isTrue();
  }

  @Test
  void a_site_that_never_said_is_not_asked_for_pages_until_it_has_been_silent_for_30_days() {
    says(500, "broken");
    assertThat(rules(process()).deferred()).isTrue();
    later(Duration.ofDays(29));
    assertThat(rules(process()).deferred()).isTrue();
    later(Duration.ofDays(2));
    assertThat(rules(process()).deferred()).isFalse();
    assertThat(permits(process())).isTrue();

    says(200, RULES);
    later(Duration.ofDays(1));
    assertThat(permits(process())).isFalse();
  }

  @Test
  void a_silent_site_is_asked_ever_more_rarely() {
    says(500, "broken");
    RobotsCache process = process();
    for (int minute = 0; minute < 24 * 60; minute++) {
      assertThat(rules(process).deferred()).isTrue();
      later(Duration.ofMinutes(1));
    }
    // Each wait is a quarter of the silence so far, at least a minute: 1, 1, 1, 1, 1, 1.25, ...
    assertThat(site.requests.size()).isBetween(15, 35);
  }

  @Test
  void five_redirects_are_followed_and_a_sixth_is_none() {
    site.page("/robots.txt", 302, new byte[0], "Location: /r5");
    for (int left = 5; left > 1; left--) {
      site.page("/r" + left, 302, new byte[0], "Location: /r" + (left - 1));
    }
    site.page("/r1", 200, HostileSite.utf8(RULES));
    assertThat(permits(process())).isFalse();

    later(Duration.ofDays(2));
    site.page("/r1", 302, new byte[0], "Location: /r0");
    site.page("/r0", 200, HostileSite.utf8(RULES));
    assertThat(permits(process())).isTrue();
  }

  @Test
  void more_than_500_KiB_are_not_read_and_not_kept() throws Exception {
    says(200, RULES + "#".repeat(600 << 10) + "\nDisallow: /\n");
    Robots rules = rules(process());
    assertThat(rules.permits(site.url("/no/1.html"))).isFalse();
    assertThat(rules.permits(site.url("/yes/1.html"))).isTrue();
    assertThat(permits(process())).as("from what was kept").isFalse();
    assertThat(
            database.rows(
                "select length(body) <= 512000 from robots where origin = '"
                    + site.url("/robots.txt")
                    + "'"))
        .containsExactly(java.util.List.of("t"));
  }

  @Test
  void a_site_without_one_permits_all_whatever_its_page_of_error_says() {
    says(403, RULES);
    assertThat(permits(process())).isTrue();
    assertThat(permits(process())).as("from what was kept").isTrue();
    assertThat(site.requests).hasSize(1);
  }
}
