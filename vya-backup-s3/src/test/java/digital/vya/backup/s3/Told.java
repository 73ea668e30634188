package digital.vya.backup.s3;

import digital.vya.backup.api.Host;
import digital.vya.backup.api.ToolRunner;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A host that keeps what it is told; this module needs neither tools nor a work folder. */
final class Told implements Host {

  final List<String> warnings = new CopyOnWriteArrayList<>();
  Clock clock = Clock.systemUTC();
  final List<String> omitted = new CopyOnWriteArrayList<>();

  @Override
  public ToolRunner tools() {
    throw new AssertionError("no external tool is needed here");
  }

  @Override
  public void warn(String message) {
    warnings.add(message);
  }

  @Override
  public void omit(String what, String why) {
    omitted.add(what + ": " + why);
  }

  @Override
  public Path workDir() {
    throw new AssertionError("no temporary file is needed here");
  }

  @Override
  public Clock clock() {
    return clock;
  }
}
