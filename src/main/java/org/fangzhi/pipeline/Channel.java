package org.fangzhi.pipeline;

import java.util.Set;
import java.util.TreeSet;
import org.fangzhi.source.Spelling;
import org.fangzhi.store.Settings;

/**
 * What tells a stage that there is work for it: the routes of the file {@code
 * channel-NAME.camel.yaml} that the settings name. The work itself stands in rows.
 */
final class Channel {

  private static final String KEY = "fangzhi.channel";
  private static final String PREFIX = "channel-";
  private static final String SUFFIX = ".camel.yaml";

  /** Within one process. */
  static final String SEDA = "seda";

  private Channel() {}

  /**
   * The files of channels that are not the one in use.
   *
   * @param files names of the files of routes
   * @throws Settings.Unusable when the settings name a channel that has no file, or no brokers
   */
  static Set<String> others(Settings settings, Set<String> files) {
    Set<String> channels = new TreeSet<>();
    for (String file : files) {
      if (file.startsWith(PREFIX) && file.endsWith(SUFFIX)) {
        channels.add(file.substring(PREFIX.length(), file.length() - SUFFIX.length()));
      }
    }
    String used = settings.text(KEY);
    if (!channels.isEmpty() && !channels.contains(used)) {
      throw new Settings.Unusable(
          "%s: there is no channel \"%s\". %s"
              .formatted(KEY, used, Spelling.choice(used, channels)));
    }
    if (used.equals("kafka") && settings.text("fangzhi.kafka.brokers").isEmpty()) {
      throw new Settings.Unusable(
          KEY + " is kafka, but no brokers are named. Set fangzhi.kafka.brokers (host:port).");
    }
    channels.remove(used);
    Set<String> others = new TreeSet<>();
    channels.forEach(channel -> others.add(PREFIX + channel + SUFFIX));
    return others;
  }
}
