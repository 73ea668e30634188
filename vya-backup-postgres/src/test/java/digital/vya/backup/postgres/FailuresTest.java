package digital.vya.backup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.core.LocalHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How backups fail, and what a user is told. */
final class FailuresTest {

  private final PostgresDriver driver = new PostgresDriver();
  private final PostgresServer server = PostgresServer.shared(15);

  @TempDir Path folder;

  private LocalHost host;

  @BeforeEach
  void start() throws Exception {
    host = LocalHost.open(folder.resolve("host"));
    server.sql(
        "postgres",
        "DROP DATABASE IF EXISTS fails WITH (FORCE)",
        "DROP ROLE IF EXISTS reader",
        "CREATE DATABASE fails",
        "CREATE ROLE reader LOGIN PASSWORD 'reading'");
    server.sql("fails", "CREATE TABLE \"se cret\" (a int)", "INSERT INTO \"se cret\" VALUES (1)");
  }

  @AfterEach
  void end() throws Exception {
    host.close();
  }

  private static BackupException told(ThrowingCallable call) {
    var failure = catchThrowableOfType(BackupException.class, call);
    assertThat(failure).as("a BackupException").isNotNull();
    assertThat(failure.getMessage()).doesNotContain("\n", PostgresServer.PASSWORD, "reading");
    return failure;
  }

  private ThrowingCallable dumping(PostgresConfig config, String database) {
    return () ->
        driver.dump(config, new DumpRequest(database), OutputStream.nullOutputStream(), host);
  }

  @Test
  void aWrongPasswordIsAMatterOfConfiguration() {
    var failure = told(() -> driver.check(server.config("reader", "wrong"), host));
    assertThat(failure.reason()).isEqualTo(Reason.CONFIGURATION);
    assertThat(failure.worthRetrying()).isFalse();
    assertThat(failure).hasMessageContaining("check user and password");
  }

  @Test
  void aMissingPasswordIsSaidToBeMissing() {
    var config = server.config("reader", "reading");
    var without = PostgresConfig.of(config.host(), config.port(), "reader", null);
    var failure = told(() -> driver.check(without, host));
    assertThat(failure.reason()).isEqualTo(Reason.CONFIGURATION);
    assertThat(failure.worthRetrying()).isFalse();
    assertThat(failure).hasMessageContaining("set password").hasMessageContaining(".pgpass");
  }

  @Test
  void whoMayOnlyReadIsToldThatARestoreWantsMore() {
    var backupUser = server.config("reader", "reading");
    var failure =
        told(
            () ->
                driver.restore(
                    backupUser,
                    new RestoreRequest("fails", Optional.of("fails9"), false, Map.of()),
                    new ByteArrayInputStream(new byte[0]),
                    host));
    assertThat(failure.reason()).isEqualTo(Reason.CONFIGURATION);
    assertThat(failure)
        .hasMessageContaining("may not restore this")
        .hasMessageContaining("permission denied to create database")
        .hasMessageNotContaining("pg_read_all_data");
  }

  @Test
  void anUnknownDatabaseIsAMatterOfConfiguration() {
    var failure = told(dumping(server.config(), "not there"));
    assertThat(failure.reason()).isEqualTo(Reason.CONFIGURATION);
    assertThat(failure).hasMessageContaining("not there");
  }

  @Test
  void aForbiddenTableFailsTheDumpAndSaysWhatToGrant() {
    var failure = told(dumping(server.config("reader", "reading"), "fails"));
    assertThat(failure.reason()).isEqualTo(Reason.CONFIGURATION);
    assertThat(failure)
        .hasMessageContaining("se cret")
        .hasMessageContaining("GRANT pg_read_all_data TO \"reader\"");
  }

  @Test
  void whatIsAdvisedHelps() throws Exception {
    server.sql("fails", "GRANT pg_read_all_data TO reader");
    driver.dump(
        server.config("reader", "reading"),
        new DumpRequest("fails"),
        OutputStream.nullOutputStream(),
        host);
    server.sql("fails", "REVOKE pg_read_all_data FROM reader");
  }

  @Test
  void hiddenRowsFailTheDump() throws Exception {
    server.sql(
        "fails",
        "GRANT SELECT ON \"se cret\" TO reader",
        "ALTER TABLE \"se cret\" ENABLE ROW LEVEL SECURITY");
    var failure = told(dumping(server.config("reader", "reading"), "fails"));
    assertThat(failure).hasMessageContaining("BYPASSRLS");
    server.sql("fails", "REVOKE ALL ON \"se cret\" FROM reader");
  }

  @Test
  void globalsWithoutPasswordsAreToldAsIncomplete() throws Exception {
    var sink = new ByteArrayOutputStream();
    driver.dumpGlobals(server.config("reader", "reading"), sink, host);
    assertThat(sink.toString(StandardCharsets.UTF_8)).contains("CREATE ROLE reader");
    assertThat(host.omissions().first()).singleElement().asString().contains("GRANT SELECT ON");
  }

  @Test
  void aServerThatIsDownIsWorthRetrying() {
    PostgresConfig config;
    try (var other = PostgresServer.start(15)) {
      config = other.config();
    }
    var failure = told(() -> driver.databases(config, host));
    assertThat(failure.reason()).isEqualTo(Reason.ENVIRONMENT);
    assertThat(failure.worthRetrying()).isTrue();
  }

  @Test
  void aServerThatDiesDuringTheDumpFailsIt() throws Exception {
    try (var other = PostgresServer.start(15)) {
      other.sql("postgres", "CREATE DATABASE big");
      other.sql(
          "big",
          "CREATE TABLE t AS SELECT g, repeat(md5(g::text), 20) FROM generate_series(1, 60000) g");
      var sink =
          new OutputStream() {
            private boolean killed;

            @Override
            public void write(int b) {
              throw new AssertionError("written byte by byte");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
              if (!killed) {
                killed = true;
                other.kill();
              }
            }
          };
      var failure = told(() -> driver.dump(other.config(), new DumpRequest("big"), sink, host));
      assertThat(failure.reason()).isEqualTo(Reason.ENVIRONMENT);
      assertThat(failure.worthRetrying()).isTrue();
    }
  }

  @Test
  void aToolThatIsKilledFailsTheDump() throws Exception {
    var failure = told(dumping(withTool("kill -9 $$"), "fails"));
    assertThat(failure.reason()).isEqualTo(Reason.ENVIRONMENT);
    assertThat(failure).hasMessageContaining("killed by signal 9");
  }

  @Test
  void d1_aToolThatSucceedsWithoutAnEndMarkFailsTheDump() throws Exception {
    var failure = told(dumping(withTool("echo '-- PostgreSQL database dump'"), "fails"));
    assertThat(failure.reason()).isEqualTo(Reason.DATA);
  }

  @Test
  void aToolThatIsTooOldIsNamed() throws Exception {
    tool("pg_dump", "echo 'pg_dump (PostgreSQL) 9.6.24'");
    var failure = told(dumping(server.config().withToolsDir(folder), "fails"));
    assertThat(failure.reason()).isEqualTo(Reason.ENVIRONMENT);
    assertThat(failure)
        .hasMessageContaining("pg_dump 9.6 cannot dump server 15.")
        .hasMessageContaining("install postgresql-client-15");
  }

  @Test
  void aMissingToolIsNamed() {
    var failure = told(dumping(server.config().withToolsDir(folder), "fails"));
    assertThat(failure.reason()).isEqualTo(Reason.ENVIRONMENT);
    assertThat(failure).hasMessageContaining("there is no pg_dump in " + folder);
  }

  @Test
  void aRestoreForAMissingOwnerNamesTheRole() {
    var failure =
        told(
            () ->
                driver.restore(
                    server.config(),
                    new RestoreRequest(
                        "fails", Optional.of("fails2"), false, Map.of("owner", "nobody \"here\"")),
                    new ByteArrayInputStream(new byte[0]),
                    host));
    assertThat(failure.reason()).isEqualTo(Reason.CONFIGURATION);
    assertThat(failure).hasMessageContaining("nobody \"here\"").hasMessageContaining("globals");
  }

  @Test
  void aDumpOfAStrangerCannotRunPrograms() throws Exception {
    var sink = new ByteArrayOutputStream();
    driver.dump(server.config(), new DumpRequest("fails"), sink, host);
    var proof = folder.resolve("proof");
    for (String line :
        List.of(
            "\\! touch " + proof, "\\o |touch " + proof, "\\unrestrict x\n\\! touch " + proof)) {
      var hostile =
          sink.toString(StandardCharsets.UTF_8)
              .replaceFirst("\nSET ", "\n" + line.replace("\\", "\\\\") + "\nSET ");
      var failure = told(() -> restore(hostile, "fails3"));
      assertThat(failure.reason()).isEqualTo(Reason.DATA);
      assertThat(proof).doesNotExist();
      assertThat(server.rows("postgres", "SELECT 1 FROM pg_database WHERE datname = 'fails3'"))
          .isEmpty();
    }
  }

  @Test
  void attributesOfAStrangerCannotRunStatements() throws Exception {
    var sink = new ByteArrayOutputStream();
    driver.dump(server.config(), new DumpRequest("fails"), sink, host);
    var evil = "x'; DROP DATABASE fails; --";
    var attributes =
        Map.of("comment", evil, "setting.0", "\tx\"; DROP ROLE reader; --=1", "unknown", evil);
    assertThat(
            catchThrowable(
                () ->
                    driver.restore(
                        server.config(),
                        new RestoreRequest("fails", Optional.of("fails4"), false, attributes),
                        new ByteArrayInputStream(sink.toByteArray()),
                        host)))
        .isInstanceOf(BackupException.class);
    assertThat(server.rows("postgres", "SELECT 1 FROM pg_roles WHERE rolname = 'reader'"))
        .hasSize(1);
    assertThat(server.rows("postgres", "SELECT 1 FROM pg_database WHERE datname LIKE 'fails_'"))
        .isEmpty();
  }

  private void restore(String dump, String target) throws IOException, InterruptedException {
    driver.restore(
        server.config(),
        new RestoreRequest("fails", Optional.of(target), false, Map.of()),
        new ByteArrayInputStream(dump.getBytes(StandardCharsets.UTF_8)),
        host);
  }

  private PostgresConfig withTool(String script) throws IOException {
    tool(
        "pg_dump",
        "[ \"$1\" = --version ] && { echo 'pg_dump (PostgreSQL) 15.1'; exit; }\n" + script);
    return server.config().withToolsDir(folder);
  }

  private void tool(String name, String script) throws IOException {
    var file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
