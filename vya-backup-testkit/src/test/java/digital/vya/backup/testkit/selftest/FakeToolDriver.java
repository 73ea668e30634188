package digital.vya.backup.testkit.selftest;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.ServerInfo;
import digital.vya.backup.api.Tool;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A driver whose dump comes out of another process. */
class FakeToolDriver extends FakeDriver {

  String dumpFile(Config config) {
    return "whole";
  }

  void run(Tool tool, OutputStream sink, Host host) throws IOException, InterruptedException {
    host.tools().dump(tool, sink);
  }

  /** The place of the last byte is all the end mark there is. */
  void requireEnd(long written, long expected) {
    if (written != expected) {
      throw BackupException.data("the dump ends early; look why cat stopped");
    }
  }

  @Override
  public ServerInfo check(Config config, Host host) throws IOException {
    var info = super.check(config, host);
    return new ServerInfo(info.product(), info.version(), List.of(cat(config, host).toString()));
  }

  private static Path cat(Config config, Host host) {
    return host.tools().find("cat", config.tools()).get(0);
  }

  @Override
  public DumpInfo dump(Config config, DumpRequest what, OutputStream sink, Host host)
      throws IOException, InterruptedException {
    var whole = host.workDir().resolve(dumpFile(config));
    try (var out = Files.newOutputStream(whole)) {
      super.dump(config, what, out, host);
    }
    var counted = new Counted(sink);
    run(Tool.of(cat(config, host), whole.toString()), counted, host);
    requireEnd(counted.count, Files.size(whole));
    return info();
  }

  private static final class Counted extends FilterOutputStream {

    private long count;

    Counted(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      count += length;
    }
  }
}
