package org.fangzhi.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fangzhi.division.Division;
import tools.jackson.databind.json.JsonMapper;

/** A source file written from a first look at a site. */
public final class SourceDraft {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern YEAR = Pattern.compile("(?:19|20)\\d\\d");
  private static final Pattern PLAIN =
      Pattern.compile("[\\p{IsHan}A-Za-z][\\p{IsHan}A-Za-z0-9（）]*");
  private static final int MOST_CANDIDATES = 5;

  private SourceDraft() {}

  /** The id that a host suggests: {@code xuanwei-gov} for {@code www.xuanwei.gov.cn}. */
  public static String id(String host) {
    String plain = host.toLowerCase(Locale.ROOT).replaceFirst("^www\\d?\\.", "");
    boolean number = plain.matches("[0-9.]+|\\[.*");
    String labels = number ? plain : plain.replaceFirst("\\.[a-z]+$", "");
    String id = labels.replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    String lettered = id.matches("[a-z].*") ? id : "site-" + id;
    return lettered.length() <= 64 ? lettered : lettered.substring(0, 64).replaceAll("-+$", "");
  }

  /** The file, as YAML. */
  public static String yaml(String id, String start, Survey survey, boolean privateAllowed) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("# Drafted by 'fangzhi source new' from ").append(start).append('\n');
    yaml.append("id: ").append(id).append('\n');
    String name = survey.name() == null ? survey.host() : survey.name();
    yaml.append("name: ").append(text(name)).append('\n');
    division(yaml, survey);
    yaml.append("entries:\n");
    for (Survey.Found list : survey.lists()) {
      yaml.append("  - {url: ").append(JSON.writeValueAsString(list.url()));
      yaml.append(", cms: ").append(list.cms()).append("}   # ").append(words(list)).append('\n');
    }
    if (survey.lists().isEmpty()) {
      yaml.append("  - {url: ").append(JSON.writeValueAsString(start));
      yaml.append(", cms: auto}   # to be replaced: the list of annual reports was not found\n");
    }
    yaml.append("schedule: {lists: \"0 30 2 * * ?\", articles: adaptive}\n");
    long delay = survey.delayMillis() == null ? 0 : survey.delayMillis();
    yaml.append("politeness: {delay: ").append(delay > 2000 ? delay + "ms" : "2s");
    yaml.append(", window: \"20:00-07:00\"}\n");
    yaml.append("expect: {reports-per-year: 1.., silent-days: 400}\n");
    if (privateAllowed) {
      yaml.append("allow-private-addresses: true\n");
    }
    return yaml.toString();
  }

  private static void division(StringBuilder yaml, Survey survey) {
    Division division = survey.division();
    if (division != null) {
      yaml.append("division: \"").append(division.code()).append("\"   # ");
      yaml.append(String.join(" ", division.path())).append('\n');
      return;
    }
    yaml.append("# division: \"\"   # not certain");
    if (!survey.candidates().isEmpty()) {
      List<String> words = new ArrayList<>();
      survey.candidates().stream()
          .limit(MOST_CANDIDATES)
          .forEach(d -> words.add(d.code() + " " + String.join(" ", d.path())));
      yaml.append("; perhaps ").append(String.join(", or ", words));
    }
    yaml.append('\n');
  }

  /** What a list was found to be, in words. */
  public static String words(Survey.Found list) {
    String title = list.title().replaceAll("\\s+", " ");
    String years = years(list.reports());
    return "%s: %d entries, %d of them reports%s; %s"
        .formatted(
            title.length() > 40 ? title.substring(0, 40) + "…" : title,
            list.entries(),
            list.reports().size(),
            years.isEmpty() ? "" : " (" + years + ")",
            list.reason());
  }

  private static String years(List<String> titles) {
    List<String> years = new ArrayList<>();
    for (String title : titles) {
      Matcher year = YEAR.matcher(title);
      if (year.find()) {
        years.add(year.group());
      }
    }
    String first = years.stream().min(String::compareTo).orElse("");
    String last = years.stream().max(String::compareTo).orElse("");
    return first.equals(last) ? first : first + "-" + last;
  }

  private static String text(String name) {
    return PLAIN.matcher(name).matches() ? name : JSON.writeValueAsString(name);
  }
}
