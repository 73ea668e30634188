package digital.vya.backup.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.api.TableFingerprint;
import digital.vya.backup.core.LocalHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fingerprints of a dump and of what is restored from it, on real servers. */
final class FingerprintsTest {

  private static final String NAME = "printed";
  private static final String COPY = "printed \"again\"";

  /** What is not ambiguous is not quoted. */
  private static final String TOLD =
      "CASE WHEN %1$s ~ '[.\"]' THEN '\"' || replace(%1$s, '\"', '\"\"') || '\"' ELSE %1$s END";

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

  private static void make(PostgresServer server) throws SQLException {
    dropAll(server);
    for (int n = 0; n < 10; n++) {
      server.sql("postgres", "CREATE ROLE \"rich %d\"\"x\"".formatted(n));
    }
    server.sql("postgres", "CREATE DATABASE " + NAME + " TEMPLATE template0");
    server.sql(NAME, RichDatabaseTest.script("/rich.sql"), RichDatabaseTest.script("/odd.sql"));
  }

  private static void dropAll(PostgresServer server) throws SQLException {
    for (String database : new String[] {NAME, COPY}) {
      String name = Sql.identifier(database);
      server.sql("postgres", "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }
    for (int n = 0; n < 10; n++) {
      server.sql("postgres", "DROP ROLE IF EXISTS \"rich %d\"\"x\"".formatted(n));
    }
  }

  private Map<String, TableFingerprint> fingerprints(PostgresServer server, String database)
      throws Exception {
    Map<String, TableFingerprint> tables = new LinkedHashMap<>();
    dump(server, database, OutputStream.nullOutputStream(), tables);
    return tables;
  }

  private DumpInfo dump(
      PostgresServer server,
      String database,
      OutputStream sink,
      Map<String, TableFingerprint> tables)
      throws Exception {
    return driver.dump(
        server.config(),
        new DumpRequest(database),
        sink,
        table -> assertThat(tables.put(table.table(), table)).as("told twice").isNull(),
        host);
  }

  private void restore(PostgresServer server, byte[] dump, DumpInfo info) throws Exception {
    var into = new RestoreRequest(NAME, Optional.of(COPY), false, info.properties());
    driver.restore(server.config(), into, new ByteArrayInputStream(dump), host);
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 17, 18})
  void f1_everyTableIsCountedAndTheDumpIsTheSame(int major) throws Exception {
    var server = PostgresServer.shared(major);
    make(server);
    Map<String, TableFingerprint> tables = new LinkedHashMap<>();
    var with = new ByteArrayOutputStream();
    dump(server, NAME, with, tables);
    var without = new ByteArrayOutputStream();
    driver.dump(server.config(), new DumpRequest(NAME), without, host);
    assertThat(withoutKey(with)).isEqualTo(withoutKey(without));

    Map<String, Long> counted = new LinkedHashMap<>();
    for (String row :
        server.rows(
            NAME,
            "SELECT c.oid::regclass, %s || '.' || %s FROM pg_class c JOIN pg_namespace n ON n.oid ="
                    .formatted(TOLD.formatted("nspname"), TOLD.formatted("relname"))
                + " c.relnamespace WHERE relkind = 'r' AND nspname !~ '^(pg_|inf)'"
                + " AND relname NOT LIKE 'sides_%'")) {
      String[] names = row.split("\\|", 2);
      String count = server.rows(NAME, "SELECT count(*) FROM ONLY " + names[0]).get(0);
      counted.put(names[1], Long.valueOf(count));
    }
    assertThat(counted).hasSize(19).containsEntry("public.empty", 0L);
    assertThat(counts(tables))
        .containsAllEntriesOf(counted)
        .containsEntry("(sequences)", 3L)
        .containsEntry("(large objects)", 3L)
        .containsEntry("\"a.b\".c", 1L)
        .containsEntry("a.\"b.c\"", 1L);
    assertThat(
            tables.values().stream()
                .filter(table -> table.table().startsWith("public.sides"))
                .mapToLong(TableFingerprint::rows)
                .sum())
        .isEqualTo(40);
    assertThat(tables.keySet()).hasSize(counted.size() + 3);
    dropAll(server);
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 17, 18})
  void f1_everyFormatTellsTheSame(int major) throws Exception {
    var server = PostgresServer.shared(major);
    make(server);
    server.sql(NAME, "SELECT lo_create(4712)");
    var plain = fingerprints(server, NAME);
    assertThat(plain).hasSizeGreaterThan(20);
    for (var format : PostgresConfig.Format.values()) {
      Map<String, TableFingerprint> tables = new LinkedHashMap<>();
      driver.dump(
          server.config().withFormat(format, 1),
          new DumpRequest(NAME),
          OutputStream.nullOutputStream(),
          table -> tables.put(table.table(), table),
          host);
      assertThat(tables).as("%s", format).isEqualTo(plain);
    }
    dropAll(server);
  }

  private static Map<String, Long> counts(Map<String, TableFingerprint> tables) {
    return tables.values().stream()
        .collect(Collectors.toMap(TableFingerprint::table, TableFingerprint::rows));
  }

  private static String withoutKey(ByteArrayOutputStream dump) {
    return dump.toString(StandardCharsets.UTF_8).replaceAll("(?m)^\\\\(un)?restrict .*$", "");
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 17, 18})
  void f2_aRestoredDatabaseHasTheSameAndAChangedRowIsSeen(int major) throws Exception {
    var server = PostgresServer.shared(major);
    make(server);
    var dump = new ByteArrayOutputStream();
    Map<String, TableFingerprint> tables = new LinkedHashMap<>();
    DumpInfo info = dump(server, NAME, dump, tables);
    restore(server, dump.toByteArray(), info);
    server.sql(
        "postgres", "ALTER DATABASE " + Sql.identifier(COPY) + " SET timezone TO 'Asia/Kathmandu'");
    assertThat(fingerprints(server, COPY)).isEqualTo(tables);

    // Other places and another order of the rows.
    server.sql(COPY, "UPDATE words SET t = t", "CREATE INDEX i ON long (id DESC)");
    server.sql(COPY, "CLUSTER long USING i");
    assertThat(fingerprints(server, COPY)).isEqualTo(tables);

    differs(server, tables, "public.words", "UPDATE words SET t = 'DROP' WHERE t = 'COMMIT;'");
    differs(server, tables, "public.empty", "INSERT INTO empty VALUES (1)");
    differs(server, tables, "public.nothing", "INSERT INTO nothing DEFAULT VALUES");
    differs(server, tables, "public.long", "UPDATE long SET a = a || 'x' WHERE id = 2");
    differs(server, tables, "public.younger", "UPDATE younger SET c = z, z = c WHERE a = 1");
    differs(server, tables, "(sequences)", "SELECT nextval('counted')");
    differs(server, tables, "(large objects)", "SELECT lo_put(7, 70000, '\\x01')");
    differs(server, tables, "a b.refers", "DELETE FROM \"a b\".refers WHERE id = 50 OR self = 50");
    dropAll(server);
  }

  @Test
  void f2_aNewerServerHoldsTheSame() throws Exception {
    var older = PostgresServer.shared(15);
    var newer = PostgresServer.shared(18);
    make(older);
    make(newer);
    var dump = new ByteArrayOutputStream();
    Map<String, TableFingerprint> tables = new LinkedHashMap<>();
    DumpInfo info = dump(older, NAME, dump, tables);
    restore(newer, dump.toByteArray(), info);
    assertThat(fingerprints(newer, COPY)).isEqualTo(tables);
    dropAll(older);
    dropAll(newer);
  }

  /** Exactly this table is another one after the change, and everything is as before without. */
  private void differs(
      PostgresServer server, Map<String, TableFingerprint> tables, String table, String change)
      throws Exception {
    var before = fingerprints(server, COPY);
    server.sql(COPY, change);
    var after = fingerprints(server, COPY);
    assertThat(after.keySet()).isEqualTo(tables.keySet());
    assertThat(after.keySet().stream().filter(t -> !Objects.equals(after.get(t), before.get(t))))
        .containsExactly(table);
    assertThat(after.get(table)).isNotEqualTo(tables.get(table));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LATIN1", "EUC_JP", "SQL_ASCII"})
  void namesAreReadInTheEncodingOfTheDump(String encoding) throws Exception {
    var server = PostgresServer.shared(15);
    dropAll(server);
    server.sql(
        "postgres",
        "CREATE DATABASE "
            + NAME
            + " TEMPLATE template0 LOCALE 'C' ENCODING "
            + Sql.literal(encoding));
    String name = encoding.equals("EUC_JP") ? "日本" : "grün";
    server.sql(NAME, "CREATE TABLE \"" + name + "\" AS SELECT 1 AS a");
    var tables = fingerprints(server, NAME);
    assertThat(tables).hasSize(1);
    if (!encoding.equals("SQL_ASCII")) {
      assertThat(tables).containsOnlyKeys("public." + name);
    }
    dropAll(server);
  }
}
