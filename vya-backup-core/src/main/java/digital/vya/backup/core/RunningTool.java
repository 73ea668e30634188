package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Secret;
import digital.vya.backup.api.Tool;
import digital.vya.backup.api.ToolFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process and the threads that serve its streams. A read from a process cannot be interrupted,
 * so the streams are pumped beside the calling thread, which waits and can be.
 */
final class RunningTool implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunningTool.class);

  private static final long PATIENCE_SECONDS = 2;

  private final Tool tool;
  private final Process process;
  private final FutureTask<String> stderr;

  private RunningTool(Tool tool, Process process) {
    this.tool = tool;
    this.process = process;
    this.stderr = new FutureTask<>(() -> Tail.read(process.getErrorStream()));
    begin("stderr", stderr);
  }

  static RunningTool start(Tool tool) {
    var command = new ArrayList<String>();
    command.add(tool.executable().toString());
    command.addAll(tool.arguments());
    var builder = new ProcessBuilder(command);
    // No tool has any business with what opens the secret store.
    builder.environment().remove(StoreKey.PASSPHRASE_VARIABLE);
    builder.environment().putAll(tool.environment());
    tool.secrets().forEach((name, value) -> builder.environment().put(name, value.reveal()));
    // Arguments hold no secret, but whose plugin is it?
    LOG.atDebug().log(() -> "running " + masked(tool, String.join(" ", command)));
    try {
      return new RunningTool(tool, builder.start());
    } catch (IOException e) {
      throw BackupException.environment(
          "cannot run " + tool.executable() + ": " + e.getMessage() + "; is it executable?");
    }
  }

  OutputStream input() {
    return process.getOutputStream();
  }

  InputStream output() {
    return process.getInputStream();
  }

  void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // The tool ended before it read its last bytes: its exit code tells whether that matters.
    }
  }

  /** Copies while the caller does something else; whatever stops the copying kills the tool. */
  FutureTask<Boolean> beside(Callable<Boolean> copy) {
    var task =
        new FutureTask<>(
            () -> {
              boolean copied = false;
              try {
                copied = copy.call();
                return copied;
              } finally {
                if (!copied) {
                  killNow();
                }
              }
            });
    begin("stdout", task);
    return task;
  }

  /** Waits for the end of such copying; what stopped it is thrown. */
  void await(FutureTask<Boolean> copying) throws IOException, InterruptedException {
    try {
      copying.get();
    } catch (ExecutionException e) {
      throw rethrow(e.getCause());
    } catch (InterruptedException e) {
      kill();
      throw e;
    }
  }

  /** Copies in a thread of its own; whatever stops the copying kills the tool. */
  <T> T pump(Callable<T> copy) throws IOException, InterruptedException {
    var task = new FutureTask<>(copy);
    Thread thread = begin("pump", task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      killNow();
      throw rethrow(e.getCause());
    } catch (InterruptedException e) {
      kill();
      thread.interrupt();
      thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      throw e;
    }
  }

  void awaitSuccess() throws InterruptedException {
    int code;
    try {
      code = process.waitFor();
    } catch (InterruptedException e) {
      kill();
      throw e;
    }
    LOG.debug("{} ended with exit code {}", tool.name(), code);
    if (code != 0) {
      throw new ToolFailedException(tool.name(), code, masked(tool, lastWords()));
    }
  }

  private static String masked(Tool tool, String text) {
    List<String> secrets = tool.secrets().values().stream().map(Secret::reveal).toList();
    return RunMark.mask().text(Mask.of(secrets).text(text));
  }

  private String lastWords() throws InterruptedException {
    try {
      return stderr.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return "";
    }
  }

  /** Asks the tool to end, so that it can cancel what it runs on a server, then makes it. */
  private void kill() throws InterruptedException {
    List<ProcessHandle> family = family();
    family.forEach(ProcessHandle::destroy);
    process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    family.forEach(ProcessHandle::destroyForcibly);
    killNow();
  }

  private void killNow() {
    family().forEach(ProcessHandle::destroyForcibly);
  }

  private List<ProcessHandle> family() {
    return Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
  }

  private Thread begin(String role, FutureTask<?> task) {
    var thread = new Thread(RunMark.carried(task), "vya-" + tool.name() + "-" + role);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static RuntimeException rethrow(@Nullable Throwable cause) throws IOException {
    if (cause instanceof IOException e) {
      throw e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    return cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
  }

  /** No process is left behind, whatever way the caller went. */
  @Override
  public void close() throws IOException {
    killNow();
    process.getInputStream().close();
  }
}
