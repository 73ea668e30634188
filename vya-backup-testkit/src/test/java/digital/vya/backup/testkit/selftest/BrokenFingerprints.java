package digital.vya.backup.testkit.selftest;

import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.TableFingerprint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.function.Consumer;

/** Drivers that break one promise each of their fingerprints (F1 to F3). */
final class BrokenFingerprints {

  private BrokenFingerprints() {}

  /** What changed in between is in the one and not in the other. */
  static final class ReadsTwice extends FakeScratchDriver {
    @Override
    public DumpInfo dump(
        Config config,
        DumpRequest what,
        OutputStream sink,
        Consumer<TableFingerprint> tables,
        Host host)
        throws IOException, InterruptedException {
      var info = dump(config, what, sink, host);
      super.dump(config, what, OutputStream.nullOutputStream(), tables, host);
      return info;
    }
  }

  static final class TellsATableTwice extends FakeScratchDriver {
    @Override
    public DumpInfo dump(
        Config config,
        DumpRequest what,
        OutputStream sink,
        Consumer<TableFingerprint> tables,
        Host host)
        throws IOException, InterruptedException {
      return super.dump(
          config,
          what,
          sink,
          table -> {
            tables.accept(table);
            tables.accept(table);
          },
          host);
    }
  }

  /** Tells when the dump began, so to say. */
  static final class TellsTheHour extends FakeScratchDriver {

    private int dumps;

    @Override
    public DumpInfo dump(
        Config config,
        DumpRequest what,
        OutputStream sink,
        Consumer<TableFingerprint> tables,
        Host host)
        throws IOException, InterruptedException {
      var hash = "%032x".formatted(dumps++);
      return super.dump(
          config,
          what,
          sink,
          table -> tables.accept(new TableFingerprint(table.table(), table.rows(), hash)),
          host);
    }
  }

  static final class ClosesTheSink extends FakeScratchDriver {
    @Override
    public DumpInfo dump(
        Config config,
        DumpRequest what,
        OutputStream sink,
        Consumer<TableFingerprint> tables,
        Host host)
        throws IOException, InterruptedException {
      try (sink) {
        return super.dump(config, what, sink, tables, host);
      }
    }
  }

  static final class SwallowsSinkFailures extends FakeScratchDriver {
    @Override
    public DumpInfo dump(
        Config config,
        DumpRequest what,
        OutputStream sink,
        Consumer<TableFingerprint> tables,
        Host host)
        throws IOException, InterruptedException {
      try {
        return super.dump(config, what, sink, tables, host);
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        return info();
      }
    }
  }

  /** A copy has another name and so another hash. */
  static final class HashesTheName extends FakeScratchDriver {
    @Override
    public DumpInfo dump(
        Config config,
        DumpRequest what,
        OutputStream sink,
        Consumer<TableFingerprint> tables,
        Host host)
        throws IOException, InterruptedException {
      var name = "%08x".formatted(what.database().hashCode());
      return super.dump(
          config,
          what,
          sink,
          table -> {
            var hash = name + table.hash().substring(8);
            tables.accept(new TableFingerprint(table.table(), table.rows(), hash));
          },
          host);
    }
  }

  static final class OnlyCounts extends FakeScratchDriver {
    @Override
    public DumpInfo dump(
        Config config,
        DumpRequest what,
        OutputStream sink,
        Consumer<TableFingerprint> tables,
        Host host)
        throws IOException, InterruptedException {
      var hash = "0".repeat(32);
      return super.dump(
          config,
          what,
          sink,
          table -> tables.accept(new TableFingerprint(table.table(), table.rows(), hash)),
          host);
    }
  }

  /** A row that changes in one table changes the hash of the other one too. */
  static final class MixesTables extends FakeScratchDriver {
    @Override
    public DumpInfo dump(
        Config config,
        DumpRequest what,
        OutputStream sink,
        Consumer<TableFingerprint> tables,
        Host host)
        throws IOException, InterruptedException {
      return super.dump(
          config,
          what,
          sink,
          table -> {
            tables.accept(table);
            if (table.table().equals("first")) {
              tables.accept(new TableFingerprint("third", table.rows(), table.hash()));
            }
          },
          host);
    }
  }

  static final class KeepsAllRows extends FakeScratchDriver {
    @Override
    public DumpInfo dump(
        Config config,
        DumpRequest what,
        OutputStream sink,
        Consumer<TableFingerprint> tables,
        Host host)
        throws IOException, InterruptedException {
      var all = new ByteArrayOutputStream();
      var info = super.dump(config, what, all, tables, host);
      sink.write(all.toByteArray());
      return info;
    }
  }
}
