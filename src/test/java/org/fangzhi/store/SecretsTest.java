package org.fangzhi.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is taken out of a line, and what is left for those who have to understand it. */
class SecretsTest {

  @Test
  void of_an_endpoint_the_host_is_left_and_its_path_and_keys_are_not() {
    Secrets.tell(
        Settings.load(Path.of("config"), Map.of())
            .with(
                Map.of(
                    "fangzhi.alert.webhook",
                    "https://hook.example/services/T1/B2?key=Zx9Zx9&responseTimeout=30000",
                    "fangzhi.alert.mail",
                    "smtps://mail.example:465?username=archive&password=RAW(p+w/Q==)&to=b@c.example")));
    assertThat(
            Secrets.masked(
                "POST https://hook.example/services/T1/B2?key=Zx9Zx9&responseTimeout=30000 500"))
        .isEqualTo("POST https://hook.example***?key=***&responseTimeout=30000 500");
    assertThat(Secrets.masked("archive at mail.example: p+w/Q== and p%2Bw%2FQ%3D%3D refused"))
        .isEqualTo("archive at mail.example: *** and *** refused");
  }

  @Test
  void of_a_database_the_password_alone() {
    new DatabaseSettings(
        "jdbc:postgresql://db.example:5432/fangzhi?user=postgres&password=h%26ush",
        "postgres", null, Path.of("unused"), 1);
    assertThat(Secrets.masked("org.postgresql: user postgres, password h&ush or h%26ush"))
        .isEqualTo("org.postgresql: user postgres, password *** or ***");
  }

  @Test
  void tokens_are_known_by_their_look_and_words_that_look_alike_stay() {
    assertThat(Secrets.masked("Bearer fz_0123456789abcdefABCDEF-_0123456789abcdefABCDEF1 at /fz_x"))
        .isEqualTo("Bearer *** at /fz_x");
  }
}
