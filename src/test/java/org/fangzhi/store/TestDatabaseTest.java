package org.fangzhi.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TestDatabaseTest {
  @RegisterExtension static final TestDatabase ONE = new TestDatabase();
  @RegisterExtension static final TestDatabase OTHER = new TestDatabase();

  @Test
  void classesDoNotSeeEachOthersRows() throws SQLException {
    ONE.execute("create table mark (n int)");
    assertThat(OTHER.rows("select to_regclass('mark')::text").get(0).get(0)).isNull();
    assertThat(ONE.rows("select to_regclass('mark')::text").get(0)).containsExactly("mark");
  }
}
