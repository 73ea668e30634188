package digital.vya.backup.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LegacyConfigTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Installed FEW = new Installed(Set.of("local"), Set.of(), Set.of());

  @ParameterizedTest
  @ValueSource(strings = {"v2/minimal.json", "v2/full.json", "v1/server.json", "env/service.env"})
  void everySampleBecomesWhatWasReviewed(String name) throws Exception {
    Translation translation =
        Samples.sample(name).translate(Samples.EVERYTHING, RetentionMeans.EITHER);
    String expected = "new/" + name.replaceAll("[/.]", "-");

    assertThat(JSON.readTree(translation.json()).toPrettyString())
        .isEqualTo(JSON.readTree(Samples.text(expected + ".json")).toPrettyString());
    assertThat(translation.told()).isEqualTo(Samples.text(expected + ".told").lines().toList());
  }

  @Test
  void whatIsNotOldIsNotRecognised() {
    for (String text :
        List.of(
            "",
            "{",
            "[]",
            "3",
            "{} {}",
            "{\"instances\": [], \"db_config\": []}",
            "{\"storages\": []}",
            "{\"db_config\": [], \"db_config\": []}")) {
      assertThat(LegacyConfig.recognise(text)).as(text).isEmpty();
    }
    assertThat(LegacyConfig.recognise(Map.of("DB_HOST", "x", "PG_MAJOR", "17"))).isEmpty();
  }

  @Test
  void commentsAreReadOver() {
    assertThat(LegacyConfig.recognise("// ours\n{\"db_config\": [],}").orElseThrow().kind())
        .isEqualTo(LegacyConfig.Kind.V2);
  }

  @Test
  void aValueThatLooksLikeAPlaceholderStaysWhatItIs() throws Exception {
    JsonNode instance =
        two("{\"dbms\": \"mysql\", \"user\": \"u\", \"secret\": \"a${env:HOME}b$\"}")
            .path("instances")
            .path(0);
    assertThat(instance.path("password").asText()).isEqualTo("a$${env:HOME}b$");
  }

  @Test
  void numbersAndFlagsMayStandInQuotes() throws Exception {
    JsonNode instance =
        two("{\"dbms\": \"PostgreSQL\", \"id_dbms\": \"a b_c\", \"port\": \"5433\", \"user\": \"u\","
                + " \"secret\": 123, \"enabled\": \"False\", \"db_list\": \"a, b,,a\"}")
            .path("instances")
            .path(0);
    assertThat(instance.toString())
        .isEqualTo(
            "{\"id\":\"postgresql-a-b-c\",\"dbms\":\"postgresql\",\"enabled\":false,"
                + "\"host\":\"localhost\",\"port\":5433,\"user\":\"u\",\"password\":\"123\","
                + "\"include\":[\"a\",\"b\"],\"destinations\":[\"sql\"]}");
  }

  @Test
  void twoServersOfOneEngineHaveTheirIdsInTheNames() throws Exception {
    String mysql = "{\"dbms\": \"mysql\", \"id_dbms\": 1, \"user\": \"u\"}";
    JsonNode root = two(mysql + "," + mysql);
    assertThat(root.path("run").path("key_template").asText())
        .isEqualTo("{timestamp}_{dbms}_{instance}_{database}");
    assertThat(root.path("instances").findValuesAsText("id"))
        .containsExactly("mysql-1", "mysql-1-2");
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1,", "localhost,", "::1,", "db.example.org,preferred", "10.0.0.1,preferred"})
  void aServerElsewhereKeepsTheProtectionItHad(String host, String tls) throws Exception {
    Translation translation =
        twoTold("{\"dbms\": \"mysql\", \"user\": \"u\", \"host\": \"" + host + "\"}", "");
    JsonNode instance = JSON.readTree(translation.json()).path("instances").path(0);
    assertThat(instance.path("tls").asText(null)).isEqualTo(tls);
    assertThat(translation.told().stream().anyMatch(line -> line.contains("tls")))
        .isEqualTo(tls != null);
  }

  @Test
  void retentionMeansWhatWasSaid() throws Exception {
    LegacyConfig full = Samples.sample("v2/full.json");
    assertThat(json(full.translate(FEW, RetentionMeans.COUNT)).path("retention").toString())
        .isEqualTo("{\"keep_last\":7}");
    assertThat(json(full.translate(FEW, RetentionMeans.DAYS)).path("retention").toString())
        .isEqualTo("{\"keep_within\":\"7d\"}");
    JsonNode own =
        json(
            twoTold(
                "{\"dbms\": \"mysql\", \"user\": \"u\"}, {\"dbms\": \"postgresql\", \"user\": \"u\"}",
                ", \"retention_mysql\": 3, \"retention_files\": \"0\""));
    assertThat(own.path("retention").isMissingNode()).isTrue();
    assertThat(own.path("instances").path(0).path("retention").path("keep_last").asInt())
        .isEqualTo(3);
    assertThat(own.path("instances").path(1).has("retention")).isFalse();
  }

  @Test
  void oneArchiveForEachPatternUnderANameOfItsOwn() throws Exception {
    JsonNode sets =
        two("{\"dbms\": \"files\", \"db_list\": [\"/a/*.txt\", \"/a/*-txt\", \"/**\"], \"db_ignore\":"
                + " \"*.{tmp,bak}\"}")
            .path("instances")
            .path(0)
            .path("sets");
    assertThat(sets.toString())
        .isEqualTo(
            "{\"a-txt\":{\"include\":[\"/a/*.txt\"],\"exclude\":[\"*.{tmp,bak}\"]},"
                + "\"a-txt-2\":{\"include\":[\"/a/*-txt\"],\"exclude\":[\"*.{tmp,bak}\"]},"
                + "\"root\":{\"include\":[\"/**\"],\"exclude\":[\"*.{tmp,bak}\"]}}");
  }

  @Test
  void whatHasNoCounterpartAndWhatIsWrongIsToldAndNeverItsValue() {
    String text =
        """
        {"db_config": [{"dbms": "mysql", "user": "u", "sceret": "hidden", "db_list": ["a"]}],
         "bkp_system": {"path_sql": "/x", "retention_files": "hidden", "path_tmp": "/y"},
         "schedule_settings": {"time": "hidden", "days_of_week": [0, 9]},
         "email_settings": {"smtp_host": "h", "smtp_port": "hidden"},
         "log_settings": {"log_dir": "hidden"},
         "prometheus_settings": "hidden",
         "extra": {"a": "hidden"}}
        """;
    Translation translation =
        LegacyConfig.recognise(text).orElseThrow().translate(FEW, RetentionMeans.EITHER);
    assertThat(String.join("\n", translation.told()))
        .contains("db_config[0].sceret: is left out")
        .contains("bkp_system.path_tmp: is left out")
        .contains("bkp_system.retention_files: is left out, it is no whole number")
        .contains("schedule_settings.time: there is no time of the day")
        .contains("email_settings.smtp_port: is left out")
        .contains("email_settings: is left out, it names nobody")
        .contains("log_settings.log_dir: is left out")
        .contains("prometheus_settings: is left out")
        .contains("extra: is left out")
        .doesNotContain("hidden");
    assertThat(translation.json()).doesNotContain("hidden");
    assertThat(translation.toString()).doesNotContain("\"user\"");
  }

  @ParameterizedTest
  @CsvSource({
    "gate:9091, '\"url\":\"http://gate:9091\"'",
    "https://joe:p%40ss@gate/x, '\"url\":\"https://gate/x\",\"user\":\"joe\",\"password\":\"p@ss\"'",
    "http://joe:a+b@gate, '\"url\":\"http://gate\",\"user\":\"joe\",\"password\":\"a+b\",\"allow_http\":true'"
  })
  void aPushgatewaysAddressMayLackItsSchemeOrHoldAPassword(String url, String written)
      throws Exception {
    String text =
        """
        {"db_config": [{"dbms": "mysql", "user": "u", "db_list": ["a"]}],
         "bkp_system": {"path_sql": "/x"}, "prometheus_settings": {"url": "%s"}}
        """
            .formatted(url);
    Translation translation =
        LegacyConfig.recognise(text)
            .orElseThrow()
            .translate(Samples.EVERYTHING, RetentionMeans.EITHER);
    assertThat(json(translation).path("metrics").toString())
        .isEqualTo("[{\"id\":\"pushgateway\",\"type\":\"pushgateway\"," + written + "}]");
  }

  @Test
  void aMissingNotifierIsToldAndAMissingStorageIsAnError() throws Exception {
    Translation full = Samples.sample("v2/full.json").translate(FEW, RetentionMeans.EITHER);
    assertThat(json(full).has("notifications")).isFalse();
    assertThat(json(full).has("metrics")).isFalse();
    assertThat(full.lacking())
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).contains("no mail is sent", "plugins"),
            line -> assertThat(line).contains("no metrics are pushed", "plugins"));
    LegacyConfig service = Samples.sample("env/service.env");
    assertThatThrownBy(() -> service.translate(FEW, RetentionMeans.EITHER))
        .isInstanceOf(LegacyException.class)
        .hasMessageContaining(
            "STORAGE_TYPE: there is no storage s3 here; put the jar vya-backup-s3");
  }

  @Test
  void aMailThatWasSentUnprotectedAndWithoutASenderStillIs() throws Exception {
    String text =
        """
        {"db_config": [{"dbms": "mysql", "user": "u", "secret": "s", "db_list": ["a"]}],
         "bkp_system": {"path_sql": "/x"},
         "email_settings": {"smtp_host": "mail.example.org", "smtp_user": "robot",
                            "smtp_password": "p", "recipients": ["ops@example.org"]}}
        """;
    Translation translation =
        LegacyConfig.recognise(text)
            .orElseThrow()
            .translate(Samples.EVERYTHING, RetentionMeans.EITHER);
    JsonNode mail = json(translation).at("/notifications/0");
    assertThat(mail.path("allow_plain_login").asBoolean()).isTrue();
    assertThat(mail.path("from").asText()).isEqualTo("ops@example.org");
    assertThat(String.join("\n", translation.told())).contains("unprotected, as before");
  }

  @Test
  void thePasswordsThatAreLostAreNamed() {
    assertThat(Samples.sample("v1/server.json").translate(FEW, RetentionMeans.EITHER).secrets())
        .containsOnly(
            Map.entry("mysql", "databases.mysql.password_encrypted"),
            Map.entry("postgresql", "databases.postgresql.password_encrypted"));
  }

  @Test
  void retiredNamesAreRefusedWithTheNewOneBesideEach() {
    LegacyConfig retired = Samples.sample("env/retired.env");
    assertThatThrownBy(() -> retired.translate(Samples.EVERYTHING, RetentionMeans.EITHER))
        .isInstanceOf(LegacyException.class)
        .hasMessageContainingAll(
            "PG_HOST: is called DB_HOST now",
            "PG_PORT: is called DB_PORT now",
            "PG_USER: is called DB_USER now",
            "PG_PASSWORD: is called DB_PASSWORD now",
            "PG_DATABASE: is called DB_DATABASE now",
            "R2_ENDPOINT_URL: is called STORAGE_ENDPOINT_URL now",
            "R2_ACCESS_KEY_ID: is called STORAGE_ACCESS_KEY_ID now",
            "R2_SECRET_ACCESS_KEY: is called STORAGE_SECRET_ACCESS_KEY now",
            "R2_BUCKET_NAME: is called STORAGE_BUCKET_NAME now",
            "DB_TYPE: is not set")
        .extracting(Throwable::getMessage)
        .asString()
        .doesNotContain("localsecret");
  }

  @Test
  void whatTheEnvironmentLacksIsToldAtOnce() {
    LegacyConfig bare = LegacyConfig.recognise(Map.of("DB_TYPE", "mysql")).orElseThrow();
    assertThatThrownBy(() -> bare.translate(Samples.EVERYTHING, RetentionMeans.EITHER))
        .hasMessageContainingAll("STORAGE_TYPE", "STORAGE_BUCKET_NAME", "DB_HOST", "DB_USER");
  }

  @Test
  void theEnvironmentCanStoreInAFolder() throws Exception {
    Map<String, String> variables = new HashMap<>(Samples.variables("env/service.env"));
    variables.put("STORAGE_TYPE", "local");
    variables.put("STORAGE_DESTINATION_FOLDER", "/srv/backups/");
    variables.put("SEQ_URL", "http://127.0.0.1:5341");
    Translation translation =
        LegacyConfig.recognise(variables).orElseThrow().translate(FEW, RetentionMeans.EITHER);
    assertThat(json(translation).path("storages").toString())
        .isEqualTo(
            "[{\"id\":\"backups\",\"type\":\"local\",\"path\":\"/srv/backups\",\"create\":true}]");
    assertThat(translation.told()).contains("SEQ_URL: is left out, it has no counterpart");
    assertThat(translation.json()).doesNotContain("p#ss");
  }

  @Test
  void aConfigurationThatMeansNothingSaysWhatIsMissing() {
    assertThatThrownBy(() -> twoTold("", "")).hasMessageContaining("nothing to back up");
    LegacyConfig nowhere =
        LegacyConfig.recognise("{\"db_config\": [{\"dbms\": \"mysql\"}, {}]}").orElseThrow();
    assertThatThrownBy(() -> nowhere.translate(FEW, RetentionMeans.EITHER))
        .hasMessageContaining("bkp_system: it does not say where the backups of mysql go")
        .hasMessageContaining("db_config[1].dbms: is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"db_config\": {\"a\": {}}}",
        "{\"db_config\": \"x\", \"bkp_system\": []}",
        "{\"db_config\": [null, [], 1, \"x\", {\"dbms\": []}], \"bkp_system\": null}",
        "{\"bkp_system\": {\"path_sql\": []}}",
        "{\"databases\": {\"mysql\": []}, \"paths\": 3, \"schedule\": {\"weekdays\": {\"a\": []}}}",
        "{\"server_info\": [], \"databases\": []}",
      })
  void theWrongShapeIsRefusedInWordsAndNeverADefect(String text) {
    LegacyConfig odd = LegacyConfig.recognise(text).orElseThrow();
    assertThatThrownBy(() -> odd.translate(FEW, RetentionMeans.EITHER))
        .isInstanceOf(LegacyException.class);
  }

  private static JsonNode two(String instances) throws Exception {
    return json(twoTold(instances, ""));
  }

  private static Translation twoTold(String instances, String system) {
    return LegacyConfig.recognise(
            "{\"db_config\": ["
                + instances
                + "], \"bkp_system\": {\"path_sql\": \"/tmp/sql/\""
                + system
                + "}}")
        .orElseThrow()
        .translate(FEW, RetentionMeans.EITHER);
  }

  private static JsonNode json(Translation translation) throws Exception {
    return JSON.readTree(translation.json());
  }
}
