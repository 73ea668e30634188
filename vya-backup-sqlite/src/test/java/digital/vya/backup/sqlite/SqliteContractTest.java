package digital.vya.backup.sqlite;

import digital.vya.backup.api.DbmsDriver;
import digital.vya.backup.testkit.BrokenTool;
import digital.vya.backup.testkit.ChangesRows;
import digital.vya.backup.testkit.DbmsDriverContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

final class SqliteContractTest extends DbmsDriverContract<SqliteConfig> implements ChangesRows {

  private static final String EVERYTHING =
      "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema"
          + " UNION ALL SELECT 'version ' || user_version FROM pragma_user_version"
          + " ORDER BY 1";

  @TempDir Path folder;

  @Override
  protected DbmsDriver<SqliteConfig> driver() {
    return new SqliteDriver();
  }

  @Override
  protected SqliteConfig config() {
    return new SqliteConfig(folder);
  }

  @Override
  protected SqliteConfig brokenConfig() {
    return new SqliteConfig(folder.resolve("gone/app.db"));
  }

  /** No other program has a part in it. */
  @Override
  protected Optional<SqliteConfig> configWith(BrokenTool tool, Path tools) {
    return Optional.empty();
  }

  @Override
  protected List<String> secrets() {
    return List.of("a database file has no password");
  }

  /** A name is one of a file, in which a backslash is refused as another system's separator. */
  @Override
  protected List<String> oddNames() {
    return super.oddNames().stream().filter(name -> !name.contains("\\")).toList();
  }

  @Override
  protected void create(String database) throws SQLException {
    execute(database, "PRAGMA user_version = 7");
  }

  @Override
  protected void fill(String database) throws SQLException {
    execute(
        database,
        "CREATE TABLE \"od\"\"d 'näme'\" (\"select\" TEXT, bytes BLOB)",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
            + " INSERT INTO \"od\"\"d 'näme'\" SELECT 'x''\"日 ' || i, randomblob(1000) FROM n",
        "CREATE VIEW v AS SELECT count(*) AS n FROM \"od\"\"d 'näme'\"");
  }

  @Override
  public void changeRow(String database) throws SQLException {
    execute(database, "UPDATE \"od\"\"d 'näme'\" SET \"select\" = 'changed' WHERE rowid = 1234");
  }

  @Override
  protected void drop(String database) throws IOException {
    for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
      Files.deleteIfExists(folder.resolve(database + suffix));
    }
  }

  @Override
  protected Optional<Object> content(String database) throws SQLException {
    if (!Files.exists(folder.resolve(database))) {
      return Optional.empty();
    }
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      var told = new ArrayList<>(column(statement, EVERYTHING));
      if (told.stream().anyMatch(line -> line.startsWith("view v"))) {
        told.addAll(
            column(
                statement,
                "SELECT rowid || \"select\" || hex(bytes) FROM \"od\"\"d 'näme'\" ORDER BY rowid"));
      }
      return Optional.of(told);
    }
  }

  private static List<String> column(Statement statement, String query) throws SQLException {
    var values = new ArrayList<String>();
    try (var rows = statement.executeQuery(query)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  private void execute(String database, String... statements) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private Connection connect(String database) throws SQLException {
    var source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + folder.resolve(database).toUri().toString().replace("///", "/"));
    return source.getConnection();
  }
}
