package digital.vya.backup.it;

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
import digital.vya.backup.sqlite.SqliteConfig;
import digital.vya.backup.sqlite.SqliteDriver;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** SQLite, where somebody changes a row of whatever was restored. */
public final class ForgedSqlite
    implements Fingerprints<SqliteConfig>, ScratchDatabases<SqliteConfig> {

  private final SqliteDriver real = new SqliteDriver();

  @Override
  public String name() {
    return "forged-sqlite";
  }

  @Override
  public Class<SqliteConfig> configType() {
    return real.configType();
  }

  @Override
  public ServerInfo check(SqliteConfig config, Host host) throws IOException {
    return real.check(config, host);
  }

  @Override
  public List<String> databases(SqliteConfig config, Host host) throws IOException {
    return real.databases(config, host);
  }

  @Override
  public String dumpName(SqliteConfig config, String database) {
    return real.dumpName(config, database);
  }

  @Override
  public DumpInfo dump(SqliteConfig config, DumpRequest what, OutputStream sink, Host host)
      throws IOException, InterruptedException {
    return real.dump(config, what, sink, host);
  }

  @Override
  public DumpInfo dump(
      SqliteConfig config,
      DumpRequest what,
      OutputStream sink,
      Consumer<TableFingerprint> tables,
      Host host)
      throws IOException, InterruptedException {
    return real.dump(config, what, sink, tables, host);
  }

  @Override
  public void restore(SqliteConfig config, RestoreRequest into, InputStream dump, Host host)
      throws IOException, InterruptedException {
    real.restore(config, into, dump, host);
    Path restored = config.path().resolve(into.targetDatabase());
    new ProcessBuilder(
            "/usr/bin/sqlite3",
            restored.toString(),
            "UPDATE customers SET name = 'forged' WHERE id = 2")
        .inheritIO()
        .start()
        .waitFor();
  }

  @Override
  public TargetState look(SqliteConfig config, String target, Host host)
      throws IOException, InterruptedException {
    return real.look(config, target, host);
  }

  @Override
  public String beside(SqliteConfig config, String target, String role, String id) {
    return real.beside(config, target, role, id);
  }

  @Override
  public void swap(SqliteConfig config, Swap swap, Host host)
      throws IOException, InterruptedException {
    real.swap(config, swap, host);
  }

  @Override
  public boolean recover(SqliteConfig config, Swap swap, Host host)
      throws IOException, InterruptedException {
    return real.recover(config, swap, host);
  }

  @Override
  public void drop(SqliteConfig config, String name, Host host)
      throws IOException, InterruptedException {
    real.drop(config, name, host);
  }
}
