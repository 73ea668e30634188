package digital.vya.backup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.core.LocalHost;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Dumps that were made by hand, without a manifest. */
@Tag("one-jdk")
final class ForeignDumpsTest {

  private static final String NAME = "Hand made; 'x'";
  private static final String TARGET = "another";
  private static final String LOCALE =
      "SELECT pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database WHERE datname = ";
  private static final String OTHERS =
      "SELECT datname, datdba::regrole, datconnlimit, datacl, shobj_description(oid, 'pg_database'),"
          + " (SELECT array_agg(setconfig::text ORDER BY setrole) FROM pg_db_role_setting"
          + " WHERE setdatabase = d.oid) FROM pg_database d WHERE datname <> '"
          + TARGET
          + "' ORDER BY 1";

  private final PostgresDriver driver = new PostgresDriver();

  @TempDir Path temporary;

  private Path folder;
  private LocalHost host;

  @BeforeEach
  void open() throws IOException {
    folder = Files.createTempDirectory(temporary, "test");
    host = LocalHost.open(folder.resolve("host"));
  }

  @AfterEach
  void close() throws Exception {
    host.close();
  }

  private interface Body {
    void run() throws Exception;
  }

  /** Dynamic tests share what is before each; these do not. */
  private DynamicTest test(String name, Body body) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          close();
          open();
          body.run();
        });
  }

  /** Who dumps, and with which version; who restores. */
  private record Way(int server, int tool, int target) {}

  @TestFactory
  Stream<DynamicTest> aDumpMadeByHandComesBackUnderAnotherName() {
    var tests = new ArrayList<DynamicTest>();
    for (Way way :
        List.of(
            new Way(15, 15, 15),
            new Way(15, 17, 15),
            new Way(15, 18, 15),
            new Way(15, 15, 18),
            new Way(17, 17, 17),
            new Way(18, 18, 18),
            new Way(18, 18, 15))) {
      for (String form : List.of("plain", "inserts", "custom", "tar", "directory")) {
        tests.add(test(form + " " + way, () -> comesBack(way, form)));
      }
    }
    return tests.stream();
  }

  private void comesBack(Way way, String form) throws Exception {
    var source = PostgresServer.shared(way.server());
    var target = PostgresServer.shared(way.target());
    make(source);
    byte[] dump = dump(source, PostgresServer.shared(way.tool()), form);
    for (var server : List.of(source, target)) {
      server.sql("postgres", "DROP DATABASE IF EXISTS " + TARGET + " WITH (FORCE)");
    }
    var others = target.rows("postgres", OTHERS);
    var expected = rows(source, NAME);
    var locale = source.rows("postgres", LOCALE + Sql.literal(NAME));
    // The newer of the two: an older pg_restore does not read what a newer pg_dump writes.
    var tools = PostgresServer.shared(Math.max(way.tool(), way.target())).toolsDir();
    restore(target.config().withToolsDir(tools), dump, TARGET);
    assertThat(rows(target, TARGET)).isEqualTo(expected);
    assertThat(target.rows("postgres", LOCALE + Sql.literal(TARGET))).isEqualTo(locale);
    assertThat(target.rows("postgres", OTHERS)).as("other databases").isEqualTo(others);
    assertTold(way, form);
  }

  private void assertTold(Way way, String form) {
    assertThat(host.warnings()).doesNotHaveDuplicates();
    if (form.equals("plain")) {
      assertThat(host.warnings())
          .anyMatch(line -> line.contains("CREATE DATABASE"))
          .anyMatch(line -> line.contains("settings"));
    }
    boolean unknown = way.tool() > 15 && way.target() == 15;
    assertThat(host.warnings().stream().anyMatch(line -> line.contains("transaction_timeout")))
        .isEqualTo(unknown);
    assertThat(host.warnings().stream().anyMatch(line -> line.contains("is the older")))
        .isEqualTo(way.server() > way.target());
  }

  private byte[] dump(PostgresServer source, PostgresServer tool, String form) throws IOException {
    Path file = folder.resolve("dump." + form);
    String format = form.equals("inserts") ? "plain" : form;
    var arguments =
        new ArrayList<>(List.of("--file=" + file, "--clean", "--create", "--if-exists"));
    arguments.add("--format=" + format);
    if (form.equals("inserts")) {
      arguments.add("--inserts");
    }
    source.client(tool, "pg_dump", NAME, arguments.toArray(String[]::new));
    if (form.equals("directory")) {
      Path packed = folder.resolve("packed.tar");
      run("tar", "-cf", packed.toString(), "-C", folder.toString(), "dump.directory");
      return Files.readAllBytes(packed);
    }
    return Files.readAllBytes(file);
  }

  private static void run(String... command) throws IOException {
    try {
      assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  private static void make(PostgresServer server) throws SQLException {
    String database = Sql.identifier(NAME);
    server.sql(
        "postgres",
        "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)",
        "CREATE DATABASE " + database + " TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'",
        "COMMENT ON DATABASE " + database + " IS 'it''s; \\ a comment'",
        "ALTER DATABASE " + database + " SET work_mem TO '5MB'",
        "ALTER ROLE postgres IN DATABASE " + database + " SET work_mem TO '6MB'",
        "REVOKE ALL ON DATABASE " + database + " FROM PUBLIC");
    server.sql(
        NAME,
        "CREATE SCHEMA \"DROP DATABASE x;\"",
        "CREATE TABLE t (id int PRIMARY KEY, a text, b bytea)",
        "INSERT INTO t SELECT g, E'DROP DATABASE x;\\n\\\\.\\n\\\\connect x\\n-- é '' $$ /*' || g,"
            + " decode(md5(g::text), 'hex') FROM generate_series(1, 500) g",
        "CREATE TABLE \"DROP DATABASE x;\".\"CREATE ROLE\" (a int REFERENCES t, b serial)",
        "INSERT INTO \"DROP DATABASE x;\".\"CREATE ROLE\" SELECT 7 FROM generate_series(1, 9)",
        "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS "
            + "$x$SELECT '\nDROP DATABASE x;\n\\connect x\n'$x$",
        "CREATE FUNCTION g() RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT 'x;'; SELECT"
            + " CASE WHEN true THEN 'y;' END; END",
        "CREATE VIEW v AS SELECT count(*) AS c, f() AS f, g() AS g FROM t",
        "SELECT lo_from_bytea(4711, '\\x00ff5c2e0a')",
        "COMMENT ON TABLE t IS E'\\nDROP DATABASE x;\\n'");
  }

  private static List<String> rows(PostgresServer server, String database) throws SQLException {
    var rows = new ArrayList<String>();
    for (String query :
        List.of(
            "SELECT count(*), md5(string_agg(t::text, ',' ORDER BY id)) FROM t",
            "SELECT * FROM \"DROP DATABASE x;\".\"CREATE ROLE\" ORDER BY b",
            "SELECT nextval('\"DROP DATABASE x;\".\"CREATE ROLE_b_seq\"') > 9",
            "SELECT * FROM v",
            "SELECT oid, lo_get(oid) FROM pg_largeobject_metadata",
            "SELECT obj_description('t'::regclass)",
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype <> 'n'"
                + " AND connamespace::regnamespace::text !~ '^(pg_|information)' ORDER BY 1")) {
      rows.addAll(server.rows(database, query));
    }
    return rows;
  }

  private void restore(PostgresConfig config, byte[] dump, String target)
      throws IOException, InterruptedException {
    driver.restore(
        config,
        new RestoreRequest(NAME, Optional.of(target), false, Map.of()),
        new ByteArrayInputStream(dump),
        host);
  }

  private BackupException refused(byte[] dump) throws Exception {
    var server = PostgresServer.shared(15);
    server.sql("postgres", "DROP DATABASE IF EXISTS refused WITH (FORCE)");
    var tools = PostgresServer.shared(18).toolsDir();
    var failure =
        catchThrowableOfType(
            BackupException.class,
            () -> restore(server.config().withToolsDir(tools), dump, "refused"));
    assertThat(failure).as("a BackupException").isNotNull();
    assertThat(failure.getMessage()).doesNotContain("\n");
    assertThat(server.rows("postgres", "SELECT 1 FROM pg_database WHERE datname = 'refused'"))
        .isEmpty();
    return failure;
  }

  @TestFactory
  Stream<DynamicTest> aDumpThatIsCutOffIsRefused() {
    return Stream.of("plain", "custom", "tar", "directory")
        .flatMap(
            form ->
                Stream.of(15, 18).map(tool -> test(form + " " + tool, () -> cutOff(form, tool))));
  }

  private void cutOff(String form, int tool) throws Exception {
    var source = PostgresServer.shared(15);
    make(source);
    byte[] dump = dump(source, PostgresServer.shared(tool), form);
    // A tar is padded, and of a custom file the very end may be a second list of what is in it.
    int needed = form.equals("custom") || form.equals("plain") ? dump.length : 16_000;
    for (int length : new int[] {300, 700, needed / 3, needed / 2}) {
      byte[] part = Arrays.copyOf(dump, length);
      assertThat(refused(part).reason())
          .as("%d of %d bytes", length, dump.length)
          .isEqualTo(Reason.DATA);
    }
  }

  @Test
  void theOutputOfPgDumpallIsRefused() throws Exception {
    var source = PostgresServer.shared(15);
    String all = source.client(source, "pg_dumpall", "postgres", "--no-role-passwords");
    assertThat(refused(all.getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("pg_dumpall")
        .hasMessageContaining("take each database with pg_dump");
  }

  @TestFactory
  Stream<DynamicTest> whatIsNoDumpIsCalledByItsName() {
    return Map.of(
            "-- MySQL dump 10.13  Distrib 8.0\n", "dump of MySQL",
            "/*M!999999\\- enable the sandbox mode */ \n-- MariaDB dump", "dump of MySQL",
            "SQLite format 3\0", "SQLite",
            "PK\u0003\u0004", "zip",
            "\u001f\u008b\b", "gzip",
            "\u00ff\u00fe-\0-\0", "UTF-16")
        .entrySet()
        .stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getValue(),
                    () ->
                        assertThat(refused(entry.getKey().getBytes(StandardCharsets.ISO_8859_1)))
                            .hasMessageContaining(entry.getValue())));
  }

  @Test
  void aTarOfSomethingElseIsRefusedAndLeavesItsFolderAlone() throws Exception {
    Files.createDirectories(folder.resolve("t"));
    Files.writeString(folder.resolve("t/toc.dat"), "PGDMP");
    Files.writeString(folder.resolve("t/.profile"), "evil");
    Files.createSymbolicLink(folder.resolve("t/link"), Path.of("/etc/passwd"));
    Path tar = folder.resolve("t.tar");
    for (String members : List.of(".profile", "link")) {
      run("tar", "-cf", tar.toString(), "-C", folder.resolve("t").toString(), "toc.dat", members);
      assertThat(refused(Files.readAllBytes(tar))).hasMessageContaining("not of pg_dump");
    }
    run("tar", "-cf", tar.toString(), "-C", folder.resolve("t").toString(), ".profile");
    assertThat(refused(Files.readAllBytes(tar)).reason()).isEqualTo(Reason.DATA);
  }

  @Test
  void anArchiveThatIsTooNewForTheToolNamesTheOneToInstall() throws Exception {
    var source = PostgresServer.shared(18);
    make(source);
    byte[] dump = dump(source, source, "custom");
    var server = PostgresServer.shared(15);
    var failure =
        catchThrowableOfType(
            BackupException.class, () -> restore(server.config(), dump, "refused"));
    assertThat(failure)
        .hasMessageContaining("pg_restore 15.")
        .hasMessageContaining("install postgresql-client-17 or newer");
  }
}
