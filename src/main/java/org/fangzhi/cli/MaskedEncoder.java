package org.fangzhi.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.fangzhi.store.Secrets;
import org.jspecify.annotations.Nullable;

/** Lines of the log as another encoder writes them, without secrets; named in logback.xml. */
public final class MaskedEncoder extends EncoderBase<ILoggingEvent> {

  private @Nullable Encoder<ILoggingEvent> lines;

  /** Who writes the lines, in UTF-8. */
  public void setLines(Encoder<ILoggingEvent> lines) {
    this.lines = lines;
  }

  private Encoder<ILoggingEvent> lines() {
    return Objects.requireNonNull(lines, "logback.xml names no <lines>");
  }

  @Override
  public void start() {
    lines().start();
    super.start();
  }

  @Override
  public byte[] headerBytes() {
    return lines().headerBytes();
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    String line = new String(lines().encode(event), StandardCharsets.UTF_8);
    return Secrets.masked(line).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] footerBytes() {
    return lines().footerBytes();
  }
}
