package digital.vya.backup.it;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.it.Launcher.Result;
import digital.vya.backup.mysql.MysqlServer;
import digital.vya.backup.postgres.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody follows a recovery kit to the letter, with standard tools alone. */
final class RecoveryKitIT {

  private static final Pattern BLOCK =
      Pattern.compile("^```sh\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final String DATABASE = "kit's $(touch /tmp/vya-kit-ran) `x` a=b \"q\"";

  @TempDir Path folder;
  private Launcher launcher;
  private String config = "";

  @BeforeEach
  void makeKeysAndData() throws Exception {
    launcher = new Launcher(folder);
    assertThat(launcher.run("keys", "generate", "--out", path("backup.key")).exitCode()).isZero();
    Files.createDirectory(folder.resolve("store"));
    Files.createDirectory(folder.resolve("data"));
    Shell.pipe(
        """
        cd '%s'; mkdir site; seq 100000 > site/numbers; ln -s numbers site/link
        sqlite3 "data/it's \\$HOME 100%% \\"odd\\" & \\`id\\`.db" \\
          "create table t(a); insert into t values ('seven'), (7)"
        """
            .formatted(folder));
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private void configure(String more, String archive) throws IOException, InterruptedException {
    config =
        Launcher.configuration(
                folder.resolve("config.json"),
                """
                {
                  "run": {"state_dir": "%1$s/state"},
                  "defaults": {"archive": %3$s, "destinations": ["local"]},
                  "storages": [
                    {"id": "local", "type": "local", "path": "%1$s/store"},
                    {"id": "away", "type": "local", "path": "%1$s/unmounted"}
                  ],
                  "instances": [
                    %2$s
                    {"id": "app", "dbms": "sqlite", "path": "%1$s/data"},
                    {"id": "www", "dbms": "files", "sets": {"site": {"include": ["%1$s/site/**"]}}}
                  ]
                }
                """
                    .formatted(folder, more, archive))
            .toString();
    Result backup = launcher.run("backup", "--all", "-c", config);
    assertThat(backup.exitCode()).as("%s", backup).isZero();
  }

  private String encrypted() {
    return "[\"zstd\", {\"type\": \"age\", \"identity_file\": \"" + path("backup.key") + "\"}]";
  }

  private Result kit(String... more) throws IOException, InterruptedException {
    String[] all = new String[more.length + 5];
    System.arraycopy(
        new String[] {"recovery-kit", "--out", path("kit"), "-c", config}, 0, all, 0, 5);
    System.arraycopy(more, 0, all, 5, more.length);
    return launcher.run(all);
  }

  /** Pastes every block, in its order. */
  private void follow(Map<String, String> environment) throws Exception {
    String text = Files.readString(folder.resolve("kit/README.md"));
    String script =
        BLOCK
            .matcher(text)
            .results()
            .map(block -> block.group(1))
            .collect(Collectors.joining())
            .replace("/path/to/the/private-key", path("backup.key"));
    var builder =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
            .directory(folder.resolve("kit").toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(script + "\n" + said).isZero();
    assertThat(said).contains(": OK").doesNotContain("FAILED");
  }

  private void assertRestored() throws Exception {
    Path work = folder.resolve("kit/work");
    Shell.pipe("cmp '%s/site/numbers' $(find '%s' -name numbers)".formatted(folder, work));
    assertThat(Shell.pipe("sqlite3 '%s'/restored-*.db 'select * from t'".formatted(work)))
        .isEqualTo("seven\n7\n");
  }

  @Test
  void theCommandsRestoreAndNoSecretIsInIt() throws Exception {
    configure("", encrypted());
    Result made = kit();
    // One storage could not be read: that is said, and is no reason to have no kit.
    assertThat(made.exitCode()).as("%s", made).isEqualTo(3);
    assertThat(Files.readString(folder.resolve("kit/README.md")))
        .contains("This kit is not complete")
        .contains("storage away: ");
    assertThat(Shell.run("stat", "-c", "%a", path("kit")).strip()).isEqualTo("700");
    assertThat(Shell.pipe("grep -rl AGE-SECRET-KEY-1[A-Z0-9] '%s' || true".formatted(path("kit"))))
        .isEmpty();

    follow(Map.of());
    assertRestored();
    Result again = kit();
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("is not empty, and nothing was written");
  }

  @Test
  void withSecretsTheKitIsAllThatItTakes() throws Exception {
    configure("", encrypted());
    Result made = kit("--with-secrets");
    assertThat(made.err()).contains("holds PRIVATE KEYS");
    Files.delete(folder.resolve("backup.key"));

    follow(Map.of());
    assertRestored();
  }

  @Test
  void otherArchivesAreUndoneToo() throws Exception {
    for (String archive :
        new String[] {
          "[\"gzip\"]",
          "[\"zip\"]",
          "[\"none\"]",
          "[\"zip\", {\"type\": \"age\", \"identity_file\": \"" + path("backup.key") + "\"}]"
        }) {
      Shell.pipe("rm -rf '%1$s/kit' '%1$s'/store/*".formatted(folder));
      configure("", archive);
      kit();
      follow(Map.of());
      assertRestored();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MYSQL_9"})
  void aServerOfMysqlComesBackWithItsAccountsAndGrantsOnTables(String name) throws Exception {
    try (var server = MysqlServer.start(name)) {
      String quoted = "`" + DATABASE.replace("`", "``") + "`";
      server.sql("", "CREATE DATABASE " + quoted + " CHARACTER SET latin1 COLLATE latin1_bin");
      server.sql(
          DATABASE,
          "CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(99), b BLOB)",
          "INSERT INTO t VALUES (1, 'a; \\\\! touch /tmp/vya-kit-ran', 0x000D0A1A275C)",
          "CREATE TRIGGER bi BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.id = NEW.id; END",
          "CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 7 /* kept */",
          "CREATE USER kit@localhost IDENTIFIED BY 'kit''s'",
          "GRANT UPDATE (a) ON " + quoted + ".t TO kit@localhost");
      List<String> before = state(server, quoted);
      configure(
          """
          {"id": "main", "dbms": "%s", "host": "127.0.0.1", "port": %d, "user": "root",
           "password": "%s", "tools_dir": "%s", "include": ["kit's*"]},
          """
              .formatted(
                  server.isMysql() ? "mysql" : "mariadb",
                  server.port(),
                  escaped(MysqlServer.PASSWORD),
                  server.toolsDir()),
          encrypted());
      server.sql("", "DROP DATABASE " + quoted, "DROP USER kit@localhost");
      kit();
      Launcher.configuration(
          folder.resolve("home/.my.cnf"),
          "[client]\nprotocol=tcp\nhost=127.0.0.1\nuser=root\nport=%d\npassword=\"%s\"\n"
              .formatted(server.port(), escaped(MysqlServer.PASSWORD)));

      follow(Map.of("HOME", path("home"), "PATH", server.toolsDir() + ":" + System.getenv("PATH")));

      assertRestored();
      assertThat(state(server, quoted)).isEqualTo(before);
      assertThat(Path.of("/tmp/vya-kit-ran")).doesNotExist();
    }
  }

  private static List<String> state(MysqlServer server, String quoted) throws Exception {
    var state = new ArrayList<>(server.rows("SHOW CREATE DATABASE " + quoted));
    state.addAll(server.rows("CHECKSUM TABLE " + quoted + ".t"));
    state.addAll(server.rows("SHOW GRANTS FOR kit@localhost"));
    // MySQL names a column's character set or not, by how its table came to be.
    state.add(server.dump(DATABASE).replace(" CHARACTER SET latin1 COLLATE", " COLLATE"));
    return state;
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "custom", "tar", "directory"})
  void aDatabaseOfPostgresqlWithAnOddNameComesBackAndNothingInItsNameRuns(String format)
      throws Exception {
    PostgresServer server = PostgresServer.shared(15);
    String quoted = "\"" + DATABASE.replace("\"", "\"\"") + "\"";
    server.sql("postgres", "DROP DATABASE IF EXISTS " + quoted + " WITH (FORCE)");
    server.sql("postgres", "CREATE DATABASE " + quoted);
    server.sql(DATABASE, "CREATE TABLE t AS SELECT generate_series(1, 1000) AS n");
    configure(
        """
        {"id": "main", "dbms": "postgresql", "host": "127.0.0.1", "port": %d, "user": "postgres",
         "password": "%s", "tools_dir": "%s", "include": ["kit's*"], "format": "%s"},
        """
            .formatted(server.port(), escaped(PostgresServer.PASSWORD), server.toolsDir(), format),
        encrypted());
    server.sql("postgres", "DROP DATABASE " + quoted + " WITH (FORCE)");
    kit();

    follow(
        Map.of(
            "PGHOST",
            "127.0.0.1",
            "PGPORT",
            Integer.toString(server.port()),
            "PGUSER",
            "postgres",
            "PGPASSWORD",
            PostgresServer.PASSWORD,
            "PATH",
            server.toolsDir() + ":" + System.getenv("PATH")));
    assertRestored();
    assertThat(server.rows(DATABASE, "SELECT count(*) FROM t")).containsExactly("1000");
    assertThat(Path.of("/tmp/vya-kit-ran")).doesNotExist();
    server.sql("postgres", "DROP DATABASE " + quoted + " WITH (FORCE)");
  }
}
