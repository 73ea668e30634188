package digital.vya.backup.testkit.selftest;

import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Tool;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.List;

/** A driver whose dump comes out of another process. */
class FakeToolDriver extends FakeDriver {

  String dumpFile(Config config) {
    return "whole";
  }

  @Override
  public DumpInfo dump(Config config, DumpRequest what, OutputStream sink, Host host)
      throws IOException, InterruptedException {
    var whole = host.workDir().resolve(dumpFile(config));
    try (var out = Files.newOutputStream(whole)) {
      super.dump(config, what, out, host);
    }
    var cat = host.tools().find("cat", List.of()).get(0);
    host.tools().dump(Tool.of(cat, whole.toString()), sink);
    return info();
  }
}
