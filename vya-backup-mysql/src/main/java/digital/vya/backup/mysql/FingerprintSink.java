package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.TableFingerprint;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Passes a dump on and reads along. What cannot be read costs the fingerprints, not the dump. */
final class FingerprintSink extends FilterOutputStream {

  private final DumpTables tables;
  private final String database;
  private final Host host;
  private boolean lost;

  FingerprintSink(OutputStream sink, Version server, String database, Host host) {
    super(sink);
    this.tables = new DumpTables(server);
    this.database = database;
    this.host = host;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    out.write(buffer, offset, length);
    if (!lost) {
      try {
        tables.read(buffer, offset, length);
      } catch (BackupException e) {
        lost(e);
      }
    }
  }

  /** Those of all tables, once the dump is complete; none if they could not be told. */
  List<TableFingerprint> all() {
    if (!lost) {
      try {
        return tables.all();
      } catch (BackupException e) {
        lost(e);
      }
    }
    return List.of();
  }

  private void lost(BackupException e) {
    lost = true;
    host.warn(
        database
            + ": there are no fingerprints, so a restored copy cannot be compared: "
            + e.getMessage());
  }
}
