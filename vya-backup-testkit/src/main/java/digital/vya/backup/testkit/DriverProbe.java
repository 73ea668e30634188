package digital.vya.backup.testkit;

import static org.assertj.core.api.Assertions.catchThrowable;

import digital.vya.backup.api.DbmsDriver;
import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.RestoreRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Uses a driver the way the core does. */
record DriverProbe<C extends Record>(
    DbmsDriver<C> driver, Supplier<C> config, Host host, UnaryOperator<String> target) {

  /** A dump that is complete. */
  static final class Dump {

    private final String database;
    private final byte[] bytes;
    private final DumpInfo info;

    Dump(String database, byte[] bytes, DumpInfo info) {
      this.database = database;
      this.bytes = bytes;
      this.info = info;
    }

    byte[] bytes() {
      return bytes;
    }

    DumpInfo info() {
      return info;
    }

    byte[] half() {
      return cut("half");
    }

    byte[] cut(String where) {
      return Samples.cut(
          bytes,
          switch (where) {
            case "half" -> bytes.length / 2;
            case "all but one" -> bytes.length - 1;
            default -> Integer.parseInt(where);
          });
    }
  }

  Dump dump(String database) throws IOException, InterruptedException {
    return dump(database, () -> {});
  }

  Dump dump(String database, RecordingSink.FirstWrite firstWrite)
      throws IOException, InterruptedException {
    var sink = new RecordingSink(firstWrite);
    var info = dumpInto(database, sink);
    return new Dump(database, sink.bytes(), info);
  }

  DumpInfo dumpInto(String database, OutputStream sink) throws IOException, InterruptedException {
    return dumpWith(config.get(), database, sink);
  }

  DumpInfo dumpWith(C settings, String database, OutputStream sink)
      throws IOException, InterruptedException {
    return driver.dump(settings, new DumpRequest(database), sink, host);
  }

  RestoreRequest request(Dump dump, String into, boolean replace) {
    return new RestoreRequest(
        dump.database, Optional.of(target.apply(into)), replace, dump.info().properties());
  }

  void restore(Dump dump, String into, boolean replace) throws IOException, InterruptedException {
    restore(dump, new ByteArrayInputStream(dump.bytes()), into, replace);
  }

  void restore(Dump dump, InputStream in, String into, boolean replace)
      throws IOException, InterruptedException {
    driver.restore(config.get(), request(dump, into, replace), in, host);
  }

  /** Restores under the very name, or to the original place. */
  void restoreAs(Dump dump, Optional<String> name) throws IOException, InterruptedException {
    var into = new RestoreRequest(dump.database, name, false, dump.info().properties());
    driver.restore(config.get(), into, new ByteArrayInputStream(dump.bytes()), host);
  }

  /** Restores what must not be restored. */
  void fails(Dump dump, InputStream in, String into, boolean replace) {
    Failures.assertAllowed(catchThrowable(() -> restore(dump, in, into, replace)));
  }
}
