package digital.vya.backup.launcher;

import digital.vya.backup.api.BackupReport;
import digital.vya.backup.core.LocalHost;
import digital.vya.backup.core.VyaBackup;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "daemon",
    description = "Stays in the foreground and backs up by the schedule, until TERM or INT.",
    mixinStandardHelpOptions = true)
final class DaemonCommand implements Callable<Integer> {

  @Mixin private ConfiguredCommand configured = new ConfiguredCommand();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS:PORT",
      defaultValue = "127.0.0.1:9180",
      converter = Listen.Reader.class,
      description =
          "Where /health, /ready and /metrics are told over HTTP, to everyone who can reach it;"
              + " none for nowhere. Default: ${DEFAULT-VALUE}")
  private Listen listen = new Listen(Optional.empty());

  @Option(
      names = "--grace",
      paramLabel = "DURATION",
      defaultValue = "1m",
      converter = Grace.class,
      description =
          "How long a backup that is under way may go on after TERM or INT, before it is cancelled;"
              + " a second signal cancels it at once. Default: ${DEFAULT-VALUE}")
  private Duration grace = Duration.ZERO;

  @Override
  public Integer call() throws IOException, InterruptedException {
    ExecutorService threads = Executors.newCachedThreadPool(DaemonCommand::thread);
    try (VyaBackup vya = configured.open();
        LocalHost host = LocalHost.open(vya.options().stateDir().resolve("work"));
        ServiceManager manager =
            Systemd.of(System.getenv(), ProcessHandle.current().pid(), host.tools())) {
      DaemonTime time = DaemonTime.of(Clock.systemUTC());
      var state = new DaemonState();
      var work = new DaemonWork(vya, time, state, threads, this::told);
      work.requireSchedule();
      Optional<Endpoints> endpoints =
          listen
              .address()
              .map(at -> Endpoints.at(at, new DaemonPages(state, new DaemonFigures(vya)).byPath()));
      try {
        var daemon = new Daemon(time, state, manager, work);
        Signals.handledBy(daemon::stop);
        out("waiting for what is due" + endpoints.map(e -> ", http://" + e.address()).orElse(""));
        int code = daemon.run(grace);
        out("ended");
        return code;
      } finally {
        endpoints.ifPresent(Endpoints::close);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "vya-daemon");
    thread.setDaemon(true);
    return thread;
  }

  private void out(String line) {
    Texts.line(spec.commandLine().getOut(), line);
  }

  /** Whole reports, although two runs may end at once. */
  private synchronized void told(BackupReport report) {
    PrintWriter out = spec.commandLine().getOut();
    Texts.line(out, "run " + report.runId());
    Texts.report(report, out);
  }
}
