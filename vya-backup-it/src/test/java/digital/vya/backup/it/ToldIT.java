package digital.vya.backup.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import digital.vya.backup.core.Clocked;
import digital.vya.backup.core.ServerStatus;
import digital.vya.backup.core.Status;
import digital.vya.backup.core.VyaBackup;
import digital.vya.backup.it.Launcher.Result;
import digital.vya.backup.mysql.MysqlServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who learns what of the packaged launcher's runs on two real servers. */
final class ToldIT {

  private static final String SUCCESS = "vya_backup_last_success_timestamp_seconds";
  private static final String VERIFIED = "vya_backup_verified_timestamp_seconds";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Python's own reader of mails: headers, the types of all parts, both texts, the log. */
  private static final String READ_MAIL =
      """
      import email, email.policy, json, sys
      mail = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
      assert not mail.defects, mail.defects
      attached = [part for part in mail.iter_attachments()]
      for part in attached:
          open(sys.argv[2], "wb").write(part.get_content())
      print(json.dumps({
          "headers": {name.lower(): str(value) for name, value in mail.items()},
          "types": [part.get_content_type() for part in mail.walk()],
          "plain": mail.get_body(("plain",)).get_content(),
          "html": mail.get_body(("html",)).get_content(),
          "attached": [part.get_filename() for part in attached]}))
      """;

  @TempDir Path folder;
  private Told told;
  private List<String> seen = List.of();

  @BeforeEach
  void begin() throws Exception {
    told = new Told(folder);
  }

  @AfterEach
  void end() {
    told.close();
  }

  private JsonNode mail(int number) throws Exception {
    List<String> mails = told.mails.received();
    assertThat(mails).hasSize(number);
    String newest =
        mails.stream().filter(m -> !seen.contains(m)).findAny().orElseThrow(AssertionError::new);
    seen = mails;
    Path file = Files.writeString(folder.resolve("mail"), newest);
    return JSON.readTree(
        Shell.run(
            "python3", "-c", READ_MAIL, file.toString(), folder.resolve("log.gz").toString()));
  }

  private static JsonNode of(JsonNode server, String instance) {
    return StreamSupport.stream(server.path("databases").spliterator(), false)
        .filter(database -> database.path("instance").asText().equals(instance))
        .findAny()
        .orElseThrow(AssertionError::new);
  }

  private JsonNode stored() throws IOException {
    return JSON.readTree(told.store.resolve("@status/db1.status.json").toFile());
  }

  private void promtoolAccepts(Path text) throws Exception {
    assertThat(Shell.pipe("promtool check metrics <" + text)).isEmpty();
  }

  @Test
  void aRunWithOneGoodAndOneFailingDatabaseAndThenAGoodOne() throws Exception {
    told.breakPostgres();
    Result first = told.run("backup", "--all", "--json");
    assertThat(first.exitCode()).as("%s", first).isEqualTo(3);
    assertThat(first.json().path("warnings")).isEmpty();
    assertThat(told.pings).containsExactly(ping("start"), ping("fail"));
    aMailTellsOfTheFailure(first);
    figuresAreThere(2);
    isKnown(false);

    told.mendPostgres();
    Result second = told.run("backup", "--all", "--json");
    assertThat(second.exitCode()).as("%s", second).isZero();
    assertThat(told.pings)
        .containsExactly(ping("start"), ping("fail"), ping("start"), ping("success"));
    JsonNode mail = mail(2);
    assertThat(mail.path("headers").path("subject").asText())
        .startsWith("RECOVERED: backup of db1");
    assertThat(mail.path("headers").path("x-vya-backup-outcome").asText()).isEqualTo("recovered");
    assertThat(mail.path("attached")).isEmpty();
    figuresAreThere(0);
    assertThat(told.figure("vya_backup_errors_total", "pg")).isEqualTo(1);
    assertThat(told.figure("vya_backup_errors_total", "maria")).isZero();
    isKnown(true);
  }

  private static String ping(String end) {
    return "GET /" + Told.TOKEN + "/" + end;
  }

  private void aMailTellsOfTheFailure(Result run) throws Exception {
    JsonNode mail = mail(1);
    JsonNode headers = mail.path("headers");
    assertThat(headers.path("subject").asText())
        .isEqualTo("PARTIAL: backup of db1 (1 of 2 failed)");
    assertThat(headers.path("from").asText()).isEqualTo("Backup <backup@example.org>");
    assertThat(headers.path("to").asText()).contains("ops@example.org", "dba@example.org");
    assertThat(headers.path("x-vya-backup-outcome").asText()).isEqualTo("partial");
    assertThat(headers.path("message-id").asText()).isNotEmpty();
    assertThat(headers.path("date").asText()).isNotEmpty();
    assertThat(mail.path("types"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "multipart/mixed",
            "multipart/alternative",
            "text/plain",
            "text/html",
            "application/gzip");
    assertThat(mail.path("attached")).hasSize(1);
    String log = Shell.run("gunzip", "-c", folder.resolve("log.gz").toString());
    assertThat(log).contains("pg/told_shop", "maria/told_shop", run.json().path("run").asText());
    for (String text : List.of(mail.path("plain").asText(), mail.path("html").asText(), log)) {
      assertThat(text).contains("pg/told_shop", "maria/told_shop", "permission denied for");
    }
    for (String text : List.of(seen.get(0), mail.toString(), log, run.out(), run.err())) {
      assertThat(text).doesNotContain(Told.TOKEN, Told.PASSWORD, MysqlServer.PASSWORD.strip());
    }
  }

  /** In the Pushgateway and in the file, which Prometheus' own tool can read. */
  private void figuresAreThere(int outcomeOfPostgres) throws Exception {
    assertThat(told.figure("vya_backup_last_outcome", "pg")).isEqualTo(outcomeOfPostgres);
    assertThat(told.figure("vya_backup_last_outcome", "maria")).isZero();
    assertThat(told.figure("vya_backup_rows", "maria")).isEqualTo(2);
    assertThat(told.textfile)
        .content()
        .contains(
            "vya_backup_last_outcome{server=\"db1\",instance=\"pg\",dbms=\"postgresql\","
                + "database=\"told_shop\",} "
                + outcomeOfPostgres);
    promtoolAccepts(told.textfile);
    promtoolAccepts(Files.writeString(folder.resolve("served"), told.gateway.metrics()));
  }

  /** On the machine itself, and to all who can read the storage. */
  private void isKnown(boolean well) throws Exception {
    Result status = told.run("status", "--json");
    assertThat(status.exitCode()).as("%s", status).isEqualTo(well ? 0 : 3);
    assertThat(status.json().path("ok").asBoolean()).isEqualTo(well);
    JsonNode server = status.json().path("servers").path(0);
    assertThat(of(server, "maria").path("ok").asBoolean()).isTrue();
    assertThat(of(server, "pg").path("ok").asBoolean()).isEqualTo(well);
    assertThat(of(server, "pg").has("last_good")).isEqualTo(well);
    JsonNode pg = of(stored(), "pg");
    assertThat(pg.path("last").path("outcome").asText()).isEqualTo(well ? "complete" : "failed");
    assertThat(pg.path("last").path("problem").asText().contains("permission denied"))
        .isEqualTo(!well);
    assertThat(stored().toString()).doesNotContain(Told.TOKEN, Told.PASSWORD);
    assertThat(told.store.resolve("@status/db1.status.json"))
        .hasSameTextualContentAs(folder.resolve("state/status.json"));
  }

  @Test
  void aRunThatIsKilledIsMissedElsewhereAtTheRightMinute() throws Exception {
    ends(0, "backup", "--all");
    JsonNode before = stored();
    killedInTheDump();
    assertThat(told.pings).containsExactly(ping("start"), ping("success"), ping("start"));
    assertThat(told.mails.received()).hasSize(1);
    assertThat(stored()).isEqualTo(before);

    Instant missed = missed(of(stored(), "pg"));
    assertThat(overdueElsewhere(missed.minus(Duration.ofMinutes(1)))).doesNotContain("pg");
    assertThat(overdueElsewhere(missed.minusMillis(1))).doesNotContain("pg");
    assertThat(overdueElsewhere(missed)).contains("pg");
    assertThat(overdueElsewhere(missed.plus(Duration.ofMinutes(10)))).contains("pg", "maria");
    assertThat(told.mails.received().stream().filter(m -> m.contains("Subject: OVERDUE")))
        .isNotEmpty()
        .allMatch(m -> m.contains("db1"));

    ends(0, "backup", "--all");
    assertThat(overdueElsewhere(Instant.now())).isEmpty();
  }

  /** By the schedule: ten minutes after the next half past midnight, and as long as it took. */
  private static Instant missed(JsonNode database) {
    Instant good = Instant.parse(database.path("good").path("at").asText());
    Instant today = good.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofMinutes(30));
    Instant due = good.isBefore(today) ? today : today.plus(Duration.ofDays(1));
    long took = Math.round(database.path("good").path("seconds").asDouble() * 1000);
    Instant missed = Instant.parse(database.path("overdue_at").asText());
    assertThat(missed.truncatedTo(ChronoUnit.MILLIS))
        .isEqualTo(due.plus(Duration.ofMinutes(10)).plusMillis(took));
    return missed;
  }

  /** While rows come out of the server, most of which the storage has no time to take. */
  private void killedInTheDump() throws Exception {
    List<String> manifests = manifests();
    Process process = told.start(", \"bandwidth\": \"1KB\"", "backup", "--instance", "pg");
    while (process.isAlive() && !isDumped()) {
      Thread.onSpinWait();
    }
    process.destroyForcibly();
    Result killed = told.launcher.ended(process);
    assertThat(killed.exitCode()).as("%s", killed).isEqualTo(137);
    assertThat(manifests()).isEqualTo(manifests);
  }

  private boolean isDumped() throws Exception {
    return !told.postgres
        .rows(
            "postgres",
            "SELECT pid FROM pg_stat_activity WHERE query LIKE 'COPY public.orders%' AND datname = '"
                + Told.DATABASE
                + "'")
        .isEmpty();
  }

  private List<String> manifests() throws IOException {
    try (Stream<Path> files = Files.walk(told.store)) {
      return files
          .map(Path::toString)
          .filter(file -> file.endsWith(".manifest.json"))
          .sorted()
          .toList();
    }
  }

  /** The instances that are, for a machine that knows nothing of the other but their storage. */
  private List<String> overdueElsewhere(Instant moment) throws Exception {
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Path config =
        Launcher.configuration(
            elsewhere.resolve("config.json"),
            """
            {"server": {"name": "watch", "timezone": "America/Sao_Paulo"},
             "run": {"state_dir": "%1$s/state"},
             "storages": [{"id": "shared", "type": "local", "path": "%2$s"}],
             "instances": [
               {"id": "etc", "dbms": "files", "sets": {"own": {"include": ["%1$s/config.json"]}}}],
             "notifications": [%3$s]}
            """
                .formatted(elsewhere, told.store, told.mail()));
    try (VyaBackup vya = Clocked.at(moment, config)) {
      Status status = vya.watch().statusFrom("shared");
      assertThat(status.problems()).isEmpty();
      assertThat(vya.watch().alert(status)).isEmpty();
      assertThat(status.servers())
          .singleElement()
          .extracting(ServerStatus::server)
          .isEqualTo("db1");
      List<String> overdue =
          status.servers().get(0).databases().stream()
              .filter(database -> database.overdue(status.at()))
              .map(database -> database.source().instance())
              .toList();
      assertThat(status.ok()).isEqualTo(overdue.isEmpty());
      return overdue;
    }
  }

  @Test
  void figuresOfAllThatIsKnownStayWhateverRanLast() throws Exception {
    ends(0, "backup", "--all");
    double first = told.figure(SUCCESS, "maria");
    assertThat(told.figure("vya_backup_kept", "pg")).isEqualTo(1);
    ends(0, "backup", "--instance", "pg");
    double second = told.figure(SUCCESS, "pg");
    ends(0, "backup", "--instance", "pg");

    assertThat(first).isLessThan(second);
    assertThat(told.figure(SUCCESS, "pg")).isGreaterThan(second);
    assertThat(told.figure(SUCCESS, "maria")).isEqualTo(first);
    assertThat(told.figure("vya_backup_kept", "pg")).isEqualTo(2);
    assertThat(told.figure("vya_backup_kept", "maria")).isEqualTo(1);
    assertThat(told.figure("vya_backup_cleanup_freed_bytes", "pg")).isPositive();
    assertThat(told.figure(VERIFIED, "maria")).isEqualTo(first);
    assertThatThrownBy(() -> told.figure("vya_backup_damaged", "maria"))
        .hasMessageContaining("not");

    double before = Instant.now().getEpochSecond();
    ends(0, "verify");
    for (String instance : List.of("pg", "maria")) {
      assertThat(told.figure(VERIFIED, instance)).isGreaterThanOrEqualTo(before);
      assertThat(told.figure("vya_backup_damaged", instance)).isZero();
    }
    double verified = told.figure(VERIFIED, "maria");
    ends(0, "cleanup");
    assertThat(told.figure("vya_backup_kept", "pg")).isEqualTo(2);
    assertThat(told.figure("vya_backup_kept", "maria")).isEqualTo(1);
    assertThat(told.figure("vya_backup_cleanup_freed_bytes", "pg")).isZero();
    assertThat(told.figure(VERIFIED, "maria")).isEqualTo(verified);
  }

  private void ends(int code, String... arguments) throws Exception {
    Result result = told.run(arguments);
    assertThat(result.exitCode()).as("%s", result).isEqualTo(code);
    assertThat(result.out() + result.err()).doesNotContain("metrics push failed");
  }
}
