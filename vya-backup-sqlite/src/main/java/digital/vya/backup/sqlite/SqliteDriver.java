package digital.vya.backup.sqlite;

import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Fingerprints;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.api.ScratchDatabases;
import digital.vya.backup.api.ServerInfo;
import digital.vya.backup.api.Swap;
import digital.vya.backup.api.TableFingerprint;
import digital.vya.backup.api.TargetState;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * SQLite. A dump is a database file: a copy of one moment, made by SQLite's online backup while
 * others go on writing, and checked before it is handed on. Any SQLite opens it.
 *
 * <p>The copy lies in {@link Host#workDir()} until it is handed on, which needs room for the
 * largest database. An interrupt ends {@link #dump} at once; a copy in the making goes on beside it
 * until it is done, and is dropped.
 *
 * <p>The driver only reads, but SQLite may leave an empty {@code -wal} and a {@code -shm} beside a
 * database in WAL mode that nobody else has open: let the backup run as the database's owner.
 *
 * <p>A restore replaces an existing database in one transaction of SQLite, which programs that have
 * it open see like any other; it cannot be interrupted. A target that is no database any more is
 * replaced as a file.
 *
 * <p>{@linkplain Fingerprints Fingerprints} are made of the copy, not of the source, from the rows
 * as SQLite stores them; beside the tables there are {@code (sequences)}, what {@code
 * AUTOINCREMENT} counts, and {@code (schema)}, all definitions. A row is held one page at a time.
 *
 * <p>{@linkplain ScratchDatabases Scratch and kept databases} are hidden files beside the target,
 * such as {@code .orders.db_vya_new_1a2b3c4d}. A swap renames them while it holds SQLite's
 * exclusive lock on the target, so a program that reads or writes it, or has it open in WAL mode,
 * makes the swap fail after 5 seconds: nobody can throw it out, and {@code endSessions} does not
 * change that. A program that has it open otherwise holds no lock; it is seen where the system
 * tells who has a file open (Linux, and programs of other users only by root) and makes the swap
 * fail as well, unless {@code endSessions}: it goes on reading what was replaced, and SQLite
 * refuses its writes until it opens the database again. What takes a target's place gets the owner
 * and the mode the target had; access control lists and the like are not carried over.
 */
public final class SqliteDriver
    implements Fingerprints<SqliteConfig>, ScratchDatabases<SqliteConfig> {

  @Override
  public String name() {
    return "sqlite";
  }

  @Override
  public Class<SqliteConfig> configType() {
    return SqliteConfig.class;
  }

  @Override
  public ServerInfo check(SqliteConfig config, Host host) throws IOException {
    String version = Sqlite.version();
    for (String database : databases(config, host)) {
      Sqlite.reach(Place.existing(config.path(), database));
    }
    return new ServerInfo("SQLite", version, List.of());
  }

  @Override
  public List<String> databases(SqliteConfig config, Host host) throws IOException {
    Sqlite.version();
    boolean folder = Files.isDirectory(config.path());
    return Place.candidates(config.path(), file -> host.warn(empty(file))).stream()
        .filter(file -> !folder || Place.isNamedLikeADatabase(file) || Sqlite.isDatabase(file))
        .map(Place::name)
        .sorted()
        .toList();
  }

  private static String empty(Path file) {
    return file + " is empty and left out: no program has made a table in it yet";
  }

  @Override
  public String dumpName(SqliteConfig config, String database) {
    return database + ".sqlite";
  }

  @Override
  public DumpInfo dump(SqliteConfig config, DumpRequest what, OutputStream sink, Host host)
      throws IOException, InterruptedException {
    return dump(config, what, sink, host, copy -> {});
  }

  @Override
  public DumpInfo dump(
      SqliteConfig config,
      DumpRequest what,
      OutputStream sink,
      Consumer<TableFingerprint> tables,
      Host host)
      throws IOException, InterruptedException {
    return dump(
        config, what, sink, host, copy -> Schema.fingerprints(copy, what.database(), tables));
  }

  private interface Reading {
    void of(Path copy) throws IOException, InterruptedException;
  }

  private static DumpInfo dump(
      SqliteConfig config, DumpRequest what, OutputStream sink, Host host, Reading reading)
      throws IOException, InterruptedException {
    Path database = Place.existing(config.path(), what.database());
    Path copy = Files.createTempFile(host.workDir(), "copy", ".sqlite");
    try {
      Aside.run(() -> copyAndCheck(database, copy, host), () -> copy.toFile().delete());
      reading.of(copy);
      try (var stream = new FileInputStream(copy.toFile())) {
        Header.copyWhole(stream, sink);
      }
    } finally {
      Files.deleteIfExists(copy);
    }
    return new DumpInfo(
        Sqlite.version(), Sqlite.driverVersion(), Map.of(Target.MODE, Target.modeOf(database)));
  }

  @Override
  public void restore(SqliteConfig config, RestoreRequest into, InputStream dump, Host host)
      throws IOException, InterruptedException {
    Path file = Place.target(config.path(), into.database(), into.targetDatabase());
    var target = new Target(file, into.replace());
    target.requireFree();
    Path arrived = Beside.arriving(file);
    try {
      try (var stream = new FileOutputStream(arrived.toFile())) {
        Header.copyWhole(dump, stream);
      }
      Aside.run(() -> Sqlite.check(arrived, "the dump of " + into.database()), () -> {});
      target.take(arrived, into.properties().getOrDefault(Target.MODE, Target.OWNER_ONLY));
    } finally {
      Files.deleteIfExists(arrived);
    }
  }

  @Override
  public TargetState look(SqliteConfig config, String target, Host host) throws IOException {
    Sqlite.version();
    return Swapping.look(Place.target(config.path(), target, target));
  }

  @Override
  public String beside(SqliteConfig config, String target, String role, String id) {
    return Beside.name(target, role, id);
  }

  @Override
  public void swap(SqliteConfig config, Swap swap, Host host)
      throws IOException, InterruptedException {
    Swapping.swap(Swapping.exchange(config.path(), swap), swap.endSessions());
  }

  @Override
  public boolean recover(SqliteConfig config, Swap swap, Host host) throws IOException {
    return Swapping.exchange(config.path(), swap).recover();
  }

  @Override
  public void drop(SqliteConfig config, String name, Host host) throws IOException {
    Beside.require(name);
    Beside.drop(Place.beside(config.path(), name));
  }

  private static void copyAndCheck(Path database, Path copy, Host host) {
    Sqlite.copyOut(database, copy);
    for (String finding : Sqlite.check(copy, database.toString())) {
      host.warn(database + ": " + finding);
    }
  }
}
