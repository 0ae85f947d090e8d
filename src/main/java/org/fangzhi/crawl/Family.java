package org.fangzhi.crawl;

/** Families of publishing systems, known by how their list pages are turned. */
public enum Family {
  /** TRS WCM: {@code createPageHTML(pages, current, "index", "html")}, pages from 0. */
  TRS,
  /** 大汉 hanweb: a {@code <datastore>} of records, turned by dataproxy or {@code pageNum}. */
  HANWEB,
  /** 大汉 jpaas: the entries are JSON in a script, further ones come by an API. */
  JPAAS,
  /** 开普 ucap: {@code createPageHTML('div', pages, current, 'name', 'shtml', rows)}, from 1. */
  UCAP,
  /** None of these: links that say 下一页. */
  PLAIN
}
