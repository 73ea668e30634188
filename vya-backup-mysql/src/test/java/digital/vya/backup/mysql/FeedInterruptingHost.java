package digital.vya.backup.mysql;

import digital.vya.backup.api.Host;
import digital.vya.backup.api.Tool;
import digital.vya.backup.api.ToolRunner;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Interrupts whoever feeds a tool for the nth time, in the middle of it. */
final class FeedInterruptingHost implements Host, ToolRunner {

  private static final int MIDDLE = 3_000_000;

  private final Host host;
  private final AtomicInteger left;

  FeedInterruptingHost(Host host, int nth) {
    this.host = host;
    this.left = new AtomicInteger(nth);
  }

  @Override
  public void feed(Tool tool, InputStream source) throws IOException, InterruptedException {
    boolean now = left.decrementAndGet() == 0;
    host.tools().feed(tool, now ? interrupting(source, Thread.currentThread()) : source);
  }

  @Override
  public void pass(Tool tool, InputStream source, OutputStream sink)
      throws IOException, InterruptedException {
    host.tools().pass(tool, source, sink);
  }

  private static InputStream interrupting(InputStream source, Thread feeder) {
    return new FilterInputStream(source) {
      private long taken;

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        taken += Math.max(0, count);
        if (taken > MIDDLE) {
          feeder.interrupt();
        }
        return count;
      }
    };
  }

  @Override
  public ToolRunner tools() {
    return this;
  }

  @Override
  public List<Path> find(String name, List<Path> folders) {
    return host.tools().find(name, folders);
  }

  @Override
  public String read(Tool tool) throws IOException, InterruptedException {
    return host.tools().read(tool);
  }

  @Override
  public void dump(Tool tool, OutputStream sink) throws IOException, InterruptedException {
    host.tools().dump(tool, sink);
  }

  @Override
  public void warn(String message) {
    host.warn(message);
  }

  @Override
  public void omit(String what, String why) {
    host.omit(what, why);
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
