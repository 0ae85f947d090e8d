package org.fangzhi.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.store.TcpProxy;
import org.fangzhi.store.TcpProxy.Line;
import org.fangzhi.store.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lines that are reset, slow, cut and dead: to the site, and to PostgreSQL. */
@Tag("faults")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class NetworkFaultsTest {
  @RegisterExtension static final TestDatabase to_site = new TestDatabase();
  @RegisterExtension static final TestDatabase to_database = new TestDatabase();

  private static final int REPORTS = 60;
  private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");

  private final CountDownLatch never = new CountDownLatch(1);

  private static void untilAsked(ReportSite site, int pages) throws Exception {
    Harvests.until(pages + " are asked", Duration.ofMinutes(2), () -> site.asked() >= pages);
  }

  @Test
  void between_the_service_and_a_site_nothing_false_is_kept_and_all_is_had_in_the_end()
      throws Exception {
    // Short rests and many attempts: what takes hours with the usual ones takes seconds.
    Map<String, String> patient =
        Map.of("fangzhi.keep.attempts", "11", "fangzhi.keep.rest", "PT1S");
    try (ReportSite site = new ReportSite("甲县", 1, REPORTS)) {
      String yaml = site.source("a", 30);
      Matcher port = PORT.matcher(yaml);
      assertThat(port.find()).isTrue();
      try (TcpProxy line = new TcpProxy(Integer.parseInt(port.group(1)));
          FaultyHarvest harvest =
              new FaultyHarvest(
                  to_site.url(),
                  to_site.url(),
                  yaml.replace(":" + port.group(1), ":" + line.port()),
                  patient)) {
        untilAsked(site, 10);
        line.reset();
        untilAsked(site, 20);
        line.be(Line.SLOW);
        untilAsked(site, 25);
        line.be(Line.CUT);
        never.await(2, TimeUnit.SECONDS);
        line.be(Line.WELL);
        untilAsked(site, 40);
        // Half an answer: what was begun is reset.
        line.be(Line.SLOW);
        untilAsked(site, 42);
        line.reset();
        line.be(Line.WELL);
        harvest.end();
        harvest.assertWhole(site, REPORTS);
        assertThat(harvest.ask("select count(*) from version where kind <> 'content'"))
            .as("absences that were none")
            .isEqualTo("0");
        assertThat(harvest.said()).noneMatch(said -> said.startsWith("ERROR"));
      }
    }
  }

  @Test
  void between_the_service_and_its_database_it_goes_on_when_the_line_does() throws Exception {
    int server = URI.create(to_database.url().substring("jdbc:".length())).getPort();
    try (ReportSite site = new ReportSite("乙县", 1, REPORTS);
        TcpProxy line = new TcpProxy(server);
        FaultyHarvest harvest =
            new FaultyHarvest(
                to_database.url().replace(":" + server, ":" + line.port())
                    + "&socketTimeout=5&connectTimeout=2",
                to_database.url(),
                site.source("a", 50),
                Map.of())) {
      untilAsked(site, 5);
      line.reset();
      untilAsked(site, 15);
      line.be(Line.SLOW);
      untilAsked(site, 20);
      line.be(Line.DEAD);
      harvest.untilSaid("does not answer");
      int asked = site.asked();
      never.await(5, TimeUnit.SECONDS);
      assertThat(site.asked() - asked).as("asked meanwhile").isLessThanOrEqualTo(20);
      line.be(Line.WELL);
      harvest.untilSaid("takes what is written again");
      untilAsked(site, 40);
      line.be(Line.CUT);
      never.await(3, TimeUnit.SECONDS);
      line.be(Line.WELL);
      harvest.end();
      harvest.assertWhole(site, REPORTS);
      // Each fault loses what one lease holds, at most.
      assertThat(site.asked() - site.visits()).as("asked again").isBetween(0, 80);
      System.out.printf(
          "line to PostgreSQL: %d of %d pages asked for again, %d connections%n",
          site.asked() - site.visits(), site.visits(), line.accepted());
    }
  }
}
