package org.fangzhi.pipeline;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultExchange;
import org.fangzhi.publish.Changes;
import org.fangzhi.publish.Outlet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands changes on to Kafka: a record each, its key the entity, its value the line with state. */
public final class KafkaStep {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaStep.class);
  private static final Duration REST = Duration.ofSeconds(2);
  private static final String PORTION = "portion";

  private final Outlet outlet;
  private final AtomicBoolean refused = new AtomicBoolean();

  public KafkaStep(Outlet outlet) {
    this.outlet = outlet;
  }

  /** Makes the next portion the body, as records; null when there is nothing to hand on. */
  public void next(Exchange exchange) throws SQLException {
    Outlet.Portion portion = outlet.claim();
    exchange.setProperty(PORTION, portion);
    exchange.getMessage().setBody(portion == null ? null : records(exchange, portion.lines()));
  }

  private static List<Exchange> records(Exchange exchange, List<Changes.Line> lines) {
    List<Exchange> records = new ArrayList<>();
    for (Changes.Line line : lines) {
      Exchange one = new DefaultExchange(exchange.getContext());
      one.getIn().setHeader(KafkaConstants.KEY, Outlet.key(line));
      one.getIn().setBody(line.json().getBytes(StandardCharsets.UTF_8));
      records.add(one);
    }
    return records;
  }

  /** All of the portion was acknowledged by the brokers. */
  public void taken(@ExchangeProperty(PORTION) Outlet.Portion portion) throws SQLException {
    outlet.acknowledge(portion);
    if (refused.getAndSet(false)) {
      LOG.info("Kafka takes changes again, from {} on", portion.lines().get(0).seq());
    }
  }

  /** The portion, or some of it, was not; it is handed out again. */
  public void refused(
      @ExchangeProperty(PORTION) Outlet.Portion portion,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception why)
      throws SQLException {
    outlet.rest(portion, REST);
    if (!refused.getAndSet(true)) {
      LOG.warn(
          "Kafka does not take changes from {} on; they are kept and sent again until it does: {}",
          portion.lines().get(0).seq(),
          why.getMessage());
    }
  }
}
