package digital.vya.backup.testkit.selftest;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Contents;
import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Globals;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.api.Secret;
import digital.vya.backup.api.ServerInfo;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/** A driver for {@link FakeServer} that keeps its promises; {@link BrokenDriver} does not. */
class FakeDriver implements Globals<FakeDriver.Config>, Contents<FakeDriver.Config> {

  public record Config(Path folder, Secret password, List<Path> tools) {}

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public ServerInfo check(Config config, Host host) throws IOException {
    server(config);
    return new ServerInfo("Fake", "1", List.of());
  }

  @Override
  public List<String> databases(Config config, Host host) throws IOException {
    return server(config).databases();
  }

  @Override
  public String dumpName(Config config, String database) {
    return database + ".fake";
  }

  @Override
  public DumpInfo dump(Config config, DumpRequest what, OutputStream sink, Host host)
      throws IOException, InterruptedException {
    return write(config, what, sink, rows -> rows);
  }

  /** Lets somebody look at what is written. */
  static DumpInfo write(
      Config config, DumpRequest what, OutputStream sink, UnaryOperator<OutputStream> looking)
      throws IOException {
    var file = server(config).file(what.database());
    var sum = new CRC32();
    var out = new DataOutputStream(new BufferedOutputStream(sink));
    out.writeLong(Files.size(file));
    Files.copy(file, looking.apply(new CheckedOutputStream(out, sum)));
    out.writeLong(sum.getValue());
    out.flush();
    return info();
  }

  @Override
  public void restore(Config config, RestoreRequest into, InputStream dump, Host host)
      throws IOException, InterruptedException {
    var target = server(config).file(into.targetDatabase());
    if (!into.replace() && Files.exists(target) && Files.size(target) > 0) {
      throw BackupException.data("the target is not empty; allow to replace it");
    }
    var partial = host.workDir().resolve("partial");
    try (var out = Files.newOutputStream(partial)) {
      read(dump, out);
    }
    Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void contents(
      Config config, RestoreRequest into, InputStream dump, Consumer<String> line, Host host)
      throws IOException {
    read(dump, OutputStream.nullOutputStream());
    line.accept("file " + into.targetDatabase());
  }

  @Override
  public String globalsDumpName(Config config) {
    return "globals.txt";
  }

  @Override
  public DumpInfo dumpGlobals(Config config, OutputStream sink, Host host) throws IOException {
    sink.write(new byte[] {'r', 'o', 'l', 'e'});
    return info();
  }

  @Override
  public void restoreGlobals(Config config, InputStream dump, Host host) {
    host.warn("the role exists already and is left as it is");
  }

  static FakeServer server(Config config) {
    if (!config.password().reveal().equals(FakeServer.PASSWORD)) {
      throw BackupException.configuration("the server refuses the password; mend password");
    }
    return new FakeServer(config.folder());
  }

  static DumpInfo info() {
    return new DumpInfo("1", "", Map.of());
  }

  void read(InputStream dump, OutputStream out) throws IOException {
    var in = new DataInputStream(dump);
    try {
      long size = in.readLong();
      var checked = new CheckedInputStream(in, new CRC32());
      copy(checked, out, size);
      if (in.readLong() != checked.getChecksum().getValue()) {
        throw BackupException.data("the dump is damaged; take another one");
      }
    } catch (EOFException e) {
      throw BackupException.data("the dump ends early; take another one");
    }
  }

  private static void copy(InputStream in, OutputStream out, long size) throws IOException {
    var buffer = new byte[8192];
    for (long left = size; left > 0; ) {
      int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (count < 0) {
        throw new EOFException();
      }
      out.write(buffer, 0, count);
      left -= count;
    }
  }
}
