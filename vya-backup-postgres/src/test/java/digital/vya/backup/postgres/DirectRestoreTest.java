package digital.vya.backup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.RestoreOptions;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.api.TableFingerprint;
import digital.vya.backup.core.LocalHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Restores straight into a target, and to another owner. */
final class DirectRestoreTest {

  private static final String NAME = "direct";
  private static final String TARGET = "direct target";
  private static final String USER = "lord";
  private static final RestoreOptions DIRECT = RestoreOptions.NONE.direct(true);
  private static final RestoreOptions RECREATE =
      new RestoreOptions(List.of(), List.of(), 1, Optional.empty(), true, true);

  private final PostgresDriver driver = new PostgresDriver();

  @TempDir Path folder;

  private LocalHost host;
  private PostgresServer server = PostgresServer.shared(15);
  private PostgresConfig user = server.config();

  @BeforeEach
  void open() {
    host = LocalHost.open(folder.resolve("host"));
  }

  @AfterEach
  void close() throws Exception {
    dropAll();
    host.close();
  }

  private void on(int major) throws SQLException {
    server = PostgresServer.shared(major);
    user = server.config(USER, "lording");
    dropAll();
    server.sql(
        "postgres",
        "CREATE ROLE lord LOGIN PASSWORD 'lording'",
        "CREATE ROLE \"other's \"\"role\"",
        "CREATE DATABASE " + NAME + " OWNER lord",
        "CREATE DATABASE \"direct target\" OWNER lord");
  }

  private void dropAll() throws SQLException {
    server.sql(
        "postgres",
        "DROP DATABASE IF EXISTS direct WITH (FORCE)",
        "DROP DATABASE IF EXISTS \"direct target\" WITH (FORCE)");
    for (int n = 0; n < 10; n++) {
      server.sql("postgres", "DROP ROLE IF EXISTS \"rich %d\"\"x\"".formatted(n));
    }
    server.sql("postgres", "DROP ROLE IF EXISTS lord", "DROP ROLE IF EXISTS \"other's \"\"role\"");
  }

  /** Runs statements as the user who owns the databases. */
  private void asUser(String database, String sql) throws SQLException {
    server.sql(database, "SET SESSION AUTHORIZATION lord; " + sql);
  }

  private void fillAsUser() throws SQLException {
    asUser(
        NAME,
        """
        CREATE EXTENSION hstore;
        CREATE TABLE t AS SELECT g AS a, 'x' || g AS b FROM generate_series(1, 100) g;
        CREATE TABLE "COMMIT; " (a text);
        INSERT INTO "COMMIT; " VALUES (E'ALTER TABLE public.t OWNER TO nobody;\\nCOMMIT;\\n\\\\.');
        CREATE SCHEMA s; CREATE VIEW s.v AS SELECT a FROM t;
        CREATE SEQUENCE s.q; SELECT nextval('s.q');
        SELECT lo_from_bytea(4711, 'content');
        ALTER TABLE t ADD PRIMARY KEY (a)
        """);
    asUser(
        TARGET,
        """
        CREATE EXTENSION citext;
        CREATE TABLE t (other citext); INSERT INTO t VALUES ('present');
        CREATE SCHEMA gone; CREATE TABLE gone.away (a int); CREATE TYPE gone.mood AS ENUM ('a');
        CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE PUBLICATION p FOR TABLE t;
        ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;
        ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
        REVOKE ALL ON SCHEMA public FROM PUBLIC;
        SELECT lo_from_bytea(4711, 'present'), lo_from_bytea(4712, 'gone')
        """);
  }

  private byte[] dump() throws Exception {
    var dump = new ByteArrayOutputStream();
    driver.dump(server.config(), new DumpRequest(NAME), dump, host);
    return dump.toByteArray();
  }

  private void restore(PostgresConfig as, byte[] dump, boolean replace, RestoreOptions options)
      throws Exception {
    var into = new RestoreRequest(NAME, Optional.of(TARGET), replace, Map.of());
    driver.restore(as, into, options, new ByteArrayInputStream(dump), host);
  }

  private BackupException fails(
      PostgresConfig as, byte[] dump, boolean replace, RestoreOptions options) {
    var failure =
        catchThrowableOfType(BackupException.class, () -> restore(as, dump, replace, options));
    assertThat(failure).as("a BackupException").isNotNull();
    assertThat(failure.getMessage()).doesNotContain("\n", "lording");
    return failure;
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void whoOwnsADatabaseButMayNotCreateOneRestoresIntoIt(int major) throws Exception {
    on(major);
    fillAsUser();
    assertThat(fails(user, dump(), false, DIRECT)).hasMessageContaining("is not empty");
    restore(user, dump(), true, DIRECT);
    assertThat(server.dump(TARGET)).isEqualTo(server.dump(NAME));
    restore(user, dump(), true, DIRECT);
    assertThat(server.dump(TARGET)).isEqualTo(server.dump(NAME));
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void aRestoreThatFailsInTheMiddleLeavesTheTargetAsItWas(int major) throws Exception {
    on(major);
    fillAsUser();
    String before = server.dump(TARGET);
    String good = new String(dump(), StandardCharsets.UTF_8);
    // After the large objects, whose transaction of their own must not end ours.
    assertThat(good.indexOf("lo_close")).isLessThan(good.indexOf("PRIMARY KEY (a)"));
    for (String bad :
        List.of(
            good.replace("PRIMARY KEY (a)", "PRIMARY KEY (missing)"),
            good.replace("database dump complete", "cut off"),
            good.replace("\n1\tx1\n", "\none\tx1\n"))) {
      assertThat(bad).isNotEqualTo(good);
      var failure = fails(user, bad.getBytes(StandardCharsets.UTF_8), true, DIRECT);
      assertThat(failure.reason()).isEqualTo(Reason.DATA);
      assertThat(server.dump(TARGET)).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 17, 18})
  void everythingThatUsersMakeInADatabaseIsReplaced(int major) throws Exception {
    on(major);
    for (int n = 0; n < 10; n++) {
      server.sql("postgres", "CREATE ROLE \"rich %d\"\"x\"".formatted(n));
    }
    server.sql(TARGET, RichDatabaseTest.script("/rich.sql"), RichDatabaseTest.script("/odd.sql"));
    server.sql(
        TARGET,
        "CREATE FOREIGN DATA WRAPPER f; CREATE SERVER s FOREIGN DATA WRAPPER f;"
            + "CREATE USER MAPPING FOR PUBLIC SERVER s;"
            + "CREATE FOREIGN TABLE far (a int) SERVER s;"
            + "CREATE CAST (text AS int) WITH INOUT;"
            + "CREATE ACCESS METHOD am TYPE table HANDLER heap_tableam_handler");
    fillAsUserOnly(NAME);
    restore(server.config(), dump(), true, DIRECT);
    assertThat(server.dump(TARGET)).isEqualTo(server.dump(NAME));

    server.sql(NAME, RichDatabaseTest.script("/rich.sql"), RichDatabaseTest.script("/odd.sql"));
    restore(server.config(), dump(), true, DIRECT);
    // Its rows may come in other partitions, and its columns in another order.
    assertThat(server.dump(TARGET, "--schema-only")).isEqualTo(server.dump(NAME, "--schema-only"));
    assertThat(fingerprints(TARGET)).hasSizeGreaterThan(20).isEqualTo(fingerprints(NAME));
  }

  private List<TableFingerprint> fingerprints(String database) throws Exception {
    var tables = new ArrayList<TableFingerprint>();
    driver.dump(
        server.config(),
        new DumpRequest(database),
        OutputStream.nullOutputStream(),
        tables::add,
        host);
    return tables;
  }

  private void fillAsUserOnly(String database) throws SQLException {
    asUser(database, "CREATE TABLE t AS SELECT 1 AS a; SELECT lo_from_bytea(4711, 'content')");
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void anExtensionThatOnlyASuperuserCanCreateStaysWithoutTheRest(int major) throws Exception {
    on(major);
    for (String database : List.of(NAME, TARGET)) {
      server.sql(database, "CREATE EXTENSION dblink", "CREATE EXTENSION cube");
    }
    fillAsUserOnly(NAME);
    asUser(
        TARGET,
        """
        CREATE TYPE pair AS (a int, b int); CREATE TYPE mood AS ENUM ('a'); CREATE DOMAIN d AS int;
        CREATE TABLE parts (a int) PARTITION BY RANGE (a);
        CREATE TABLE parts_1 PARTITION OF parts DEFAULT;
        CREATE TABLE old (p pair, m mood, d d, id serial);
        CREATE STATISTICS st ON id, d FROM old; CREATE MATERIALIZED VIEW mv AS SELECT 1;
        CREATE FUNCTION f(old) RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1';
        CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
        CREATE OPERATOR @@@@ (FUNCTION = int4pl, LEFTARG = int, RIGHTARG = int);
        CREATE COLLATION coll FROM "C"; CREATE TEXT SEARCH CONFIGURATION ts (COPY = simple);
        ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC
        """);
    restore(user, dump(), true, DIRECT);
    assertThat(server.dump(TARGET)).isEqualTo(server.dump(NAME)).contains("dblink");
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void recreatingTakesTheRightToCreateAndKeepsWhatTheDatabaseIs(int major) throws Exception {
    on(major);
    fillAsUser();
    server.sql("postgres", "ALTER DATABASE \"direct target\" SET work_mem TO '9MB'");
    String before = server.dump(TARGET, "--create");
    assertThat(fails(user, dump(), true, RECREATE))
        .hasMessageContaining("ALTER ROLE \"lord\" CREATEDB");
    assertThat(server.dump(TARGET, "--create")).isEqualTo(before);
    server.sql("postgres", "ALTER ROLE lord CREATEDB");
    assertThat(fails(user, dump(), false, RECREATE)).hasMessageContaining("is not empty");
    try (var session = server.connect(TARGET)) {
      session.createStatement().execute("SET SESSION AUTHORIZATION lord");
      restore(server.config(), dump(), true, RECREATE);
      assertThat(session.isValid(5)).isFalse();
    }
    restore(user, dump(), true, RECREATE);
    assertThat(server.dump(TARGET)).isEqualTo(server.dump(NAME));
    assertThat(server.dump(TARGET, "--create")).contains("OWNER TO lord", "SET work_mem TO '9MB'");
    server.sql("postgres", "DROP DATABASE \"direct target\"");
    server.sql("postgres", "CREATE DATABASE \"direct target\" OWNER lord");
    try (var session = server.connect(TARGET)) {
      assertThat(fails(user, dump(), false, RECREATE)).hasMessageContaining("is in use");
      assertThat(session.isValid(5)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void everythingRestoredBelongsToTheOwnerAskedFor(int major) throws Exception {
    on(major);
    fillAsUser();
    var owner =
        new RestoreOptions(List.of(), List.of(), 1, Optional.of("other's \"role"), false, false);
    byte[] dump =
        new String(dump(), StandardCharsets.UTF_8)
            .replace(" OWNER TO lord;", " OWNER TO \"nobody; here\";")
            .getBytes(StandardCharsets.UTF_8);
    server.sql("postgres", "DROP DATABASE \"direct target\"");
    assertThat(fails(user, dump, true, owner))
        .hasMessageContaining("GRANT \"other's \"\"role\" TO \"lord\"");
    restore(server.config(), dump, true, owner);
    String owners =
        "SELECT DISTINCT pg_get_userbyid(o) FROM (SELECT relowner o FROM pg_class WHERE relnamespace"
            + " IN (2200, 's'::regnamespace) UNION ALL SELECT nspowner FROM pg_namespace WHERE"
            + " nspname = 's' UNION ALL SELECT lomowner FROM pg_largeobject_metadata UNION ALL"
            + " SELECT datdba FROM pg_database WHERE datname = current_database()) x";
    assertThat(server.rows(TARGET, owners)).containsExactly("other's \"role");
    assertThat(server.rows(TARGET, "SELECT a FROM \"COMMIT; \""))
        .containsExactly("ALTER TABLE public.t OWNER TO nobody;\nCOMMIT;\n\\.");
    assertThat(driver.restoreOptions()).contains(RestoreOptions.Kind.OWNER);
    var missing =
        new RestoreOptions(List.of(), List.of(), 1, Optional.of("not there"), true, false);
    assertThat(fails(server.config(), dump, true, missing))
        .hasMessageContaining("not there")
        .hasMessageContaining("create it first");
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void allRolesThatAreMissingAreNamedBeforeAnythingIsTouched(int major) throws Exception {
    on(major);
    fillAsUser();
    server.sql(
        "postgres",
        "CREATE ROLE \"rich 0\"\"x\"",
        "CREATE ROLE \"rich 1\"\"x\"",
        "CREATE ROLE \"rich 2\"\"x\"",
        "CREATE ROLE \"rich 3\"\"x\"",
        "GRANT CONNECT ON DATABASE direct TO \"rich 3\"\"x\"");
    server.sql(
        NAME,
        "CREATE TABLE o (a int)",
        "ALTER TABLE o OWNER TO \"rich 0\"\"x\"",
        "CREATE TABLE p (a int)",
        "GRANT SELECT ON p TO \"rich 1\"\"x\"",
        "CREATE POLICY p ON p TO \"rich 2\"\"x\" USING (true)");
    var sink = new ByteArrayOutputStream();
    var info = driver.dump(server.config(), new DumpRequest(NAME), sink, host);
    server.sql("postgres", "DROP DATABASE direct");
    for (int n = 0; n < 4; n++) {
      server.sql("postgres", "DROP ROLE \"rich %d\"\"x\"".formatted(n));
    }
    String before = server.dump(TARGET);
    var into = new RestoreRequest(NAME, Optional.of(TARGET), true, info.properties());
    var owner = new RestoreOptions(List.of(), List.of(), 1, Optional.of(USER), false, false);
    for (RestoreOptions options : List.of(RestoreOptions.NONE, RECREATE, DIRECT, owner)) {
      var failure =
          catchThrowableOfType(
              BackupException.class,
              () ->
                  driver.restore(
                      server.config(),
                      into,
                      options,
                      new ByteArrayInputStream(sink.toByteArray()),
                      host));
      assertThat(failure.reason()).isEqualTo(Reason.CONFIGURATION);
      assertThat(failure)
          .hasMessageContaining(
              options.equals(owner)
                  ? ": rich 1\"x, rich 2\"x, rich 3\"x;"
                  : ": rich 0\"x, rich 1\"x, rich 2\"x, rich 3\"x;")
          .hasMessageContaining("restore the globals");
      assertThat(server.dump(TARGET)).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void whatTheDumpGivesToNobodyBelongsToTheOwnerToo(int major) throws Exception {
    on(major);
    for (int n = 0; n < 10; n++) {
      server.sql("postgres", "CREATE ROLE \"rich %d\"\"x\"".formatted(n));
    }
    server.sql(
        NAME,
        RichDatabaseTest.script("/rich.sql").replaceAll("(?m)^ALTER DEFAULT PRIVILEGES.*$", ""),
        RichDatabaseTest.script("/odd.sql"),
        """
        CREATE DOMAIN dom AS int; CREATE COLLATION coll FROM "C"; CREATE TABLE ser (id serial);
        CREATE TEXT SEARCH CONFIGURATION ts (COPY = simple);
        CREATE OPERATOR @@@@ (FUNCTION = int4pl, LEFTARG = int, RIGHTARG = int);
        CREATE OPERATOR CLASS oc FOR TYPE int USING hash AS OPERATOR 1 =;
        CREATE TYPE span AS RANGE (SUBTYPE = int)
        """);
    byte[] dump = server.dump(NAME, "--no-owner").getBytes(StandardCharsets.UTF_8);
    dump =
        new String(dump, StandardCharsets.UTF_8)
            .replaceAll("(?m)^\\\\(un)?restrict$", "")
            .getBytes(StandardCharsets.UTF_8);
    var owner =
        new RestoreOptions(List.of(), List.of(), 1, Optional.of("other's \"role"), true, false);
    restore(server.config(), dump, true, owner);
    String others =
        server
            .dump(TARGET, "--schema-only")
            .lines()
            .filter(line -> line.matches("ALTER .* OWNER TO .*;|.*; Owner: .*"))
            .filter(line -> !line.matches(".*(other's \"role|\"other's \"\"role\";|Owner: -?)$"))
            .filter(line -> !line.contains("EVENT TRIGGER"))
            .collect(Collectors.joining("\n"));
    assertThat(others).isEmpty();
    assertThat(server.dump(TARGET, "--schema-only", "--no-owner"))
        .isEqualTo(server.dump(NAME, "--schema-only", "--no-owner"));
    server.sql("postgres", "DROP DATABASE direct", "DROP DATABASE \"direct target\"");
  }
}
