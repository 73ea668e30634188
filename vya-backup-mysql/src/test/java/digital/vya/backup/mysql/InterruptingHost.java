package digital.vya.backup.mysql;

import digital.vya.backup.api.Host;
import digital.vya.backup.api.ToolRunner;
import java.nio.file.Path;
import java.time.Clock;

/** Interrupts the thread that omits something. */
record InterruptingHost(Host host) implements Host {

  @Override
  public ToolRunner tools() {
    return host.tools();
  }

  @Override
  public void warn(String message) {
    host.warn(message);
  }

  @Override
  public void omit(String what, String why) {
    host.omit(what, why);
    Thread.currentThread().interrupt();
  }

  @Override
  public Path workDir() {
    return host.workDir();
  }

  @Override
  public Clock clock() {
    return host.clock();
  }
}
