package org.fangzhi.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fangzhi.store.Tokens.Scope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tokens and the audit of acts. */
class TokensTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private Tokens tokens;
  private Transactions transactions;

  @BeforeEach
  void none() throws SQLException {
    database.execute("truncate access_token, audit");
    transactions = new Transactions(database.dataSource());
    tokens = new Tokens(transactions);
  }

  private Note note(String... objects) {
    return new Note("li", "command", "desk", "token new", List.of(objects), "token new --name x");
  }

  @Test
  void a_secret_has_its_prefix_and_256_random_bits_and_is_kept_nowhere() throws SQLException {
    Set<String> secrets = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      secrets.add(tokens.make("t" + i, List.of(Scope.READ), null));
    }
    assertThat(secrets).hasSize(20).allMatch(secret -> secret.matches("fz_[A-Za-z0-9_-]{43}"));
    String kept = database.rows("select string_agg(t::text, ' ') from access_token t").toString();
    assertThat(secrets)
        .noneMatch(secret -> kept.contains(secret) || kept.contains(secret.substring(3)));
  }

  @Test
  void a_token_is_found_by_its_secret_until_it_is_revoked() throws SQLException {
    String secret = tokens.make("harvester", List.of(Scope.READ), null);
    assertThat(tokens.find(secret).name()).isEqualTo("harvester");
    assertThat(tokens.all().get(0).usedOn()).isNotNull();
    assertThat(tokens.find(secret.substring(0, 45) + "!")).isNull();
    assertThat(tokens.find("")).isNull();
    assertThat(tokens.revoke("harvester")).isTrue();
    assertThat(tokens.find(secret)).isNull();
    assertThat(tokens.revoke("harvester")).as("again").isFalse();
    assertThat(tokens.all()).extracting(Tokens.Token::stands).containsExactly(false);
  }

  @Test
  void an_expired_token_is_none_and_its_name_is_free() throws SQLException {
    String secret = tokens.make("harvester", List.of(Scope.READ), 30);
    assertThat(tokens.find(secret)).isNotNull();
    database.execute("update access_token set expires_at = now() - interval '1 second'");
    assertThat(tokens.find(secret)).isNull();
    assertThat(tokens.make("harvester", List.of(Scope.READ), null)).isNotNull();
    assertThat(tokens.make("harvester", List.of(Scope.READ), null)).as("taken").isNull();
    assertThat(tokens.all()).hasSize(2);
  }

  @Test
  void who_may_operate_may_read_and_not_the_other_way_round() throws SQLException {
    Tokens.Token read = tokens.find(tokens.make("r", List.of(Scope.READ), null));
    Tokens.Token operate = tokens.find(tokens.make("o", List.of(Scope.OPERATE), null));
    assertThat(read.may(Scope.READ)).isTrue();
    assertThat(read.may(Scope.OPERATE)).isFalse();
    assertThat(operate.may(Scope.READ)).isTrue();
    assertThat(operate.may(Scope.OPERATE)).isTrue();
  }

  @Test
  void an_act_leaves_one_line_with_what_it_writes_first() throws SQLException {
    Transactions acting = transactions.noting(note("a", "b"));
    new Tokens(acting).make("a", List.of(Scope.READ), null);
    new Tokens(acting).make("b", List.of(Scope.READ), null);
    assertThat(
            database.rows("select who, via, origin, action, objects::text, detail from api.audit"))
        .containsExactly(
            List.of("li", "command", "desk", "token new", "{a,b}", "token new --name x"));
  }

  @Test
  void an_act_that_changes_nothing_or_fails_leaves_none() throws SQLException {
    tokens.make("a", List.of(Scope.READ), null);
    Tokens acting = new Tokens(transactions.noting(note("a")));
    acting.all();
    acting.make("a", List.of(Scope.READ), null);
    acting.revoke("nobody");
    assertThat(database.rows("select * from api.audit")).isEmpty();
  }
}
