package digital.vya.backup.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.core.LocalHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database in one tablespace, with a table in another. */
final class TablespacesTest {

  private static final String DATABASE =
      "SELECT spcname FROM pg_database d JOIN pg_tablespace t ON t.oid = dattablespace"
          + " WHERE datname = 'spaced2'";
  private static final String TABLE = "SELECT tablespace FROM pg_tables WHERE tablename = 't'";

  private final PostgresDriver driver = new PostgresDriver();

  @TempDir Path folder;

  @Test
  void aDatabaseComesBackWhereItWas() throws Exception {
    try (var source = PostgresServer.start(15);
        var target = PostgresServer.start(15);
        var host = LocalHost.open(folder)) {
      fill(source);
      var globals = new ByteArrayOutputStream();
      driver.dumpGlobals(source.config(), globals, host);
      assertThat(globals.toString(StandardCharsets.UTF_8))
          .contains("CREATE TABLESPACE \"the 'd\"\"b'\"", "CREATE TABLESPACE fast");
      var dump = new ByteArrayOutputStream();
      var info = driver.dump(source.config(), new DumpRequest("spaced"), dump, host);
      restore(source, info, dump, host);
      assertThat(source.rows("postgres", DATABASE)).containsExactly("the 'd\"b'");
      assertThat(source.rows("spaced2", TABLE)).containsExactly("fast");

      refused(target, info, dump, host, "the tablespace the 'd\"b' of the database");
      makeSpace(target, "the 'd\"b'", "db");
      refused(target, info, dump, host, "the tablespace fast does not exist on ");
      assertThat(target.rows("postgres", DATABASE)).isEmpty();
      driver.restoreGlobals(target.config(), new ByteArrayInputStream(globals.toByteArray()), host);
      assertThat(host.omissions().first()).singleElement().asString().contains("tablespace fast");
      makeSpace(target, "fast", "fast");
      restore(target, info, dump, host);
      assertThat(target.rows("postgres", DATABASE)).containsExactly("the 'd\"b'");
      assertThat(target.rows("spaced2", TABLE)).containsExactly("fast");
    }
  }

  private static void makeSpace(PostgresServer server, String name, String folder)
      throws Exception {
    server.sql(
        "postgres",
        "CREATE TABLESPACE "
            + Sql.identifier(name)
            + " LOCATION "
            + Sql.literal(server.newFolder(folder)));
  }

  private static void fill(PostgresServer server) throws Exception {
    makeSpace(server, "the 'd\"b'", "db");
    makeSpace(server, "fast", "fast");
    server.sql("postgres", "CREATE DATABASE spaced TABLESPACE \"the 'd\"\"b'\"");
    server.sql("spaced", "CREATE TABLE t TABLESPACE fast AS SELECT 1 AS a");
  }

  private void restore(
      PostgresServer server, DumpInfo info, ByteArrayOutputStream dump, LocalHost host)
      throws Exception {
    driver.restore(
        server.config(),
        new RestoreRequest("spaced", Optional.of("spaced2"), false, info.properties()),
        new ByteArrayInputStream(dump.toByteArray()),
        host);
  }

  private void refused(
      PostgresServer server,
      DumpInfo info,
      ByteArrayOutputStream dump,
      LocalHost host,
      String why) {
    var failure =
        catchThrowableOfType(BackupException.class, () -> restore(server, info, dump, host));
    assertThat(failure).hasMessageContaining(why).hasMessageContaining("create the tablespace");
    assertThat(failure.reason()).isEqualTo(Reason.CONFIGURATION);
  }
}
