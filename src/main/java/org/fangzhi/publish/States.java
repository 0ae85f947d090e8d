package org.fangzhi.publish;

import java.util.regex.Pattern;

/**
 * The one way in which a report and a document are told to others, as SQL that gives {@code jsonb}
 * on one line: append what the id is. No row when there is none now.
 */
public final class States {

  /** A report with its values, findings and holdings. */
  public static final String REPORT =
      """
      select to_jsonb(r) || jsonb_build_object(
        'values', coalesce((select jsonb_agg(to_jsonb(v) - 'report_id' order by v.indicator, v.col, v.at)
          from api.value v where v.report_id = r.id), '[]'),
        'findings', coalesce((select jsonb_agg(to_jsonb(f) - 'report_id' order by f.rule, f.message)
          from api.finding f where f.report_id = r.id), '[]'),
        'holdings', coalesce((select jsonb_agg(to_jsonb(h) - 'report_id' order by h.url, h.document_id)
          from api.holding h where h.report_id = r.id), '[]')) from api.report r where r.id =\s""";

  /** A document with its text. */
  public static final String DOCUMENT = "select to_jsonb(d) from api.document d where d.id = ";

  private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");

  private States() {}

  /** Whether a text can be the id of a report or document at all. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }
}
