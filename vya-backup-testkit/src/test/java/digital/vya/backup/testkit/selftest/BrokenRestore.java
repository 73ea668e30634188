package digital.vya.backup.testkit.selftest;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.api.ServerInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/** Drivers that break one promise each, most of them when they restore. */
final class BrokenRestore {

  private BrokenRestore() {}

  static final class BadlyNamed extends FakeDriver {
    @Override
    public String name() {
      return "Fake Driver";
    }
  }

  static final class ChecksByWriting extends FakeDriver {
    @Override
    public ServerInfo check(Config config, Host host) throws IOException {
      server(config).create("check");
      return super.check(config, host);
    }
  }

  static final class ListsBackwards extends FakeDriver {
    @Override
    public List<String> databases(Config config, Host host) throws IOException {
      return super.databases(config, host).stream()
          .sorted(java.util.Comparator.reverseOrder())
          .toList();
    }
  }

  static final class ClosesTheSinkOfGlobals extends FakeDriver {
    @Override
    public DumpInfo dumpGlobals(Config config, OutputStream sink, Host host) throws IOException {
      var info = super.dumpGlobals(config, sink, host);
      sink.close();
      return info;
    }
  }

  static final class TellsNoContents extends FakeDriver {
    @Override
    public void contents(
        Config config, RestoreRequest into, InputStream dump, Consumer<String> line, Host host)
        throws IOException {
      super.contents(config, into, dump, told -> {}, host);
    }
  }

  static final class LosesTheLastByte extends FakeDriver {
    @Override
    void read(InputStream dump, OutputStream out) throws IOException {
      var all = new ByteArrayOutputStream();
      super.read(dump, all);
      out.write(all.toByteArray(), 0, Math.max(0, all.size() - 1));
    }
  }

  static final class ForgetsEmptyDatabases extends FakeDriver {
    @Override
    public void restore(Config config, RestoreRequest into, InputStream dump, Host host)
        throws IOException, InterruptedException {
      super.restore(config, into, dump, host);
      var target = server(config).file(into.targetDatabase());
      if (Files.size(target) == 0) {
        Files.delete(target);
      }
    }
  }

  static final class CannotQuote extends FakeDriver {
    @Override
    public DumpInfo dump(Config config, DumpRequest what, OutputStream sink, Host host)
        throws IOException, InterruptedException {
      if (what.database().contains("'")) {
        throw BackupException.data("syntax error");
      }
      return super.dump(config, what, sink, host);
    }
  }

  static final class NeverReplaces extends FakeDriver {
    @Override
    public void restore(Config config, RestoreRequest into, InputStream dump, Host host)
        throws IOException, InterruptedException {
      var never = new RestoreRequest(into.database(), into.target(), false, into.properties());
      super.restore(config, never, dump, host);
    }
  }

  static final class TakesAnyEndForTheEnd extends FakeDriver {
    @Override
    void read(InputStream dump, OutputStream out) throws IOException {
      try {
        super.read(dump, out);
      } catch (BackupException e) {
        out.flush();
      }
    }
  }

  static final class FailsByAccident extends FakeDriver {
    @Override
    void read(InputStream dump, OutputStream out) throws IOException {
      try {
        super.read(dump, out);
      } catch (BackupException e) {
        throw new IllegalStateException("unexpected null", e);
      }
    }
  }

  /** Restores into the target itself, as some engines must. */
  static class InPlace extends FakeDriver {
    @Override
    public void restore(Config config, RestoreRequest into, InputStream dump, Host host)
        throws IOException, InterruptedException {
      var target = server(config).file(into.targetDatabase());
      if (!into.replace() && Files.exists(target) && Files.size(target) > 0) {
        throw BackupException.data("the target is not empty; allow to replace it");
      }
      try (var out = Files.newOutputStream(target)) {
        read(dump, out);
      }
    }
  }

  static final class InPlaceOfEverything extends InPlace {
    @Override
    public void restore(Config config, RestoreRequest into, InputStream dump, Host host)
        throws IOException, InterruptedException {
      Files.deleteIfExists(server(config).own(into.targetDatabase()));
      super.restore(config, into, dump, host);
    }
  }

  static final class InPlaceAndElsewhere extends InPlace {
    @Override
    public void restore(Config config, RestoreRequest into, InputStream dump, Host host)
        throws IOException, InterruptedException {
      if (Files.exists(server(config).file("bystander"))) {
        server(config).fill("bystander");
      }
      super.restore(config, into, dump, host);
    }
  }

  static final class InPlaceWithoutAWord extends InPlace {
    @Override
    void read(InputStream dump, OutputStream out) throws IOException {
      try {
        super.read(dump, out);
      } catch (BackupException e) {
        out.flush();
      }
    }
  }

  static final class LeavesAScratchDatabase extends FakeDriver {
    @Override
    public void restore(Config config, RestoreRequest into, InputStream dump, Host host)
        throws IOException, InterruptedException {
      server(config).create("scratch");
      super.restore(config, into, dump, host);
      server(config).drop("scratch");
    }
  }

  static final class RestoresOnWhenInterrupted extends FakeDriver {
    @Override
    public void restore(Config config, RestoreRequest into, InputStream dump, Host host)
        throws IOException, InterruptedException {
      var task =
          new FutureTask<Optional<Exception>>(
              () -> {
                super.restore(config, into, dump, host);
                return Optional.empty();
              });
      new Thread(task, "uninterruptible").start();
      while (true) {
        try {
          task.get();
          return;
        } catch (InterruptedException e) {
          // That is what is wrong with it.
        } catch (ExecutionException e) {
          if (e.getCause() instanceof BackupException told) {
            throw told;
          }
          throw new IOException(e.getCause());
        }
      }
    }
  }

  static final class StartsAToolWhenInterrupted extends FakeDriver {
    @Override
    public DumpInfo dump(Config config, DumpRequest what, OutputStream sink, Host host)
        throws IOException, InterruptedException {
      try {
        return super.dump(config, what, sink, host);
      } catch (InterruptedIOException e) {
        new ProcessBuilder("sleep", "30").start();
        throw e;
      }
    }
  }
}
