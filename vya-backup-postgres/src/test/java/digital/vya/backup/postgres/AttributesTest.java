package digital.vya.backup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.core.LocalHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What a database is beside its content. */
final class AttributesTest {

  private final PostgresDriver driver = new PostgresDriver();

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> aLocaleComesBack() {
    var icu = "LOCALE_PROVIDER icu ICU_LOCALE 'de-u-co-phonebk' LOCALE 'C'";
    var builtin = "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'";
    return Stream.of(
        locale(15, icu),
        locale(17, icu),
        locale(18, icu),
        locale(17, builtin),
        locale(18, builtin),
        locale(15, "ENCODING 'LATIN1' LOCALE 'C'"));
  }

  private DynamicTest locale(int major, String options) {
    return DynamicTest.dynamicTest(major + " " + options, () -> comesBack(major, options));
  }

  private void comesBack(int major, String options) throws Exception {
    var server = PostgresServer.shared(major);
    var attributes =
        "SELECT to_jsonb(d) - 'oid' - 'datname' - 'datfrozenxid' - 'datminmxid' - 'datcollversion'"
            + " FROM pg_database d WHERE datname = ";
    server.sql(
        "postgres",
        "DROP DATABASE IF EXISTS spoken WITH (FORCE)",
        "DROP DATABASE IF EXISTS spoken_again WITH (FORCE)",
        "CREATE DATABASE spoken TEMPLATE template0 " + options);
    server.sql("spoken", "CREATE TABLE t AS SELECT 'ä' AS a");
    try (var host = LocalHost.open(folder)) {
      var dump = new ByteArrayOutputStream();
      var info = driver.dump(server.config(), new DumpRequest("spoken"), dump, host);
      var into = new RestoreRequest("spoken", Optional.of("spoken_again"), true, info.properties());
      driver.restore(server.config(), into, new ByteArrayInputStream(dump.toByteArray()), host);
    }
    assertThat(server.rows("spoken_again", "SELECT a FROM t")).containsExactly("ä");
    assertThat(server.rows("postgres", attributes + "'spoken_again'"))
        .hasSize(1)
        .isEqualTo(server.rows("postgres", attributes + "'spoken'"));
  }

  @Test
  void aGrantThatCannotBeGivenLeavesTheTargetAndItsSessions() throws Exception {
    var server = PostgresServer.shared(15);
    server.sql("postgres", "DROP DATABASE IF EXISTS busy WITH (FORCE)", "CREATE DATABASE busy");
    server.sql("busy", "CREATE TABLE t AS SELECT 1 AS a");
    try (var session = server.connect("busy");
        var host = LocalHost.open(folder)) {
      var dump = new ByteArrayOutputStream();
      var info = driver.dump(server.config(), new DumpRequest("busy"), dump, host);
      Map<String, String> properties = new TreeMap<>(info.properties());
      properties.put("grant.0", "nobody here\tCONNECT\tfalse");
      var into = new RestoreRequest("busy", Optional.empty(), true, properties);
      var in = new ByteArrayInputStream(dump.toByteArray());
      assertThat(catchThrowable(() -> driver.restore(server.config(), into, in, host)))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("nobody here");
      assertThat(session.isValid(5)).isTrue();
      var good = new RestoreRequest("busy", Optional.empty(), true, info.properties());
      var again = new ByteArrayInputStream(dump.toByteArray());
      driver.restore(server.config(), good, again, host);
      assertThat(session.isValid(5)).as("its database was replaced").isFalse();
    }
    assertThat(server.rows("busy", "SELECT a FROM t")).containsExactly("1");
    assertThat(server.rows("postgres", "SELECT 1 FROM pg_database WHERE datname LIKE 'busy%'"))
        .hasSize(1);
  }
}
