package digital.vya.backup.it;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.it.Launcher.Result;
import digital.vya.backup.mysql.MysqlServer;
import digital.vya.backup.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Restores for which there is no room: the target is as it was, and with room they go well. */
@Tag("one-jdk")
final class RestoreDiskFullIT {

  private static final long MEGABYTE = 1 << 20;

  /** Eight megabytes more. */
  private static final String[] MUCH = {
    "CREATE TABLE blobs (id INT PRIMARY KEY, text VARCHAR(2000))",
    "INSERT INTO blobs SELECT id, REPEAT(note, 30) FROM orders WHERE id < 8000"
  };

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void aTablespaceThatIsFullEndsARestoreToPostgres(int major) throws Exception {
    var server = PostgresServer.shared(major);
    var subject = new RestoreSubject.Postgres(server);
    String inside = server.rows("postgres", "SHOW data_directory").get(0) + "-tiny";
    Path outside = root(server).resolve(inside.substring(1));
    Path data = root(server).resolve(inside.substring(1, inside.length() - "-tiny".length()));
    Files.createDirectory(outside);
    Shell.run("chown", "--reference=" + data, outside.toString());
    try (var disk = TinyDisk.on(outside, 64)) {
      server.sql("postgres", "CREATE TABLESPACE tiny LOCATION '" + inside + "'");
      subject.make();
      server.sql(RestoreSubject.NAME, MUCH);
      server.sql("postgres", "ALTER DATABASE shop SET TABLESPACE tiny");
      long empty =
          Long.parseLong(server.rows("postgres", "SELECT pg_database_size('template0')").get(0));
      var place = new RestorePlace(folder, subject);
      place.backup();

      endsForWantOfRoom(place, subject, disk, empty + MEGABYTE);

      for (String name : subject.names()) {
        if (name.startsWith(RestoreSubject.NAME)) {
          server.sql("postgres", "DROP DATABASE \"" + name + "\"");
        }
      }
      server.sql("postgres", "DROP TABLESPACE tiny");
    } finally {
      Files.delete(outside);
    }
  }

  /** Where a server's paths begin. */
  private static Path root(PostgresServer server) {
    return server.toolsDir().startsWith("/usr")
        ? Path.of("/")
        : server.toolsDir().resolve("../..").normalize();
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB_10_11", "MYSQL_9"})
  void aDataFolderThatIsFullEndsARestoreToMysql(String name) throws Exception {
    try (var server = MysqlServer.start(name)) {
      // What was not written yet would be lost.
      server.sql(
          "mysql", "SET GLOBAL innodb_flush_log_at_trx_commit = 1", "CREATE DATABASE flushed");
      server.kill();
      Path data = server.folder().resolve("data");
      Path before = Files.move(data, server.folder().resolve("before"));
      Files.createDirectory(data);
      Shell.run("chown", "--reference=" + before, data.toString());
      // A server that cannot write its log ends at once.
      Path log = before.resolve(server.isMysql() ? "#innodb_redo" : "ib_logfile0");
      Files.move(log, server.folder().resolve(log.getFileName()));
      try (var disk = TinyDisk.on(data, 400)) {
        Shell.run("cp", "-a", before + "/.", data.toString());
        server.boot("--innodb-log-group-home-dir=/tmp/" + server.folder().getFileName());
        var subject = new RestoreSubject.Mysql(server);
        subject.make();
        server.sql(RestoreSubject.NAME, MUCH);
        var place = new RestorePlace(folder, subject);
        place.backup();

        endsForWantOfRoom(place, subject, disk, 4 * MEGABYTE);

        server.kill();
      }
    }
  }

  private static void endsForWantOfRoom(
      RestorePlace place, RestoreSubject subject, TinyDisk disk, long left) throws Exception {
    String backedUp = subject.content();
    subject.change();
    String changed = subject.content();
    List<String> names = subject.names();

    try (AutoCloseable full = disk.filledBut(left)) {
      Result restore = place.restore();
      assertThat(restore.exitCode()).as("%s", restore).isEqualTo(4);
      assertThat(restore.err()).containsPattern("No space left on device|is full|during COMMIT");
      assertThat(subject.content()).isEqualTo(changed);
      assertThat(subject.names()).isEqualTo(names);
    }
    Result restore = place.restore();
    assertThat(restore.exitCode()).as("%s", restore).isZero();
    assertThat(subject.content()).isEqualTo(backedUp);
  }

  @Test
  void sqliteTellsAheadThatThereIsNoRoomAndADiskThatFillsMeanwhileEndsARestore() throws Exception {
    var subject = RestoreSubject.of("SQLite", folder);
    Path data = folder.resolve("data");
    try (var disk = TinyDisk.on(data, 20)) {
      var place = RestorePlace.backedUp(folder, subject);
      Path copy = Files.copy(data.resolve(subject.database()), folder.resolve("copy.db"));
      long size = Files.size(copy);
      subject.change();
      String changed = subject.content();

      try (AutoCloseable full = disk.filledBut(size / 2)) {
        List<String> names = subject.names();
        Result refused = place.restore();
        assertThat(refused.exitCode()).as("%s", refused).isEqualTo(4);
        assertThat(refused.out()).contains("(verify, look)");
        assertThat(refused.err()).contains("free beside shop.db, but the dump alone is", "--into");
        // How large a file without a manifest is nobody knows ahead.
        Result ended = place.restoreFile(copy);
        assertThat(ended.exitCode()).as("%s", ended).isEqualTo(4);
        assertThat(ended.err()).contains("No space left on device");
        assertThat(subject.content()).isEqualTo(changed);
        assertThat(subject.names()).isEqualTo(names);
      }
      Result restore = place.restore();
      assertThat(restore.exitCode()).as("%s", restore).isZero();
    }
  }
}
