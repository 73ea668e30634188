package digital.vya.backup.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.it.Launcher.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Restores that must not begin, or not end: the target is as it was, and the user knows why. */
@Tag("one-jdk")
final class RestoreRefusalsIT {

  private static final String OWNED =
      "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
          + " AND relkind IN ('r', 'v')";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"PostgreSQL 15", "PostgreSQL 18", "MariaDB 10.11", "MySQL 9.7", "SQLite"})
  void whoUsesTheTargetIsListedAndThrownOutByForceOnly(String engine) throws Exception {
    try (var opened = RestoreSubject.of(engine, folder)) {
      var place = RestorePlace.backedUp(folder, opened);
      String backedUp = opened.content();
      opened.change();
      String changed = opened.content();
      List<String> names = opened.names();

      try (AutoCloseable session = opened.session()) {
        Result refused = place.restore();
        assertThat(refused.exitCode()).as("%s", refused).isEqualTo(4);
        assertThat(refused.err())
            .contains(opened.database() + " is in use: ")
            .containsPattern("pid \\d+: user postgres|connection \\d+ of root|process \\d+ \\(sql")
            .contains("--force");
        assertThat(opened.content()).isEqualTo(changed);
        assertThat(opened.names()).isEqualTo(names);

        Result forced = place.restore("--force");
        assertThat(forced.exitCode()).as("%s", forced).isZero();
        assertThat(opened.content()).isEqualTo(backedUp);
        if (session instanceof Connection connection) {
          assertThatThrownBy(() -> connection.createStatement().execute("SELECT 1"))
              .isInstanceOf(SQLException.class);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PostgreSQL 15", "PostgreSQL 18", "MariaDB 10.11", "MySQL 9.7"})
  void withoutTheRightToCreateDatabasesTheGrantIsNamedAndFastRestores(String engine)
      throws Exception {
    try (var opened = RestoreSubject.of(engine, folder)) {
      opened.make();
      String password = own(opened);
      var place = new RestorePlace(folder, opened);
      place.backup();
      String backedUp = opened.content();
      opened.change();
      own(opened);
      String changed = opened.content();
      List<String> names = opened.names();
      place.configure(opened.settings("teller", password));

      Result refused = place.restore();
      assertThat(refused.exitCode()).as("%s", refused).isEqualTo(2);
      assertThat(refused.err())
          .contains("user teller may not")
          .containsPattern(
              "run ALTER ROLE \"?teller\"? CREATEDB|run GRANT ALL ON `shop.*TO `teller`")
          .contains("--mode fast");
      assertThat(opened.content()).isEqualTo(changed);
      assertThat(opened.names()).isEqualTo(names);

      Result fast = place.restore("--mode", "fast", "--force");
      assertThat(fast.exitCode()).as("%s", fast).isZero();
      assertThat(opened.content()).isEqualTo(backedUp);
    }
  }

  /** Gives all of it to an account that may do nothing else; its password. */
  private static String own(RestoreSubject subject) throws Exception {
    String password = "only the shop";
    if (subject instanceof RestoreSubject.Postgres postgres) {
      var server = postgres.server();
      if (server.rows("postgres", "SELECT 1 FROM pg_roles WHERE rolname = 'teller'").isEmpty()) {
        server.sql("postgres", "CREATE ROLE teller LOGIN PASSWORD '" + password + "'");
      }
      server.sql("postgres", "ALTER DATABASE shop OWNER TO teller");
      for (String table : server.rows(RestoreSubject.NAME, OWNED)) {
        server.sql(RestoreSubject.NAME, "ALTER TABLE " + table + " OWNER TO teller");
      }
    } else if (subject instanceof RestoreSubject.Mysql mysql) {
      mysql
          .server()
          .sql(
              "mysql",
              "CREATE USER IF NOT EXISTS teller@localhost IDENTIFIED BY '" + password + "'",
              "GRANT ALL ON shop.* TO teller@localhost",
              // What belongs to an account with more rights could not be dropped.
              "DROP TRIGGER shop.t",
              "CREATE DEFINER=teller@localhost TRIGGER shop.t BEFORE INSERT ON shop.orders"
                  + " FOR EACH ROW SET NEW.note = UPPER(NEW.note)",
              "ALTER DEFINER=teller@localhost VIEW shop.rich AS SELECT name FROM shop.customers");
    }
    return password;
  }

  @ParameterizedTest
  @ValueSource(strings = {"PostgreSQL 15", "PostgreSQL 18", "MariaDB 10.11", "MySQL 9.7", "SQLite"})
  void aFileThatIsDamagedOrNoDumpLeavesTheTargetAsItWas(String engine) throws Exception {
    try (var opened = RestoreSubject.of(engine, folder)) {
      var place = RestorePlace.backedUp(folder, opened);
      opened.change();
      String changed = opened.content();
      List<String> names = opened.names();

      for (var file : damaged(opened, place).entrySet()) {
        Result restore = place.restoreFile(write(file.getKey(), file.getValue()));
        assertThat(restore.exitCode()).as("%s: %s", file.getKey(), restore).isEqualTo(6);
        assertThat(restore.err()).as("%s", restore).contains(";").doesNotContain("\tat ");
        assertThat(opened.content()).as(file.getKey()).isEqualTo(changed);
        assertThat(opened.names()).as(file.getKey()).isEqualTo(names);
      }
    }
  }

  /** Without a manifest beside it, a file must show by itself that something is wrong with it. */
  private Map<String, byte[]> damaged(RestoreSubject subject, RestorePlace place) throws Exception {
    Path dump = folder.resolve("dump");
    Shell.run("zstd", "-q", "-d", place.artifact().toString(), "-o", dump.toString());
    var files = new TreeMap<String, byte[]>();
    byte[] whole = Files.readAllBytes(dump);
    files.put("short", Arrays.copyOf(whole, whole.length * 2 / 3));
    files.put("picture", "\u0089PNG\r\n\u001a\n and so on".getBytes(StandardCharsets.ISO_8859_1));
    if (subject instanceof RestoreSubject.Sqlite) {
      // Archives are the same for all.
      byte[] artifact = Files.readAllBytes(place.artifact());
      files.put("short.zst", Arrays.copyOf(artifact, artifact.length - 9));
      byte[] flipped = artifact.clone();
      flipped[flipped.length / 2] ^= 8;
      files.put("flipped.zst", flipped);
    }
    return files;
  }

  private Path write(String name, byte[] content) throws Exception {
    return Files.write(folder.resolve(name), content);
  }
}
