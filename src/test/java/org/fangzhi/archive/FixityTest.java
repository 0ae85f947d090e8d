package org.fangzhi.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.fangzhi.store.TestDatabase;
import org.fangzhi.store.Transactions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bytes that rot, are cut, or go missing, and the audit that finds them. */
class FixityTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private Fixity fixity;

  @BeforeEach
  void empty() throws SQLException {
    sql("truncate payload, wire, observation, damage cascade");
    sql("update fixity set upto = '', began_at = null, ended_at = null");
    fixity = new Fixity(new Transactions(database.dataSource()));
  }

  private static void sql(String statement, Object... values) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement prepared = connection.prepareStatement(statement)) {
      for (int i = 0; i < values.length; i++) {
        prepared.setObject(i + 1, values[i]);
      }
      prepared.execute();
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] bytes) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static void keep(byte[] sha256, String coding, int length, byte[] bytes, String hidden)
      throws SQLException {
    sql(
        "insert into payload (sha256, coding, length, bytes, hidden) values (?, ?, ?, ?, ?)",
        sha256,
        coding,
        length,
        bytes,
        hidden);
  }

  private static void keep(Payload payload) throws SQLException {
    keep(payload.sha256(), payload.coding(), payload.length(), payload.kept(), null);
  }

  private static void observed(byte[] payload, byte[] wire) throws SQLException {
    sql(
        "insert into observation (page_id, run_id, token, at, took_ms, outcome, payload, wire)"
            + " values (1, 1, 1, now(), 1, 'new', ?, ?)",
        payload,
        wire);
  }

  private List<Fixity.Damage> pass(int portion) throws SQLException {
    List<Fixity.Damage> damages = new ArrayList<>();
    for (boolean whole = false; !whole; ) {
      Fixity.Portion next = fixity.next(portion);
      damages.addAll(next.damages());
      whole = next.whole();
    }
    return damages;
  }

  private static List<String> open() throws SQLException {
    List<String> open = new ArrayList<>();
    try (Connection connection = database.dataSource().getConnection();
        ResultSet row =
            connection
                .createStatement()
                .executeQuery("select sha256 from api.damage where mended_at is null")) {
      while (row.next()) {
        open.add(row.getString(1));
      }
    }
    return open;
  }

  @Test
  void whole_bytes_in_every_coding_are_found_whole() throws Exception {
    byte[] wire = gzip(text("as it came"));
    Payload zipped = Payload.of(text("as it came"), wire, "gzip");
    keep(zipped);
    keep(Payload.of(text("abc".repeat(500)), null, null));
    keep(Payload.of(text("x"), null, null));
    byte[] other = gzip(text("other"));
    sql("insert into wire values (?, ?)", Payload.sha256(other), other);
    observed(zipped.sha256(), Payload.sha256(wire));

    assertThat(fixity.next(100))
        .satisfies(
            portion -> {
              assertThat(portion.checked()).isEqualTo(4);
              assertThat(portion.damages()).isEmpty();
              assertThat(portion.whole()).isTrue();
            });
  }

  @Test
  void rotten_cut_and_missing_bytes_are_named_each_with_what_is_wrong() throws Exception {
    byte[] flipped = text("value 100");
    byte[] original = text("value 101");
    keep(Payload.sha256(original), "identity", 9, flipped, null);
    Payload packed = Payload.of(text("abc".repeat(500)), null, null);
    byte[] cut = java.util.Arrays.copyOf(packed.kept(), packed.kept().length / 2);
    keep(packed.sha256(), "zstd", packed.length(), cut, null);
    byte[] nowhere = Payload.sha256(text("nowhere"));
    observed(nowhere, null);
    byte[] lost = Payload.sha256(text("lost"));
    keep(lost, "identity", 4, null, null);

    assertThat(pass(100))
        .extracting(Fixity.Damage::sha256, damage -> damage.why().replaceAll(":.*| is .*", ""))
        .containsExactlyInAnyOrder(
            tuple(hex(Payload.sha256(original)), "their hash"),
            tuple(hex(packed.sha256()), "the bytes cannot be unpacked"),
            tuple(hex(nowhere), "the row that held them"),
            tuple(hex(lost), "the bytes are gone, and no takedown hides them"));
    assertThat(open()).hasSize(4);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void a_takedown_is_no_damage() throws Exception {
    byte[] wire = gzip(text("hidden"));
    keep(Payload.sha256(text("hidden")), "gzip", 6, null, "by order of 2026-11-01");
    observed(Payload.sha256(text("hidden")), Payload.sha256(wire));

    assertThat(pass(100)).isEmpty();
  }

  @Test
  void what_a_later_pass_finds_whole_again_is_told_as_mended() throws Exception {
    byte[] original = text("value 101");
    keep(Payload.sha256(original), "identity", 9, text("value 100"), null);
    assertThat(pass(100)).hasSize(1);
    sql("update payload set bytes = ?", original);

    assertThat(pass(100)).isEmpty();
    assertThat(open()).isEmpty();
  }

  @Test
  void a_pass_goes_on_after_a_portion_and_misses_nothing() throws Exception {
    for (int i = 0; i < 10; i++) {
      keep(Payload.of(text("page " + i), null, null));
    }
    byte[] bad = Payload.sha256(text("bad"));
    keep(bad, "identity", 3, text("bat"), null);

    assertThat(fixity.next(4).whole()).isFalse();
    // Another process goes on with it.
    fixity = new Fixity(new Transactions(database.dataSource()));
    long checked = 4;
    for (boolean whole = false; !whole; ) {
      Fixity.Portion portion = fixity.next(4);
      checked += portion.checked();
      whole = portion.whole();
    }
    assertThat(checked).isEqualTo(11);
    assertThat(open()).containsExactly(hex(bad));
  }
}
