package digital.vya.backup.testkit.selftest;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Fingerprints;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.ScratchDatabases;
import digital.vya.backup.api.Swap;
import digital.vya.backup.api.TableFingerprint;
import digital.vya.backup.api.TargetState;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** A driver that has all a safe restore needs; {@link BrokenScratch} has not. */
class FakeScratchDriver extends FakeDriver
    implements Fingerprints<FakeDriver.Config>, ScratchDatabases<FakeDriver.Config> {

  private static final Pattern BESIDE =
      Pattern.compile(".*_vya_(new|old)_[0-9a-f]{8}", Pattern.DOTALL);

  @Override
  public List<String> databases(Config config, Host host) throws IOException {
    return super.databases(config, host).stream()
        .filter(name -> !BESIDE.matcher(name).matches())
        .toList();
  }

  @Override
  public DumpInfo dump(
      Config config,
      DumpRequest what,
      OutputStream sink,
      Consumer<TableFingerprint> tables,
      Host host)
      throws IOException, InterruptedException {
    var hashed = new AtomicReference<FakeTables>();
    var info = write(config, what, sink, rows -> hashed.updateAndGet(old -> new FakeTables(rows)));
    hashed.get().tell(tables);
    return info;
  }

  @Override
  public TargetState look(Config config, String target, Host host) throws IOException {
    var file = server(config).file(target);
    boolean exists = Files.exists(file);
    return new TargetState(exists, exists && Files.size(file) > 0, OptionalLong.empty(), List.of());
  }

  @Override
  public String beside(Config config, String target, String role, String id) {
    return target + "_vya_" + role + "_" + id;
  }

  @Override
  public void swap(Config config, Swap swap, Host host) throws IOException {
    var server = server(config);
    var target = server.file(swap.target());
    if (!Files.exists(server.file(swap.scratch())) || Files.exists(server.file(swap.kept()))) {
      throw BackupException.data("there is no " + swap.scratch() + ", or there is a kept one");
    }
    if (Files.exists(target)) {
      Files.move(target, server.file(swap.kept()));
    }
    Files.move(server.file(swap.scratch()), target);
  }

  @Override
  public boolean recover(Config config, Swap swap, Host host) throws IOException {
    var server = server(config);
    var target = server.file(swap.target());
    if (Files.exists(server.file(swap.scratch()))) {
      if (!Files.exists(target) && Files.exists(server.file(swap.kept()))) {
        Files.move(server.file(swap.kept()), target);
      }
      return false;
    }
    return true;
  }

  @Override
  public void drop(Config config, String name, Host host) throws IOException {
    if (!BESIDE.matcher(name).matches()) {
      throw BackupException.configuration(name + " is no scratch database; drop it yourself");
    }
    server(config).drop(name);
  }
}
