package digital.vya.backup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.RestoreOptions;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.core.LocalHost;
import digital.vya.backup.postgres.PostgresConfig.Format;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Some tables of a dump, put beside what else is there. */
final class PartRestoreTest {

  private static final String[] FILLED = {
    "CREATE SCHEMA audit",
    "CREATE TABLE users (id int PRIMARY KEY, name text)",
    "INSERT INTO users SELECT g, 'u' || g FROM generate_series(1, 10) g",
    "CREATE TABLE \"Odd.\"\"x\" (id serial PRIMARY KEY, u int CHECK (u > 0))",
    "INSERT INTO \"Odd.\"\"x\" (u) SELECT g FROM generate_series(1, 10) g",
    "CREATE INDEX by_u ON \"Odd.\"\"x\" (u)",
    "CREATE TABLE audit.log_1 AS SELECT 1 AS a",
    "CREATE TABLE audit.log_2 AS SELECT 2 AS a",
    "CREATE TABLE other AS SELECT 3 AS a"
  };

  private final PostgresDriver driver = new PostgresDriver();
  private final PostgresServer server = PostgresServer.shared(15);

  @TempDir Path folder;

  private LocalHost host;
  private byte[] dump = new byte[0];
  private DumpInfo info = new DumpInfo("", "", Map.of());

  @BeforeEach
  void open() {
    host = LocalHost.open(folder.resolve("host"));
  }

  @AfterEach
  void close() throws Exception {
    host.close();
    assertThat(server.rows("postgres", "SELECT datname FROM pg_database WHERE datname ~ '_vya_'"))
        .isEmpty();
  }

  private void dumped(Format format) throws Exception {
    server.sql(
        "postgres",
        "DROP DATABASE IF EXISTS parted WITH (FORCE)",
        "DROP DATABASE IF EXISTS parted2 WITH (FORCE)",
        "CREATE DATABASE parted",
        "CREATE DATABASE parted2");
    server.sql("parted", FILLED);
    var sink = new ByteArrayOutputStream();
    var config = server.config().withFormat(format, 1);
    info = driver.dump(config, new DumpRequest("parted"), sink, host);
    dump = sink.toByteArray();
  }

  private void restore(boolean replace, List<String> tables, List<String> schemas)
      throws IOException, InterruptedException {
    driver.restore(
        server.config(),
        new RestoreRequest("parted", Optional.of("parted2"), replace, info.properties()),
        new RestoreOptions(tables, schemas, 1, Optional.empty(), false, false),
        new ByteArrayInputStream(dump),
        host);
  }

  private BackupException refused(boolean replace, List<String> tables, List<String> schemas) {
    String before = server.dump("parted2");
    var failure =
        catchThrowableOfType(BackupException.class, () -> restore(replace, tables, schemas));
    assertThat(failure).as("a BackupException").isNotNull();
    assertThat(server.dump("parted2")).isEqualTo(before);
    return failure;
  }

  @ParameterizedTest
  @EnumSource
  void someTablesComeWithAllThatIsTheirs(Format format) throws Exception {
    dumped(format);
    server.sql("parted2", "CREATE TABLE mine AS SELECT 1 AS a", "CREATE TABLE users (old int)");
    String mine = server.dump("parted2", "--table=mine");

    assertThat(refused(false, List.of("us*"), List.of())).hasMessageContaining("public.users");
    assertThat(refused(true, List.of("users", "nobody"), List.of()))
        .hasMessageContaining("matches nobody");
    assertThat(refused(true, List.of("users"), List.of("audit")))
        .hasMessageContaining("none of these tables");
    server.sql("parted2", "CREATE VIEW v AS SELECT * FROM users");
    assertThat(refused(true, List.of("users"), List.of())).hasMessageContaining("v depends on");
    server.sql("parted2", "DROP VIEW v");

    restore(true, List.of("users", "public.Odd?\"x", "log_1"), List.of());
    assertThat(server.dump("parted2", "--table=mine")).isEqualTo(mine);
    for (String table : List.of("public.users", "public.\"Odd.\"\"x\"", "audit.log_1")) {
      assertThat(server.dump("parted2", "--table=" + table))
          .contains("Type: TABLE;")
          .isEqualTo(server.dump("parted", "--table=" + table));
    }
    assertThat(
            server.rows("parted2", "SELECT tablename FROM pg_tables WHERE tablename ~ 'log|oth'"))
        .containsExactly("log_1");

    restore(false, List.of("*2"), List.of("aud*"));
    assertThat(server.rows("parted2", "SELECT a FROM audit.log_2")).containsExactly("2");
  }
}
