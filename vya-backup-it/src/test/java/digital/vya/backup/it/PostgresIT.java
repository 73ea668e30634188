package digital.vya.backup.it;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.it.Launcher.Result;
import digital.vya.backup.postgres.PostgresServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A server is backed up by the packaged launcher, loses everything, and gets it back. */
final class PostgresIT {

  private static final String NAME = "Rich 'n\" ünïcode";
  private static final String QUOTED = "\"Rich 'n\"\" ünïcode\"";
  private static final String ROLES =
      "SELECT rolname, rolcanlogin, rolconnlimit, rolpassword FROM pg_authid"
          + " WHERE rolname LIKE 'rich %' ORDER BY 1";

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> aRichDatabaseAndItsRolesComeBack() {
    return Stream.of(15, 17, 18)
        .map(
            major ->
                DynamicTest.dynamicTest(
                    "PostgreSQL " + major, () -> comeBack(major, PostgresServer.shared(major))));
  }

  private void comeBack(int major, PostgresServer server) throws Exception {
    Path own = Files.createDirectories(folder.resolve(Integer.toString(major)));
    var launcher = new Launcher(own);
    Path store = Files.createDirectory(own.resolve("store"));
    String config = configure(own, server, PostgresServer.PASSWORD).toString();
    drop(server);
    make(server);
    String content = server.dump(NAME);
    List<String> roles = server.rows("postgres", ROLES);
    assertThat(roles).hasSize(10);

    Result backup = launcher.run("backup", "--all", "--json", "--config", config);
    assertThat(backup.exitCode()).as("%s", backup).isZero();
    drop(server);
    Result globals =
        launcher.run("restore", "--latest", "--instance", "main", "--globals", "--config", config);
    assertThat(globals.exitCode()).as("%s", globals).isZero();
    Result restore =
        launcher.run(
            "restore", "--latest", "--instance", "main", "--database", NAME, "--config", config);
    assertThat(restore.exitCode()).as("%s", restore).isZero();

    assertThat(server.rows("postgres", ROLES)).isEqualTo(roles);
    assertThat(server.dump(NAME)).isEqualTo(content);
    byHand(server, store, content);
    drop(server);
  }

  /** Any administrator can restore the artifact with zstd and psql alone. */
  private void byHand(PostgresServer server, Path store, String content) throws Exception {
    server.sql("postgres", "DROP DATABASE " + QUOTED + " WITH (FORCE)");
    server.sql(
        "postgres",
        "CREATE DATABASE " + QUOTED + " TEMPLATE template0 OWNER \"rich 0\"\"x\" LOCALE 'C'");
    Path artifact;
    try (Stream<Path> files = Files.walk(store)) {
      artifact =
          files
              .filter(f -> f.toString().endsWith(".sql.zst") && f.toString().contains("Rich"))
              .findFirst()
              .orElseThrow();
    }
    var psql =
        new ProcessBuilder(
            "bash",
            "-o",
            "pipefail",
            "-c",
            "zstd -dc \"$ARTIFACT\" | \"$PSQL\" -X -q -v ON_ERROR_STOP=1 > /dev/null");
    psql.environment().put("ARTIFACT", artifact.toString());
    psql.environment().put("PSQL", server.toolsDir().resolve("psql").toString());
    psql.environment().put("PGHOST", "127.0.0.1");
    psql.environment().put("PGPORT", Integer.toString(server.port()));
    psql.environment().put("PGUSER", PostgresServer.USER);
    psql.environment().put("PGPASSWORD", PostgresServer.PASSWORD);
    psql.environment().put("PGDATABASE", NAME);
    assertThat(psql.inheritIO().start().waitFor()).isZero();
    assertThat(server.dump(NAME)).isEqualTo(content);
  }

  @Test
  void aWrongPasswordIsToldInOneLineAndShownNowhere() throws Exception {
    var server = PostgresServer.shared(15);
    var launcher = new Launcher(folder);
    Files.createDirectory(folder.resolve("store"));
    String config = configure(folder, server, "not the password").toString();
    Result backup = launcher.run("backup", "--all", "--config", config);

    assertThat(backup.exitCode()).as("%s", backup).isEqualTo(2);
    assertThat(backup.out()).contains("refuses user postgres", "check user and password");
    assertThat(backup.out() + backup.err())
        .doesNotContain("not the password")
        .doesNotContain("\tat ");
    Result check = launcher.run("test-connection", "--config", config);
    assertThat(check.exitCode()).as("%s", check).isEqualTo(2);
  }

  @Test
  void aServerThatDiesInTheMiddleLeavesNothingThatLooksComplete() throws Exception {
    var launcher = new Launcher(folder);
    Path store = Files.createDirectory(folder.resolve("store"));
    try (var server = PostgresServer.start(15)) {
      server.sql("postgres", "CREATE DATABASE large");
      server.sql(
          "large",
          "CREATE TABLE t AS SELECT g, md5(g::text) || md5((g + 1)::text) AS text"
              + " FROM generate_series(1, 3000000) g");
      Path config = configure(folder, server, PostgresServer.PASSWORD);
      Process process =
          launcher.start(
              "backup", "--instance", "main", "--database", "large", "--config", config.toString());
      while (process.isAlive() && size(store) < 1 << 20) {
        Thread.onSpinWait();
      }
      server.kill();
      Result backup = launcher.ended(process);

      assertThat(backup.exitCode()).as("%s", backup).isEqualTo(4);
      assertThat(size(store)).as("bytes in the store").isZero();
    }
  }

  private static long size(Path store) throws IOException {
    long sum = 0;
    try (Stream<Path> files = Files.walk(store)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        // How it went is told there even if nothing is stored.
        sum += file.toString().contains("@status") ? 0 : file.toFile().length();
      }
    }
    return sum;
  }

  private static Path configure(Path own, PostgresServer server, String password)
      throws IOException {
    String escaped = password.replace("\\", "\\\\").replace("\"", "\\\"");
    return Launcher.configuration(
        own.resolve("config.json"),
        """
        {
          "run": {"state_dir": "%1$s/state"},
          "defaults": {"retry": {"attempts": 1}},
          "storages": [{"id": "local", "type": "local", "path": "%1$s/store"}],
          "instances": [{"id": "main", "dbms": "postgresql", "host": "127.0.0.1", "port": %2$d,
            "user": "postgres", "password": "%3$s", "tools_dir": "%4$s"}]
        }
        """
            .formatted(own, server.port(), escaped, server.toolsDir()));
  }

  private static void make(PostgresServer server) throws Exception {
    for (int n = 0; n < 10; n++) {
      server.sql(
          "postgres",
          "CREATE ROLE \"rich %d\"\"x\" LOGIN CONNECTION LIMIT %d PASSWORD 'it''s %d'"
              .formatted(n, n + 1, n));
    }
    server.sql(
        "postgres",
        "GRANT \"rich 0\"\"x\" TO \"rich 1\"\"x\" WITH ADMIN OPTION",
        "CREATE DATABASE " + QUOTED + " TEMPLATE template0 OWNER \"rich 0\"\"x\" LOCALE 'C'");
    try (InputStream script = PostgresServer.class.getResourceAsStream("/rich.sql")) {
      assertThat(script).isNotNull();
      server.sql(NAME, new String(script.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static void drop(PostgresServer server) throws SQLException {
    server.sql("postgres", "DROP DATABASE IF EXISTS " + QUOTED + " WITH (FORCE)");
    for (int n = 0; n < 10; n++) {
      server.sql("postgres", "DROP ROLE IF EXISTS \"rich %d\"\"x\"".formatted(n));
    }
  }
}
