package org.fangzhi.pipeline;

import java.sql.SQLException;
import java.time.Duration;
import org.fangzhi.document.Searchable;
import org.fangzhi.publish.SearchTexts;
import org.fangzhi.store.Transactions;

/** Makes what was published searchable. */
public final class SearchStep {
  /** So long at most at a time, that the routes can end. */
  private static final long TURN = Duration.ofSeconds(5).toNanos();

  private final SearchTexts texts;

  SearchStep(Transactions transactions) {
    texts = new SearchTexts(transactions, SearchStep::text);
  }

  private static SearchTexts.Text text(String original) {
    String text = Searchable.of(original).text();
    return new SearchTexts.Text(text, Searchable.grams(text));
  }

  /** Takes in what the feed has told since. */
  public void follow() throws SQLException {
    long began = System.nanoTime();
    boolean more = true;
    while (more && System.nanoTime() - began < TURN) {
      more = texts.next();
    }
  }
}
