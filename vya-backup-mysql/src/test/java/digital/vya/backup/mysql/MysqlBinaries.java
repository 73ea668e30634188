package digital.vya.backup.mysql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The programs of one server: the machine's, or those of a small tree that is entered by chroot.
 */
enum MysqlBinaries {
  /** The machine's own. */
  MARIADB_10_11("", "/usr/sbin/mariadbd", "mariadb-dump"),
  /** That of bin/test-servers. */
  MARIADB_11_8("trixie", "/usr/sbin/mariadbd", "mariadb-dump"),
  /** That of bin/test-servers. */
  MYSQL_9("sid", "/usr/sbin/mysqld", "mysqldump");

  private static final String OWNER = "3306:3306";

  private final String suite;
  private final String server;
  private final String dump;

  MysqlBinaries(String suite, String server, String dump) {
    this.suite = suite;
    this.server = server;
    this.dump = dump;
  }

  boolean isMysql() {
    return this == MYSQL_9;
  }

  private boolean isMachine() {
    return suite.isEmpty();
  }

  private Path root() {
    String set = System.getenv("VYA_TEST_SERVERS");
    Path servers =
        set == null || set.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache", "vya-backup", "servers")
            : Path.of(set);
    return isMachine() ? Path.of("/") : servers.resolve(suite).toAbsolutePath();
  }

  /** Programs of an unpacked tree are behind scripts that find its libraries. */
  Path clients() {
    return isMachine()
        ? Path.of("/usr/bin")
        : root().resolve("tools").resolve(isMysql() ? "mysql" : "mariadb");
  }

  String inside(Path path) {
    return "/" + root().relativize(path);
  }

  Path newFolder() throws IOException {
    if (!Files.isRegularFile(root().resolve(server.substring(1)))) {
      throw new AssertionError(this + " is not in " + root() + "; run bin/test, which installs it");
    }
    Path folder =
        Files.createTempDirectory(
            isMachine() ? Path.of(System.getProperty("java.io.tmpdir")) : root().resolve("tmp"),
            "vya-my");
    run(List.of("chown", OWNER, folder.toString()), Map.of());
    return folder;
  }

  private List<String> asServer(String program, String... arguments) {
    var command = new ArrayList<>(List.of("chroot", "--userspec=" + OWNER, root().toString()));
    command.add(program);
    command.addAll(Arrays.asList(arguments));
    return command;
  }

  void initialize(Path folder) {
    String data = "--datadir=" + inside(folder) + "/data";
    run(
        isMysql()
            ? asServer(server, "--no-defaults", "--initialize-insecure", data)
            : asServer(
                "/usr/bin/mariadb-install-db",
                "--no-defaults",
                data,
                "--auth-root-authentication-method=normal"),
        Map.of());
  }

  /** Gives a server a data folder of its own; MySQL tells servers apart by what it writes there. */
  void copy(Path initialized, Path folder) throws IOException {
    run(List.of("cp", "-a", initialized.resolve("data").toString(), folder.toString()), Map.of());
    Files.deleteIfExists(folder.resolve("data/auto.cnf"));
  }

  Process start(Path folder, int port, String... more) throws IOException {
    String in = inside(folder);
    var command =
        asServer(
            server,
            "--no-defaults",
            "--datadir=" + in + "/data",
            "--port=" + port,
            "--bind-address=127.0.0.1",
            "--socket=" + in + "/s",
            "--pid-file=" + in + "/pid",
            // A server that starts removes the temporary tables of those that share the folder.
            "--tmpdir=" + in,
            "--innodb-flush-log-at-trx-commit=0",
            // What a test kills is a process; the machine and its cache live on.
            "--innodb-flush-method=nosync",
            "--innodb-buffer-pool-size=64M",
            "--event-scheduler=OFF",
            "--skip-log-bin");
    if (isMysql()) {
      command.add("--mysqlx=OFF");
    }
    command.addAll(Arrays.asList(more));
    return builder(command, Map.of()).redirectOutput(folder.resolve("log").toFile()).start();
  }

  /** What its dump program writes. */
  String dump(String... arguments) {
    var command = new ArrayList<>(List.of(clients().resolve(dump).toString()));
    command.addAll(Arrays.asList(arguments));
    return run(command, Map.of());
  }

  private static ProcessBuilder builder(List<String> command, Map<String, String> environment) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(Path.of("/").toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    builder.environment().putAll(environment);
    return builder;
  }

  /** Output goes through a file: whatever is left running would keep a pipe open. */
  private static String run(List<String> command, Map<String, String> environment) {
    Path output = null;
    try {
      output = Files.createTempFile("vya-my", ".out");
      int code = builder(command, environment).redirectOutput(output.toFile()).start().waitFor();
      var said = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
      if (code != 0) {
        throw new AssertionError(command + " ended with " + code + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while running " + command, e);
    } finally {
      if (output != null) {
        delete(output);
      }
    }
  }

  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }
}
