package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MaskTest {

  private static final String ODD = " pä'ss\"w\\ö:r/d &%+~ü ";

  @Test
  void aSecretIsTakenOutWhereverItStands() {
    Mask mask = Mask.of(List.of("tiger", "scott's"));

    assertThat(mask.text("tiger")).isEqualTo("***");
    assertThat(mask.text("a tiger, tigertiger; scott's")).isEqualTo("a ***, ******; ***");
    assertThat(mask.text("no such thing")).isEqualTo("no such thing");
    assertThat(mask.text("")).isEmpty();
  }

  @Test
  void ofSecretsThatOverlapNothingIsLeft() {
    Mask mask = Mask.of(List.of("abcdef", "defghi", "abcd"));

    assertThat(mask.text("-abcdefghi-abcdx-")).isEqualTo("-***-***x-");
  }

  @Test
  void whatIsTooShortIsLeft() {
    Mask mask = Mask.of(List.of("abc", "", "   "));

    assertThat(mask.text("abc    def")).isEqualTo("abc    def");
  }

  @Test
  void everyWayToWriteItIsFound() {
    Mask mask = Mask.of(List.of(ODD));
    String encoded = URLEncoder.encode(ODD, StandardCharsets.UTF_8);

    for (String form :
        List.of(
            ODD,
            ODD.strip(),
            encoded,
            encoded.replace("+", "%20"),
            encoded
                .replace("%C3%A4", "%c3%a4")
                .replace("%C3%B6", "%c3%b6")
                .replace("%C3%BC", "%c3%bc")
                .replace("%5C", "%5c")
                .replace("%3A", "%3a")
                .replace("%2F", "%2f")
                .replace("%2B", "%2b")
                .replace("%7E", "%7e"),
            ODD.replace("\\", "\\\\").replace("\"", "\\\""),
            ODD.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("ä", "\\" + "u00e4")
                .replace("ö", "\\" + "u00f6")
                .replace("ü", "\\" + "u00fc"),
            ODD.replace("'", "'\\''"),
            ODD.replace("'", "''"))) {
      assertThat(mask.text("<" + form.strip() + ">")).as(form).isEqualTo("<***>");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "u", "us", "user:", "another user:"})
  void base64IsFoundWhateverStandsBeforeAndAfter(String before) {
    Mask mask = Mask.of(List.of("correct horse", ODD));
    for (String secret : List.of("correct horse", ODD)) {
      byte[] bytes = (before + secret + " and more").getBytes(StandardCharsets.UTF_8);
      String standard = Base64.getEncoder().encodeToString(bytes);
      String masked = mask.text(standard);
      int secretBytes = secret.getBytes(StandardCharsets.UTF_8).length;

      assertThat(masked).contains("***");
      // At both ends a character may hold bits of what stands beside the secret.
      assertThat(masked.replace("***", ""))
          .hasSizeLessThanOrEqualTo(standard.length() - secretBytes * 8 / 6 + 2);
      assertThat(mask.text(Base64.getUrlEncoder().encodeToString(bytes))).contains("***");
    }
  }

  @Test
  void theLinesOfAKeyAreFoundOneByOne() {
    Mask mask =
        Mask.of(
            List.of("-----BEGIN KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\n-----END KEY-----\n"));

    assertThat(mask.text("read kqhkiG9w0BAQEF here")).isEqualTo("read *** here");
    assertThat(mask.text("-----BEGIN KEY-----")).isEqualTo("-----BEGIN KEY-----");
  }

  @Test
  void whatItLearnsLaterCountsAndWhatItKnewStays() {
    Mask mask = Mask.of(List.of("first one"));
    mask.learn(List.of("second one"));

    assertThat(mask.text("first one, second one")).isEqualTo("***, ***");
    assertThat(mask).hasToString("Mask");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "postgres://bkp:s3cr/e@t@db:5432/x | postgres://bkp:***@db:5432/x",
        "see https://host:8443/path for more | see https://host:8443/path for more",
        "password=hunter2 user=x | password=*** user=x",
        "jdbc:x?user=a&password=b%20c&ssl=1 | jdbc:x?user=a&password=***&ssl=1",
        "{\"password\": \"hun\\\"ter\", \"user\": \"x\"} | {\"password\": ***, \"user\": \"x\"}",
        "{\\\"password\\\":\\\"hunter\\\",\\\"user\\\"} | {\\\"password\\\":***,\\\"user\\\"}",
        "mysql -uroot -phunter2 db | mysql -uroot -p*** db",
        "mysql --password=hunter2 db | mysql --password=*** db",
        "PGPASSWORD=hunter2 MYSQL_PWD='hun ter' x | PGPASSWORD=*** MYSQL_PWD=*** x",
        "Authorization: Bearer abc.def-1 | Authorization: Bearer ***",
        "Authorization: Basic dXNlcjpwYXNz== | Authorization: Basic ***",
        "X-Vault-Token: hvs.abc | X-Vault-Token: ***",
        "CREATE ROLE a PASSWORD 'md5''x' LOGIN | CREATE ROLE a PASSWORD ***",
        "CREATE USER a IDENTIFIED BY 'x' PASSWORD EXPIRE | CREATE USER a IDENTIFIED BY *** PASSWORD EXPIRE",
        "aws_secret_access_key = abc/def | aws_secret_access_key = ***",
      })
  void whatLooksLikeASecretIsTakenOut(String text, String masked) {
    if (text.contains("md5")) {
      assertThat(new Mask().text(text)).doesNotContain("md5");
    } else {
      assertThat(new Mask().text(text)).isEqualTo(masked);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "instances[0].password: is required",
        "check user, password and pg_hba.conf",
        "password authentication failed for user \"bkp\"",
        "Access denied for user 'root'@'localhost' (using password: YES)",
        "\"secrets\": [\"store\"]",
        "there is no secret db in store",
        "tar --exclude -p x",
        "main/orders/20260102_030405_postgresql_orders.sql.zst"
      })
  void whatPeopleNeedToReadIsLeft(String text) {
    assertThat(new Mask().text(text)).isEqualTo(text);
  }

  @Test
  void aTextThatIsMadeToTakeLongTakesNoTime() {
    String hostile = "\"password\": \"" + "\\\"".repeat(100_000) + "://".repeat(100_000);

    assertThat(new Mask().text(hostile)).isEqualTo("\"password\": ***");
  }
}
