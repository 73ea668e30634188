package digital.vya.backup.launcher;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Tool;
import digital.vya.backup.api.ToolRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells systemd, by its own program: Java has no datagram sockets of that family. */
final class Systemd implements ServiceManager {

  private static final Logger LOG = LoggerFactory.getLogger(Systemd.class);

  private final ToolRunner tools;
  private final Path program;
  private final String socket;
  private final Optional<Duration> patience;
  // One after the other, so that no old message comes after a newer one.
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Systemd::thread);
  private String failure = "";

  private Systemd(ToolRunner tools, Path program, String socket, Optional<Duration> patience) {
    this.tools = tools;
    this.program = program;
    this.socket = socket;
    this.patience = patience;
  }

  /**
   * The manager that the environment names, or nobody.
   *
   * @param pid that of this process
   */
  static ServiceManager of(Map<String, String> environment, long pid, ToolRunner tools) {
    String socket = environment.getOrDefault("NOTIFY_SOCKET", "");
    if (socket.isEmpty()) {
      return NOBODY;
    }
    List<Path> programs = tools.find("systemd-notify", List.of());
    if (programs.isEmpty()) {
      LOG.warn(
          "NOTIFY_SOCKET is set, but there is no program systemd-notify, so nobody learns that"
              + " this is ready; install systemd, or use Type=exec and no WatchdogSec in the unit");
      return NOBODY;
    }
    return new Systemd(tools, programs.get(0), socket, patience(environment, pid));
  }

  private static Optional<Duration> patience(Map<String, String> environment, long pid) {
    String micros = environment.getOrDefault("WATCHDOG_USEC", "");
    String whose = environment.getOrDefault("WATCHDOG_PID", Long.toString(pid));
    return micros.matches("[1-9]\\d{0,14}") && whose.equals(Long.toString(pid))
        ? Optional.of(Duration.ofNanos(Long.parseLong(micros) * 1000))
        : Optional.empty();
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "vya-systemd");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public Optional<Duration> patience() {
    return patience;
  }

  @Override
  public void ready(String status) {
    send("READY=1", status);
  }

  @Override
  public void alive(String status) {
    // Who does not listen is not told more and more.
    if (thread.getQueue().isEmpty()) {
      send("WATCHDOG=1", status);
    }
  }

  @Override
  public void stopping(String status) {
    send("STOPPING=1", status);
  }

  private void send(String state, String status) {
    String line = Output.plain(status).replace('\n', ' ');
    thread.execute(() -> run(state, "STATUS=" + line));
  }

  private void run(String... message) {
    String problem = "";
    try {
      tools.read(Tool.of(program, message).with("NOTIFY_SOCKET", socket));
    } catch (IOException | BackupException e) {
      problem = String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!problem.equals(failure) && !problem.isEmpty()) {
      LOG.warn("systemd cannot be told how this is: {}", problem);
    }
    failure = problem;
  }

  /** Waits a moment for what is still to be told. */
  @Override
  public void close() throws InterruptedException {
    thread.shutdown();
    if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
      thread.shutdownNow();
    }
  }
}
