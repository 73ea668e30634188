package digital.vya.backup.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.it.Launcher.Result;
import digital.vya.backup.mysql.MysqlServer;
import digital.vya.backup.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command, and every way to fail that is cheap, at TRACE: no secret is left anywhere. */
final class SecretHuntIT {

  private static final String POOR = "p00r' \\\"söul$(id)";
  private static final String WRONG = "wr0ng' \\\"%27pässword";
  private static final String FILED = "fi1ed 'in\\ä \"file";

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private final PostgresServer postgres = PostgresServer.shared(15);
  private final MysqlServer mariadb = MysqlServer.shared("MARIADB_10_11");
  private final Set<Path> configurations = new HashSet<>();
  private final Set<String> leaks = new TreeSet<>();
  private final List<String> all = new ArrayList<>();
  private Launcher launcher;
  private SecretHunt hunt;

  @BeforeEach
  void twoServersAndSecretsFullOfOddCharacters() throws Exception {
    hunt =
        new SecretHunt(
            Map.of(
                "postgres", PostgresServer.PASSWORD,
                "mariadb", MysqlServer.PASSWORD,
                "poor", POOR,
                "wrong", WRONG,
                "filed", FILED));
    launcher = new Launcher(folder).with("HUNTED", PostgresServer.PASSWORD);
    Files.createDirectory(folder.resolve("store"));
    postgres.sql(
        "postgres",
        "DROP DATABASE IF EXISTS hunt WITH (FORCE)",
        "DROP DATABASE IF EXISTS hunt_copy WITH (FORCE)",
        "DROP ROLE IF EXISTS hunt_poor",
        "CREATE ROLE hunt_poor LOGIN PASSWORD '" + POOR.replace("'", "''") + "'",
        "CREATE DATABASE hunt");
    postgres.sql("hunt", "CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t VALUES (1), (2)");
    mariadb.sql("", "DROP DATABASE IF EXISTS hunt", "CREATE DATABASE hunt");
    mariadb.sql("hunt", "CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t VALUES (1), (2)");
  }

  @Test
  void noSecretIsLeftAnywhere() throws Exception {
    try (SecretHunt watching = hunt) {
      watching.watchProcesses();
      whatWorks();
      whatIsRefused();
      whatIsMisconfigured();
      whatIsDamaged();
    }

    assertThat(leaks).as("leaks in what was said").isEmpty();
    assertThat(hunt.found()).as("leaks in arguments").isEmpty();
    assertThat(hunt.below(folder, configurations)).as("leaks in files").isEmpty();
    assertThat(Files.readString(folder.resolve("log/vya-backup.log")))
        .contains("running ", "pg_dump", "DEBUG", "RunLog: main/hunt: stored as", "[");
    assertThat(Files.readAllLines(folder.resolve("state/audit.jsonl"))).hasSizeGreaterThan(8);
    assertThat(String.join("\n", all)).contains("refuses user");
  }

  @Test
  void theHuntFindsEveryFormInFilesNamesAndArguments() throws Exception {
    int n = 0;
    for (String form : hunt.forms().keySet()) {
      Path file = Files.writeString(folder.resolve("planted" + n++), "x" + form + "x");
      assertThat(hunt.in("x" + form + "x")).isNotEmpty();
      assertThat(hunt.below(folder, Set.of())).anyMatch(f -> f.startsWith(file + ": "));
    }
    Process leaking = new ProcessBuilder("sh", "-c", "read line", "sh", "-p" + POOR).start();
    try (SecretHunt watching = hunt) {
      watching.lookAtProcesses();
      assertThat(hunt.found()).containsExactly("arguments of a process: poor");
    } finally {
      leaking.destroyForcibly().waitFor();
    }
  }

  private void whatWorks() throws Exception {
    String good = config("good", "${env:HUNTED}", MysqlServer.PASSWORD, node -> {});
    run(0, "backup", "--all", "-c", good);
    run(0, "backup", "--instance", "maria", "--json", "-c", good);
    run(0, "test-connection", "-c", good);
    run(0, "config", "validate", "-c", good);
    run(0, "restore-list", "--json", "-c", good);
    run(0, "verify", "--all", "--restore", "-c", good);
    latest(0, good, "main", "--target", "hunt_copy");
    latest(0, good, "main", "--force");
    run(0, "restore", "--undo", "--force", "-c", good);
    latest(0, good, "maria", "--force", "--mode", "fast");
    latest(0, good, "maria", "--dry-run");
    run(0, "audit", "list", "-c", good);
    run(0, "audit", "verify", "-c", good);
  }

  private void whatIsRefused() throws Exception {
    String wrong = config("wrong", WRONG, WRONG, node -> {});
    run(2, "backup", "--all", "-c", wrong);
    run(2, "test-connection", "-c", wrong);
    latest(2, wrong, "main", "--force");
    Files.writeString(folder.resolve("secret.txt"), FILED);
    configurations.add(folder.resolve("secret.txt"));
    String nobody =
        config(
            "nobody",
            "${file:" + folder.resolve("secret.txt") + "}",
            FILED,
            node -> {
              node.withArray("instances").forEach(i -> ((ObjectNode) i).put("port", 1));
            });
    run(4, "backup", "--all", "-c", nobody);
    String poor =
        config(
            "poor",
            POOR,
            MysqlServer.PASSWORD,
            node -> {
              ((ObjectNode) node.withArray("instances").get(0)).put("user", "hunt_poor");
            });
    run(3, "backup", "--all", "-c", poor);
  }

  private void whatIsMisconfigured() throws Exception {
    String misspelt =
        config(
            "misspelt",
            WRONG,
            WRONG,
            node -> {
              var instance = (ObjectNode) node.withArray("instances").get(0);
              instance.put("pasword", WRONG).put("port", "many");
            });
    run(2, "config", "validate", "-c", misspelt);
    run(2, "backup", "--all", "-c", misspelt);
    Path broken = folder.resolve("broken.json");
    String escaped = JSON.writeValueAsString(WRONG);
    written(broken, "{\"instances\": [{\"id\": \"main\", \"password\": " + escaped + " oops}]}");
    Result refused = run(2, "config", "validate", "-c", broken.toString());
    assertThat(refused.err()).contains("line 1, column", "this is not JSON");
    Path yaml = folder.resolve("broken.yaml");
    written(yaml, "instances:\n  - id: main\n    password: " + escaped + " oops: [\n");
    run(2, "config", "validate", "-c", yaml.toString());
    String lost =
        config(
            "lost",
            PostgresServer.PASSWORD,
            MysqlServer.PASSWORD,
            node ->
                ((ObjectNode) node.withArray("storages").get(0))
                    .put("path", folder.resolve("nowhere").toString()));
    run(2, "backup", "--all", "-c", lost);
    run(2, "test-connection", "-c", lost);
  }

  private void whatIsDamaged() throws Exception {
    try (Stream<Path> files = Files.walk(folder.resolve("store"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".zst")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
      }
    }
    String good = folder.resolve("good.json").toString();
    run(6, "verify", "--all", "-c", good);
    latest(6, good, "main", "--force");
  }

  private void latest(int code, String config, String instance, String... more) throws Exception {
    var arguments =
        new ArrayList<>(
            List.of("restore", "--latest", "--instance", instance, "--database", "hunt"));
    arguments.addAll(List.of("-c", config));
    arguments.addAll(List.of(more));
    run(code, arguments.toArray(String[]::new));
  }

  private Result run(int code, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of(arguments));
    command.addAll(List.of("--log-level", "trace"));
    Result result = launcher.run(command.toArray(String[]::new));
    hunt.in(result.out() + result.err())
        .forEach(name -> leaks.add(String.join(" ", arguments) + ": " + name));
    all.add(result.out() + result.err());
    assertThat(result.exitCode()).as("%s: %s", command, result).isEqualTo(code);
    return result;
  }

  /** Something a configuration has that another one has not. */
  private interface Change {
    void to(ObjectNode node);
  }

  private String config(String name, String postgresPassword, String mariaPassword, Change change)
      throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.putObject("run").put("state_dir", folder.resolve("state").toString());
    root.putObject("defaults").putObject("retry").put("attempts", 2).put("pause", "1ms");
    var logging = root.putObject("logging");
    logging.put("format", name.equals("poor") ? "json" : "text");
    logging.putObject("file").put("dir", folder.resolve("log").toString()).put("level", "trace");
    root.putArray("storages")
        .addObject()
        .put("id", "local")
        .put("type", "local")
        .put("path", folder.resolve("store").toString());
    var instances = root.putArray("instances");
    ObjectNode main = instances.addObject().put("id", "main").put("dbms", "postgresql");
    main.put("host", "127.0.0.1").put("port", postgres.port()).put("user", PostgresServer.USER);
    main.put("password", postgresPassword).put("tools_dir", postgres.toolsDir().toString());
    main.putArray("include").add("hunt");
    ObjectNode maria = instances.addObject().put("id", "maria").put("dbms", "mariadb");
    maria.put("host", "127.0.0.1").put("port", mariadb.port()).put("user", MysqlServer.USER);
    maria.put("password", mariaPassword).put("tools_dir", mariadb.toolsDir().toString());
    maria.putArray("include").add("hunt");
    change.to(root);
    Path file = folder.resolve(name + ".json");
    written(file, root.toString());
    return file.toString();
  }

  private void written(Path file, String text) throws IOException {
    Launcher.configuration(file, text);
    configurations.add(file);
  }
}
