package digital.vya.backup.testkit.selftest;

import static java.nio.charset.StandardCharsets.UTF_8;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.RestoreOptions;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.api.Swap;
import digital.vya.backup.api.TargetState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.OptionalLong;

/** Drivers that break one promise each of those that a safe restore relies on (X1 to X5). */
final class BrokenScratch {

  private BrokenScratch() {}

  static final class ListsWhatIsBeside extends FakeScratchDriver {
    @Override
    public List<String> databases(Config config, Host host) throws IOException {
      return server(config).databases();
    }
  }

  /** Two long names that begin alike get the same database beside them. */
  static final class CutsNames extends FakeScratchDriver {
    @Override
    public String beside(Config config, String target, String role, String id) {
      var start = target.length() > 40 ? target.substring(0, 40) : target;
      return super.beside(config, start, role, id);
    }
  }

  static final class MakesWhatItLooksAt extends FakeScratchDriver {
    @Override
    public TargetState look(Config config, String target, Host host) throws IOException {
      if (!Files.exists(server(config).file(target))) {
        server(config).create(target);
      }
      return new TargetState(false, false, OptionalLong.empty(), List.of());
    }
  }

  /** Makes room before there is anything to fill it. */
  static final class EmptiesTheTarget extends FakeScratchDriver {
    @Override
    public void restore(Config config, RestoreRequest into, InputStream dump, Host host)
        throws IOException, InterruptedException {
      int end = into.targetDatabase().indexOf("_vya_new_");
      if (end > 0) {
        server(config).drop(into.targetDatabase().substring(0, end));
      }
      super.restore(config, into, dump, host);
    }
  }

  static final class TakesTheTargetAwayFirst extends FakeScratchDriver {
    @Override
    public void swap(Config config, Swap swap, Host host) throws IOException {
      var server = server(config);
      if (Files.exists(server.file(swap.kept()))) {
        throw BackupException.data("there is a kept one; drop it");
      }
      if (Files.exists(server.file(swap.target()))) {
        Files.move(server.file(swap.target()), server.file(swap.kept()));
      }
      Files.move(server.file(swap.scratch()), server.file(swap.target()));
    }
  }

  static final class OverwritesTheKept extends FakeScratchDriver {
    @Override
    public void swap(Config config, Swap swap, Host host) throws IOException {
      if (Files.exists(server(config).file(swap.scratch()))) {
        server(config).drop(swap.kept());
      }
      super.swap(config, swap, host);
    }
  }

  static final class TellsThatItSwapped extends FakeScratchDriver {
    @Override
    public boolean recover(Config config, Swap swap, Host host) throws IOException {
      super.recover(config, swap, host);
      return true;
    }
  }

  /** Takes what is kept for the sign of a swap that was cut off. */
  static final class TakesBackWhatHasEnded extends FakeScratchDriver {
    @Override
    public boolean recover(Config config, Swap swap, Host host) throws IOException {
      var server = server(config);
      if (Files.exists(server.file(swap.kept()))) {
        Files.move(
            server.file(swap.kept()),
            server.file(swap.target()),
            StandardCopyOption.REPLACE_EXISTING);
        return false;
      }
      return super.recover(config, swap, host);
    }
  }

  /** Ends between its two steps when it is interrupted. */
  static final class StopsHalfWay extends FakeScratchDriver {
    @Override
    public void swap(Config config, Swap swap, Host host) throws IOException {
      if (Thread.interrupted()) {
        var server = server(config);
        Files.move(server.file(swap.target()), server.file(swap.kept()));
        throw new IOException("interrupted");
      }
      super.swap(config, swap, host);
    }
  }

  static final class AltersWhatComesBack extends FakeScratchDriver {
    @Override
    public void swap(Config config, Swap swap, Host host) throws IOException {
      super.swap(config, swap, host);
      if (swap.scratch().contains("_vya_old_")) {
        Files.write(server(config).file(swap.target()), "changed".getBytes(UTF_8));
      }
    }
  }

  static final class NeedsATarget extends FakeScratchDriver {
    @Override
    public void swap(Config config, Swap swap, Host host) throws IOException {
      Files.size(server(config).file(swap.target()));
      super.swap(config, swap, host);
    }
  }

  static final class CannotQuoteInASwap extends FakeScratchDriver {
    @Override
    public void swap(Config config, Swap swap, Host host) throws IOException {
      var name = swap.target().replace("'", "");
      super.swap(config, new Swap(swap.scratch(), name, swap.kept(), swap.endSessions()), host);
    }
  }

  static final class DropsAnything extends FakeScratchDriver {
    @Override
    public void drop(Config config, String name, Host host) throws IOException {
      server(config).drop(name);
    }
  }

  /** Looks for a part of the name only. */
  static final class DropsWhatLooksAlike extends FakeScratchDriver {
    @Override
    public void drop(Config config, String name, Host host) throws IOException {
      if (!name.contains("_vya_new_") && !name.contains("_vya_old_")) {
        throw BackupException.configuration(name + " is no scratch database; drop it yourself");
      }
      server(config).drop(name);
    }
  }

  static final class DropsOnce extends FakeScratchDriver {
    @Override
    public void drop(Config config, String name, Host host) throws IOException {
      if (!Files.exists(server(config).file(name))) {
        throw BackupException.data("there is no " + name + "; leave it");
      }
      super.drop(config, name, host);
    }
  }

  static final class IgnoresOptions extends FakeTunableDriver {
    @Override
    public void restore(
        Config config, RestoreRequest into, RestoreOptions options, InputStream dump, Host host)
        throws IOException, InterruptedException {
      super.restore(config, into, dump, host);
    }
  }

  static final class ReplacesTablesUnasked extends FakeTunableDriver {
    @Override
    public void restore(
        Config config, RestoreRequest into, RestoreOptions options, InputStream dump, Host host)
        throws IOException, InterruptedException {
      boolean anyway = into.replace() || options.isPartial();
      var request = new RestoreRequest(into.database(), into.target(), anyway, into.properties());
      super.restore(config, request, options, dump, host);
    }
  }

  static final class LosesNamedTables extends FakeTunableDriver {
    @Override
    public void restore(
        Config config, RestoreRequest into, RestoreOptions options, InputStream dump, Host host)
        throws IOException, InterruptedException {
      if (!options.isPartial() || !into.replace() || options.tables().contains("vya_is_nowhere")) {
        super.restore(config, into, options, dump, host);
      }
    }
  }
}
