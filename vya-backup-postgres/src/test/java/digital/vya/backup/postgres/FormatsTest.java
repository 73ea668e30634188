package digital.vya.backup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.RestoreOptions;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.core.LocalHost;
import digital.vya.backup.postgres.PostgresConfig.Format;
import digital.vya.backup.postgres.PostgresConfig.Schemas;
import digital.vya.backup.postgres.PostgresConfig.Tables;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Dumps in formats other than the plain one, and dumps of a part. */
final class FormatsTest {

  private static final String NAMES =
      "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname !~"
          + " '^(pg_|information)' ORDER BY 1";

  private final PostgresDriver driver = new PostgresDriver();

  @TempDir Path folder;

  private LocalHost host;

  @BeforeEach
  void open() {
    host = LocalHost.open(folder.resolve("host"));
  }

  @AfterEach
  void close() throws Exception {
    host.close();
  }

  private static PostgresServer filled(int major) throws Exception {
    var server = PostgresServer.shared(major);
    server.sql(
        "postgres",
        "DROP DATABASE IF EXISTS formed WITH (FORCE)",
        "DROP DATABASE IF EXISTS formed2 WITH (FORCE)",
        "CREATE DATABASE formed");
    server.sql(
        "formed",
        "CREATE SCHEMA audit",
        "CREATE SCHEMA \"Odd.\"\"Sc*\"",
        "CREATE TABLE users (id int PRIMARY KEY, name text)",
        "INSERT INTO users SELECT g, md5(g::text) FROM generate_series(1, 1000) g",
        "CREATE TABLE orders (id serial PRIMARY KEY, u int REFERENCES users)",
        "INSERT INTO orders (u) SELECT g FROM generate_series(1, 100) g",
        "CREATE INDEX ON orders (u)",
        "CREATE TABLE log_1 AS SELECT 1 AS a",
        "CREATE TABLE \"Log_2\" AS SELECT 2 AS a",
        "CREATE TABLE audit.log_3 AS SELECT 3 AS a",
        "CREATE TABLE audit.trail AS SELECT 4 AS a",
        "CREATE TABLE \"Odd.\"\"Sc*\".\"t.$x y\" AS SELECT 5 AS a",
        "SELECT lo_from_bytea(4711, '\\x00ff')");
    return server;
  }

  private byte[] dumped(PostgresConfig config, Map<String, String> properties)
      throws IOException, InterruptedException {
    var dump = new ByteArrayOutputStream();
    DumpInfo info = driver.dump(config, new DumpRequest("formed"), dump, host);
    properties.putAll(info.properties());
    return dump.toByteArray();
  }

  private void restore(
      PostgresConfig config, byte[] dump, Map<String, String> properties, RestoreOptions options)
      throws IOException, InterruptedException {
    var into = new RestoreRequest("formed", Optional.of("formed2"), true, properties);
    driver.restore(config, into, options, new ByteArrayInputStream(dump), host);
  }

  private static RestoreOptions jobs(int jobs) {
    return new RestoreOptions(List.of(), List.of(), jobs, Optional.empty(), false, false);
  }

  @ParameterizedTest
  @CsvSource({
    "CUSTOM,15,1",
    "TAR,15,1",
    "DIRECTORY,15,2",
    "CUSTOM,18,2",
    "TAR,18,1",
    "DIRECTORY,18,2"
  })
  void aDumpComesBack(Format format, int major, int jobs) throws Exception {
    var server = filled(major);
    var config = server.config().withFormat(format, format == Format.DIRECTORY ? 2 : 1);
    Map<String, String> properties = new TreeMap<>();
    byte[] dump = dumped(config, properties);
    assertThat(driver.dumpName(config, "x")).isEqualTo("x." + format.extension());
    restore(config, dump, properties, jobs(jobs));
    assertThat(server.dump("formed2")).isEqualTo(server.dump("formed"));
    assertThat(host.warnings()).isEmpty();
    server.sql("formed2", "DELETE FROM log_1");
    byte[] cut = Arrays.copyOf(dump, dump.length - 1);
    var failure =
        catchThrowableOfType(
            BackupException.class, () -> restore(config, cut, properties, jobs(jobs)));
    assertThat(failure.reason()).isEqualTo(Reason.DATA);
    assertThat(server.rows("formed2", "SELECT * FROM log_1")).as("it was left").isEmpty();
  }

  @Test
  void aDirectoryIsATarThatAnyAdminCanUnpack() throws Exception {
    var config = filled(15).config().withFormat(Format.DIRECTORY, 2);
    Path tar = Files.write(folder.resolve("x.tar"), dumped(config, new TreeMap<>()));
    var unpacking = new ProcessBuilder("tar", "-xf", tar.toString(), "-C", folder.toString());
    assertThat(unpacking.inheritIO().start().waitFor()).isZero();
    var lister = config.toolsDir() + "/pg_restore";
    var listing = new ProcessBuilder(lister, "--list", folder.resolve("dump").toString()).start();
    assertThat(new String(listing.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("TABLE DATA public users");
    assertThat(listing.waitFor()).isZero();
  }

  /** Straight into a target, for another owner: what goes through the SQL of an archive. */
  @ParameterizedTest
  @EnumSource(names = {"CUSTOM", "TAR", "DIRECTORY"})
  void anArchiveIsRestoredStraightForAnotherOwner(Format format) throws Exception {
    var server = filled(15);
    server.sql("postgres", "DROP ROLE IF EXISTS formed_owner", "CREATE ROLE formed_owner");
    server.sql("postgres", "CREATE DATABASE formed2");
    server.sql("formed2", "CREATE TABLE old (a int)");
    var config = server.config().withFormat(format, 1);
    Map<String, String> properties = new TreeMap<>();
    byte[] dump = dumped(config, properties);
    restore(
        config,
        dump,
        properties,
        new RestoreOptions(List.of(), List.of(), 1, Optional.of("formed_owner"), true, false));
    assertThat(
            server.rows(
                "formed2",
                "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname"
                    + " !~ '^(pg_|information)'"))
        .containsExactly("formed_owner");
    assertThat(server.rows("formed2", NAMES)).isEqualTo(server.rows("formed", NAMES));
    server.sql("postgres", "DROP DATABASE formed2", "DROP ROLE formed_owner");
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "CUSTOM"})
  void someTablesAreDumpedAndComeBackWithTheirSchemas(Format format) throws Exception {
    var server = filled(15);
    var some =
        new Tables(List.of("audit.*", "Log_?", "\"*", "Odd*.t.$x y"), List.of("trail"), List.of());
    var config =
        server.config().withFormat(format, 1).withOnly(some, new Schemas(List.of(), List.of()));
    Map<String, String> properties = new TreeMap<>();
    byte[] dump = dumped(config, properties);
    assertThat(properties.get("partial")).contains("audit.*", "trail");
    assertThat(host.warnings()).singleElement().asString().contains("\"*", "tables.include");
    restore(config, dump, properties, RestoreOptions.NONE);
    assertThat(server.rows("formed2", NAMES))
        .containsExactly("Odd.\"Sc*.t.$x y", "audit.log_3", "public.Log_2");
  }

  @Test
  void tablesAreLeftOutOrComeWithoutRows() throws Exception {
    var server = filled(18);
    var some = new Tables(List.of(), List.of("log_*"), List.of("orders", "nothing_*"));
    var config = server.config().withOnly(some, new Schemas(List.of(), List.of("Odd?\"Sc*")));
    Map<String, String> properties = new TreeMap<>();
    byte[] dump = dumped(config, properties);
    assertThat(host.warnings()).singleElement().asString().contains("nothing_*");
    restore(config, dump, properties, RestoreOptions.NONE);
    assertThat(server.rows("formed2", NAMES))
        .containsExactly("audit.trail", "public.Log_2", "public.orders", "public.users");
    assertThat(server.rows("formed2", "SELECT count(*) FROM orders")).containsExactly("0");
    assertThat(server.rows("formed2", "SELECT count(*) FROM users")).containsExactly("1000");
  }

  @Test
  void oneSchemaIsDumped() throws Exception {
    var server = filled(15);
    var config =
        server
            .config()
            .withOnly(
                new Tables(List.of(), List.of(), List.of()),
                new Schemas(List.of("aud*"), List.of()));
    Map<String, String> properties = new TreeMap<>();
    byte[] dump = dumped(config, properties);
    restore(config, dump, properties, RestoreOptions.NONE);
    assertThat(server.rows("formed2", NAMES)).containsExactly("audit.log_3", "audit.trail");
  }
}
