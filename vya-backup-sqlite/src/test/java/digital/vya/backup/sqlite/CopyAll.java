package digital.vya.backup.sqlite;

import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.core.LocalHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/** Dumps every database of a folder and restores it beside itself. */
final class CopyAll {

  private CopyAll() {}

  public static void main(String[] arguments) throws Exception {
    var config = new SqliteConfig(Path.of(arguments[0]));
    var driver = new SqliteDriver();
    try (var host = LocalHost.open(Path.of(arguments[0]).resolveSibling("cron-work"))) {
      int restored = 0;
      for (String name : driver.databases(config, host)) {
        var sink = new ByteArrayOutputStream();
        var info = driver.dump(config, new DumpRequest(name), sink, host);
        var into =
            new RestoreRequest(name, Optional.of("copy of " + name), false, info.properties());
        driver.restore(config, into, new ByteArrayInputStream(sink.toByteArray()), host);
        restored++;
      }
      try (var out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out))) {
        out.println("restored " + restored);
      }
    }
  }
}
