package org.fangzhi.sample;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The list pages of a column, turned as its family of publishing systems turns them. */
final class ListPages {
  /** Where a hanweb site answers for further records. */
  static final String DATAPROXY = "/module/web/jpage/dataproxy.jsp";

  private static final int GROUP = 2;

  /** The part of a list page that the family writes: its entries and its pager. */
  record Part(String items, String pager) {}

  private final SiteFile.Column column;
  private final List<String> items;
  private final int pages;

  /**
   * @param items the column's entries in order, each as the site's HTML
   */
  ListPages(SiteFile.Column column, List<String> items) {
    this.column = column;
    this.items = items;
    this.pages = (items.size() + column.perPage() - 1) / column.perPage();
  }

  /** The static list pages by path. */
  Map<String, Part> parts() {
    return switch (column.family()) {
      case TRS -> trs();
      case HANWEB ->
          Map.of(column.path(), new Part(datastore(1, GROUP * column.perPage()), jpage()));
      case PLAIN -> plain();
    };
  }

  private Map<String, Part> trs() {
    Map<String, Part> parts = new LinkedHashMap<>();
    for (int k = 0; k < pages; k++) {
      String pager =
          "<script>createPageHTML(%d, %d, \"index\", \"html\");</script>".formatted(pages, k);
      parts.put(
          column.path() + (k == 0 ? "index.html" : "index_" + k + ".html"),
          new Part(slice(k * column.perPage(), (k + 1) * column.perPage()), pager));
    }
    return parts;
  }

  private Map<String, Part> plain() {
    String base = column.path().replaceFirst("\\.html$", "");
    String name = base.substring(base.lastIndexOf('/') + 1);
    Map<String, Part> parts = new LinkedHashMap<>();
    for (int k = 1; k <= pages; k++) {
      String next =
          k == pages
              ? "下一页&nbsp;尾页"
              : "<a href=\"%s_%d.html\">下一页</a>&nbsp;<a href=\"%s_%d.html\">尾页</a>"
                  .formatted(name, k + 1, name, pages);
      parts.put(
          base + (k == 1 ? ".html" : "_" + k + ".html"),
          new Part(
              slice((k - 1) * column.perPage(), k * column.perPage()),
              "共" + items.size() + "条&nbsp;第" + k + "/" + pages + "页&nbsp;" + next));
    }
    return parts;
  }

  private String slice(int from, int to) {
    return String.join("\n", items.subList(from, Math.min(to, items.size())));
  }

  private String jpage() {
    return "<script>$(function(){$('#24513').jpage({perPage:%d,totalRecord:%d,groupSize:%d,proxyUrl:'%s',showTotal:true});});</script>"
        .formatted(column.perPage(), items.size(), GROUP, DATAPROXY);
  }

  /** The records {@code from} to {@code to}, counted from 1, as the dataproxy writes them. */
  String datastore(int from, int to) {
    StringBuilder xml = new StringBuilder("<datastore>\n<nextgroup>");
    if (to < items.size()) {
      xml.append(
          "<![CDATA[<a href=\"%s?page=1&startrecord=%d&endrecord=%d&perpage=%d&columnid=6721&unitid=24513&webid=18\"></a>]]>"
              .formatted(
                  DATAPROXY,
                  to + 1,
                  Math.min(to + GROUP * column.perPage(), items.size()),
                  column.perPage()));
    }
    xml.append("</nextgroup>\n<recordset>\n");
    for (int i = Math.max(from, 1); i <= Math.min(to, items.size()); i++) {
      xml.append("<record><![CDATA[").append(items.get(i - 1)).append("]]></record>\n");
    }
    return xml.append("</recordset>\n</datastore>").toString();
  }
}
