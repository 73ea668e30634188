package digital.vya.backup.testkit.selftest;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.RestoreOptions;
import digital.vya.backup.api.RestoreOptions.Kind;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.api.TunableRestore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/** A driver whose restores take some of the options. */
class FakeTunableDriver extends FakeScratchDriver implements TunableRestore<FakeDriver.Config> {

  @Override
  public Set<Kind> restoreOptions() {
    return Set.of(Kind.TABLES, Kind.JOBS, Kind.DIRECT);
  }

  @Override
  public void restore(
      Config config, RestoreRequest into, RestoreOptions options, InputStream dump, Host host)
      throws IOException, InterruptedException {
    if (!restoreOptions().containsAll(options.asked())) {
      throw BackupException.configuration("only tables, jobs and direct are known; leave the rest");
    }
    if (!options.isPartial()) {
      restore(config, into, dump, host);
      return;
    }
    var target = server(config).file(into.targetDatabase());
    boolean free = into.replace() || Files.size(target) == 0;
    if (!List.of("first", "rest").containsAll(options.tables()) || !free) {
      throw BackupException.configuration("there is no such table, or it is there already");
    }
    var whole = host.workDir().resolve("whole");
    try (var out = Files.newOutputStream(whole)) {
      read(dump, out);
    }
    var rows = ByteBuffer.wrap(Files.readAllBytes(whole));
    try (var out = FileChannel.open(target, StandardOpenOption.WRITE)) {
      for (var table : options.tables()) {
        int from = table.equals("first") ? 0 : FakeTables.BORDER;
        int to = table.equals("first") ? FakeTables.BORDER : rows.capacity();
        out.write(rows.slice(from, to - from), from);
      }
    }
  }
}
