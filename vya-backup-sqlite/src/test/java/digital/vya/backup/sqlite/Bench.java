package digital.vya.backup.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.core.LocalHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A folder of databases, the driver, and the sqlite3 command to see with. */
final class Bench implements AutoCloseable {

  final SqliteDriver driver = new SqliteDriver();
  final Path folder;
  final Path work;
  final LocalHost host;

  Bench(Path parent) throws IOException {
    folder = Files.createDirectory(parent.resolve("databases"));
    work = Files.createDirectory(parent.resolve("work"));
    host = LocalHost.open(work);
  }

  SqliteConfig config() {
    return new SqliteConfig(folder);
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** A database of some pages, made by the sqlite3 command. */
  Path make(String name, String... statements) throws Exception {
    sqlite3(name, "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, b BLOB)");
    sqlite3(
        name,
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
            + " INSERT INTO t SELECT i, 'ação ☃ ' || i, zeroblob(i) || x'00ff0a0d' FROM n");
    for (String statement : statements) {
      sqlite3(name, statement);
    }
    return file(name);
  }

  String sqlite3(String name, String statement) throws Exception {
    return sqlite3(file(name), statement);
  }

  static String sqlite3(Path file, String statement) throws Exception {
    // As a file in its own folder, so that no name is taken for an option or a URI.
    Path folder = Place.folder(file);
    var process =
        new ProcessBuilder("sqlite3", "-batch", "./" + Place.name(file), statement)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as("sqlite3 " + statement + " said " + output).isZero();
    return output.strip();
  }

  /** Everything in a database, as text. */
  static String content(Path file) throws Exception {
    return sqlite3(file, ".dump") + sqlite3(file, "PRAGMA integrity_check");
  }

  static Connection connect(Path file) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file.toUri());
  }

  byte[] dump(String name) throws IOException, InterruptedException {
    var sink = new ByteArrayOutputStream();
    dump(name, sink);
    return sink.toByteArray();
  }

  DumpInfo dump(String name, ByteArrayOutputStream sink) throws IOException, InterruptedException {
    return driver.dump(config(), new DumpRequest(name), sink, host);
  }

  void restore(byte[] dump, String target, boolean replace)
      throws IOException, InterruptedException {
    restore(dump, target, replace, Map.of());
  }

  void restore(byte[] dump, String target, boolean replace, Map<String, String> properties)
      throws IOException, InterruptedException {
    var request = new RestoreRequest("original", Optional.of(target), replace, properties);
    driver.restore(config(), request, new ByteArrayInputStream(dump), host);
  }

  /** The names in the folder of the databases, hidden ones included. */
  List<String> files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(Place::name).sorted().toList();
    }
  }

  void assertNothingLeftBehind() throws IOException {
    try (var files = Files.walk(work)) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
    assertThat(files()).noneMatch(name -> name.startsWith("."));
  }

  @Override
  public void close() throws IOException {
    host.close();
  }
}
