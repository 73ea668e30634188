package digital.vya.backup.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.core.LocalHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A database with much of what PostgreSQL has, lost with its roles and brought back. */
final class RichDatabaseTest {

  private static final String NAME = "Rich 'n\" ünïcode";
  private static final String ATTRIBUTES =
      "SELECT pg_encoding_to_char(encoding), datcollate, datctype, datlocprovider,"
          + " pg_get_userbyid(datdba), datconnlimit, shobj_description(oid, 'pg_database'),"
          + " (SELECT array_agg(a ORDER BY a::text) FROM unnest(datacl) a),"
          + " (SELECT array_agg(setrole::regrole || array_to_string(setconfig, ',')"
          + " ORDER BY setrole) FROM pg_db_role_setting WHERE setdatabase = d.oid)"
          + " FROM pg_database d WHERE datname = "
          + Sql.literal(NAME);

  private static final String ROLES =
      "SELECT r.*, m.roles FROM (SELECT rolname, rolsuper, rolcreatedb, rolcanlogin, rolconnlimit,"
          + " rolvaliduntil, rolpassword FROM pg_authid WHERE rolname LIKE 'rich %') r"
          + " LEFT JOIN (SELECT member::regrole, array_agg(roleid::regrole::text ORDER BY 1) roles"
          + " FROM pg_auth_members GROUP BY 1) m ON m.member::text = quote_ident(r.rolname)"
          + " ORDER BY rolname";

  private final PostgresDriver driver = new PostgresDriver();

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> aRichDatabaseComesBackAsItWas() {
    return Stream.of(15, 17, 18)
        .map(
            major ->
                DynamicTest.dynamicTest(
                    "PostgreSQL " + major, () -> comesBack(PostgresServer.shared(major))));
  }

  private void comesBack(PostgresServer server) throws Exception {
    dropAll(server);
    make(server);
    var content = server.dump(NAME);
    var tables = fingerprints(server);
    var attributes = server.rows("postgres", ATTRIBUTES);
    var roles = server.rows("postgres", ROLES);
    assertThat(tables).hasSizeGreaterThan(8);
    assertThat(roles).hasSize(10);
    try (var host = LocalHost.open(folder)) {
      var globals = new ByteArrayOutputStream();
      driver.dumpGlobals(server.config(), globals, host);
      var dump = new ByteArrayOutputStream();
      DumpInfo info = driver.dump(server.config(), new DumpRequest(NAME), dump, host);
      dropAll(server);
      assertThat(server.rows("postgres", ROLES)).isEmpty();

      var in = new ByteArrayInputStream(globals.toByteArray());
      driver.restoreGlobals(server.config(), in, host);
      var into = new RestoreRequest(NAME, Optional.empty(), false, info.properties());
      driver.restore(server.config(), into, new ByteArrayInputStream(dump.toByteArray()), host);
      assertThat(host.omissions().first()).isEmpty();
    }
    assertThat(server.rows("postgres", ROLES)).isEqualTo(roles);
    assertThat(server.rows("postgres", ATTRIBUTES)).isEqualTo(attributes);
    assertThat(fingerprints(server)).isEqualTo(tables);
    assertThat(server.dump(NAME)).isEqualTo(content);
    dropAll(server);
  }

  @Test
  void anExistingRoleKeepsItsPasswordAndIsTold() throws Exception {
    var server = PostgresServer.shared(15);
    server.sql("postgres", "DROP ROLE IF EXISTS \"kept role\", \"lost role\"");
    server.sql("postgres", "CREATE ROLE \"kept role\" PASSWORD 'old'", "CREATE ROLE \"lost role\"");
    String password = "SELECT rolpassword FROM pg_authid WHERE rolname = 'kept role'";
    try (var host = LocalHost.open(folder)) {
      var globals = new ByteArrayOutputStream();
      driver.dumpGlobals(server.config(), globals, host);
      server.sql("postgres", "ALTER ROLE \"kept role\" PASSWORD 'new'", "DROP ROLE \"lost role\"");
      var changed = server.rows("postgres", password);
      var in = new ByteArrayInputStream(globals.toByteArray());
      driver.restoreGlobals(server.config(), in, host);
      assertThat(server.rows("postgres", password)).isEqualTo(changed);
      assertThat(host.warnings()).anyMatch(line -> line.contains("kept role"));
    }
    assertThat(server.rows("postgres", "SELECT 1 FROM pg_roles WHERE rolname = 'lost role'"))
        .hasSize(1);
    server.sql("postgres", "DROP ROLE \"kept role\", \"lost role\"");
  }

  @Test
  void aDumpByANewerToolIsRestoredByTheOlderServer() throws Exception {
    var server = PostgresServer.shared(15);
    server.sql(
        "postgres",
        "DROP DATABASE IF EXISTS older WITH (FORCE)",
        "DROP DATABASE IF EXISTS older_again WITH (FORCE)",
        "CREATE DATABASE older");
    server.sql("older", "CREATE TABLE t AS SELECT 'x' AS a");
    var config = server.config().withToolsDir(PostgresServer.shared(18).toolsDir());
    try (var host = LocalHost.open(folder)) {
      var dump = new ByteArrayOutputStream();
      var info = driver.dump(config, new DumpRequest("older"), dump, host);
      assertThat(info.toolVersion()).startsWith("pg_dump 18.");
      assertThat(dump.toString(StandardCharsets.UTF_8)).contains("transaction_timeout");
      var into = new RestoreRequest("older", Optional.of("older_again"), false, info.properties());
      driver.restore(config, into, new ByteArrayInputStream(dump.toByteArray()), host);
    }
    assertThat(server.rows("older_again", "SELECT a FROM t")).containsExactly("x");
    server.sql("postgres", "DROP DATABASE older", "DROP DATABASE older_again");
  }

  private static void make(PostgresServer server) throws SQLException {
    for (int n = 0; n < 10; n++) {
      server.sql(
          "postgres",
          "CREATE ROLE \"rich %d\"\"x\" LOGIN CONNECTION LIMIT %d PASSWORD 'it''s %d'"
              .formatted(n, n + 1, n));
    }
    String database = Sql.identifier(NAME);
    server.sql(
        "postgres",
        "GRANT \"rich 0\"\"x\" TO \"rich 1\"\"x\" WITH ADMIN OPTION",
        "CREATE DATABASE " + database + " TEMPLATE template0 OWNER \"rich 0\"\"x\" LOCALE 'C'",
        "ALTER DATABASE " + database + " CONNECTION LIMIT 17",
        "COMMENT ON DATABASE " + database + " IS 'it''s \\ a comment'",
        "REVOKE ALL ON DATABASE " + database + " FROM PUBLIC",
        "GRANT CONNECT ON DATABASE " + database + " TO \"rich 2\"\"x\" WITH GRANT OPTION",
        "ALTER DATABASE " + database + " SET search_path TO \"$user\", public, \"a b\"",
        "ALTER DATABASE " + database + " SET \"my.setting\" TO 'it''s'",
        "ALTER ROLE \"rich 3\"\"x\" IN DATABASE " + database + " SET work_mem TO '8MB'");
    server.sql(NAME, script("/rich.sql"));
  }

  static String script(String name) {
    try (var file = RichDatabaseTest.class.getResourceAsStream(name)) {
      assertThat(file).isNotNull();
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rows and a hash of each table, large objects included: not by the tool under test. */
  private static List<String> fingerprints(PostgresServer server) throws SQLException {
    var prints = new ArrayList<String>();
    for (String table :
        server.rows(
            NAME,
            "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
                + " WHERE relkind IN ('r', 'p', 'm') AND nspname NOT IN ('pg_catalog',"
                + " 'information_schema', 'pg_toast') ORDER BY 1")) {
      String hash = "SELECT count(*), md5(string_agg(t::text, ',' ORDER BY t::text)) FROM %s t";
      prints.add(table + server.rows(NAME, hash.formatted(table)));
    }
    String large = "SELECT oid, md5(lo_get(oid)) FROM pg_largeobject_metadata ORDER BY 1";
    prints.addAll(server.rows(NAME, large));
    return prints;
  }

  private static void dropAll(PostgresServer server) throws SQLException {
    server.sql("postgres", "DROP DATABASE IF EXISTS " + Sql.identifier(NAME) + " WITH (FORCE)");
    for (int n = 0; n < 10; n++) {
      server.sql("postgres", "DROP ROLE IF EXISTS \"rich %d\"\"x\"".formatted(n));
    }
  }
}
