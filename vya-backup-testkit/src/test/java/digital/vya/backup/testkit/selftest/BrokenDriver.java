package digital.vya.backup.testkit.selftest;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.api.ServerInfo;
import digital.vya.backup.api.Tool;
import digital.vya.backup.api.ToolFailedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Drivers that break one promise each. */
final class BrokenDriver {

  private BrokenDriver() {}

  static final class ClosesTheSink extends FakeDriver {
    @Override
    public DumpInfo dump(Config config, DumpRequest what, OutputStream sink, Host host)
        throws IOException, InterruptedException {
      var info = super.dump(config, what, sink, host);
      sink.close();
      return info;
    }
  }

  static final class SwallowsSinkFailures extends FakeDriver {
    @Override
    public DumpInfo dump(Config config, DumpRequest what, OutputStream sink, Host host)
        throws IOException, InterruptedException {
      try {
        return super.dump(config, what, sink, host);
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        return info();
      }
    }
  }

  static final class TakesAReadFailureForTheEnd extends FakeDriver {
    @Override
    void read(InputStream dump, OutputStream out) throws IOException {
      try {
        super.read(dump, out);
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        out.flush();
      }
    }
  }

  static final class TellsThePassword extends FakeDriver {
    @Override
    public ServerInfo check(Config config, Host host) throws IOException {
      if (!config.password().reveal().equals(FakeServer.PASSWORD)) {
        throw BackupException.configuration("refused: " + config.password().reveal());
      }
      return super.check(config, host);
    }
  }

  static final class WritesOnce extends FakeDriver {
    @Override
    public DumpInfo dump(Config config, DumpRequest what, OutputStream sink, Host host)
        throws IOException, InterruptedException {
      var all = new ByteArrayOutputStream();
      var info = super.dump(config, what, all, host);
      sink.write(all.toByteArray());
      return info;
    }
  }

  static final class RestoresOverAnything extends FakeDriver {
    @Override
    public void restore(Config config, RestoreRequest into, InputStream dump, Host host)
        throws IOException, InterruptedException {
      var anyway = new RestoreRequest(into.database(), into.target(), true, into.properties());
      super.restore(config, anyway, dump, host);
    }
  }

  static final class GoesOnWhenInterrupted extends FakeDriver {
    @Override
    public DumpInfo dump(Config config, DumpRequest what, OutputStream sink, Host host)
        throws IOException, InterruptedException {
      var task = new FutureTask<>(() -> super.dump(config, what, sink, host));
      new Thread(task, "uninterruptible").start();
      while (true) {
        try {
          return task.get();
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

  /** Its tool can be seen by everyone on the machine, with the password in its arguments. */
  static final class ShowsThePasswordToEveryone extends FakeToolDriver {
    @Override
    String dumpFile(Config config) {
      return config.password().reveal();
    }
  }

  static final class IgnoresTheExitCode extends FakeToolDriver {
    @Override
    void run(Tool tool, OutputStream sink, Host host) throws IOException, InterruptedException {
      try {
        super.run(tool, sink, host);
      } catch (ToolFailedException e) {
        host.warn("the tool failed");
      }
    }
  }

  static final class IgnoresTheEndMark extends FakeToolDriver {
    @Override
    void requireEnd(long written, long expected) {
      // Whatever there is will do.
    }
  }

  /** Looks like one that needs no tools, so that none of them can break. */
  static final class HidesItsTools extends FakeToolDriver {
    @Override
    public ServerInfo check(Config config, Host host) {
      server(config);
      return new ServerInfo("Fake", "1", List.of());
    }
  }
}
