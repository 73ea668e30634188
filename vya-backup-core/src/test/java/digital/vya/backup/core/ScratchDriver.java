package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Fingerprints;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.api.RowHash;
import digital.vya.backup.api.ScratchDatabases;
import digital.vya.backup.api.ServerInfo;
import digital.vya.backup.api.Swap;
import digital.vya.backup.api.TableFingerprint;
import digital.vya.backup.api.TargetState;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** An engine with scratch databases, whose databases are texts of one row a line. */
final class ScratchDriver
    implements ScratchDatabases<ScratchDriver.Config>, Fingerprints<ScratchDriver.Config> {

  public record Config() {}

  final Map<String, String> databases = new ConcurrentHashMap<>();
  final List<String> sessions = new ArrayList<>();
  final List<String> done = new ArrayList<>();
  String fixed = "";
  OptionalLong free = OptionalLong.empty();
  Trouble onRestore = () -> {};
  Trouble onSwap = () -> {};
  Trouble afterSwap = () -> {};
  Trouble onDrop = () -> {};
  Change restored = text -> text;

  interface Trouble {
    void come() throws IOException, InterruptedException;
  }

  interface Change {
    String of(String text);
  }

  @Override
  public String name() {
    return "scratch";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public ServerInfo check(Config config, Host host) {
    return new ServerInfo("Scratch", "1", List.of());
  }

  @Override
  public List<String> databases(Config config, Host host) {
    return new TreeMap<>(databases)
        .keySet().stream().filter(name -> !name.contains("_vya_")).toList();
  }

  @Override
  public String dumpName(Config config, String database) {
    return database + ".txt";
  }

  @Override
  public DumpInfo dump(Config config, DumpRequest what, OutputStream sink, Host host)
      throws IOException {
    return dump(config, what, sink, table -> {}, host);
  }

  @Override
  public DumpInfo dump(
      Config config,
      DumpRequest what,
      OutputStream sink,
      Consumer<TableFingerprint> tables,
      Host host)
      throws IOException {
    byte[] text = databases.getOrDefault(what.database(), "").getBytes(StandardCharsets.UTF_8);
    sink.write(text);
    var hash = new RowHash();
    databases
        .getOrDefault(what.database(), "")
        .lines()
        .forEach(row -> hash.row(row.getBytes(StandardCharsets.UTF_8), 0, row.length()));
    tables.accept(hash.fingerprint("lines"));
    return new DumpInfo("1", "", Map.of());
  }

  @Override
  public void restore(Config config, RestoreRequest into, InputStream dump, Host host)
      throws IOException, InterruptedException {
    String target = into.targetDatabase();
    if (databases.containsKey(target) && !into.replace()) {
      throw BackupException.configuration(target + " exists");
    }
    databases.put(target, restored.of(new String(dump.readAllBytes(), StandardCharsets.UTF_8)));
    done.add("restore " + target);
    onRestore.come();
  }

  @Override
  public TargetState look(Config config, String target, Host host) {
    boolean exists = databases.containsKey(target);
    return new TargetState(exists, exists, free, sessions, fixed);
  }

  @Override
  public String beside(Config config, String target, String role, String id) {
    return target + "_vya_" + role + "_" + id;
  }

  @Override
  public void swap(Config config, Swap swap, Host host) throws IOException, InterruptedException {
    onSwap.come();
    String old = databases.remove(swap.target());
    if (old != null) {
      databases.put(swap.kept(), old);
    }
    databases.put(swap.target(), databases.remove(swap.scratch()));
    done.add("swap");
    afterSwap.come();
  }

  @Override
  public boolean recover(Config config, Swap swap, Host host) {
    done.add("recover");
    return !databases.containsKey(swap.scratch());
  }

  @Override
  public void drop(Config config, String name, Host host) throws IOException, InterruptedException {
    onDrop.come();
    if (!name.contains("_vya_")) {
      throw BackupException.configuration(name + " is no scratch database");
    }
    databases.remove(name);
    done.add("drop");
  }
}
