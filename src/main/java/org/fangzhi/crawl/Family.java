package org.fangzhi.crawl;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Families of publishing systems, known by how their list pages are turned. What they are known by
 * is in {@code families.yaml}; whoever is known by nothing is {@link #PLAIN}.
 */
public enum Family {
  /** TRS WCM: {@code createPageHTML(pages, current, "index", "html")}, pages from 0. */
  TRS,
  /** 大汉 hanweb: a {@code <datastore>} of records, turned by dataproxy or {@code pageNum}. */
  HANWEB,
  /** 大汉 jpaas: the entries are JSON in a script, or come by an interface. */
  JPAAS,
  /** 开普 ucap: {@code createPageHTML('div', pages, current, 'name', 'shtml', rows)}, from 1. */
  UCAP,
  /** 广东 gkmlpt: a tree of categories in a script, each listed by a JSON interface. */
  GKMLPT,
  /** 博达 VSB: links that say 下页, to pages that count down. */
  VSB,
  /** 帝国CMS: links that say 下一页. */
  EMPIRE,
  /** Lists that the source file itself describes. */
  OWN,
  /** None of these: links that say 下一页. */
  PLAIN;

  /** As source files and the database name it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The family with this name; null for none, which is to be found out. */
  public static @Nullable Family of(@Nullable String word) {
    return Arrays.stream(values()).filter(f -> f.word().equals(word)).findFirst().orElse(null);
  }
}
