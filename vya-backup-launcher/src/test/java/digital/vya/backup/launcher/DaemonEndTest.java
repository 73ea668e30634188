package digital.vya.backup.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Reason;
import digital.vya.backup.core.VyaBackup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a daemon ends while a backup is under way, which goes on until the test lets it end. */
final class DaemonEndTest {

  private static final Duration LONG = Duration.ofHours(1);

  @TempDir Path folder;
  private final CountDownLatch running = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final CountDownLatch firstEnded = new CountDownLatch(1);
  private final List<BackupReport> reports = new CopyOnWriteArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final DaemonState state = new DaemonState();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeEach
  void something() throws Exception {
    Files.createDirectory(folder.resolve("store"));
    Files.writeString(Files.createDirectory(folder.resolve("site")).resolve("index"), "hello");
    Files.writeString(
        config(),
        """
        {
          "run": {"state_dir": "%1$s/state"},
          "schedule": {"every": "1h"},
          "storages": [{"id": "local", "type": "local", "path": "%1$s/store"}],
          "instances": [{"id": "a", "dbms": "files", "sets": {"s": {"include": ["%1$s/site"]}}}]
        }
        """
            .formatted(folder));
    Files.setPosixFilePermissions(config(), PosixFilePermissions.fromString("rw-------"));
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  private Path config() {
    return folder.resolve("vya-backup.json");
  }

  private void on(BackupEvent event) {
    if (event instanceof BackupEvent.RunStarted && running.getCount() > 0) {
      running.countDown();
      try {
        mayEnd.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void ended(BackupReport report) {
    reports.add(report);
    firstEnded.countDown();
  }

  private final ServiceManager manager =
      new ServiceManager() {
        @Override
        public void ready(String status) {
          told.add("ready");
        }

        @Override
        public void alive(String status) {}

        @Override
        public void stopping(String status) {
          told.add("stopping: " + status);
        }
      };

  /** What is done with the daemon while a backup is under way. */
  private interface Meanwhile {
    void happens(Daemon daemon, DaemonWork work) throws Exception;
  }

  private int daemon(Duration grace, Meanwhile meanwhile) throws Exception {
    try (VyaBackup vya =
        VyaBackup.builder()
            .registry(Plugins.discover())
            .config(config())
            .withoutAudit()
            .listener(this::on)
            .build()) {
      DaemonTime time = DaemonTime.of(Clock.systemUTC());
      var work = new DaemonWork(vya, time, state, threads, this::ended);
      var daemon = new Daemon(time, state, manager, work);
      var ended = new FutureTask<>(() -> daemon.run(grace));
      threads.execute(ended);
      running.await();
      meanwhile.happens(daemon, work);
      return ended.get();
    }
  }

  @Test
  void aBackupThatIsUnderWayMayEnd() throws Exception {
    int code =
        daemon(
            LONG,
            (daemon, work) -> {
              daemon.stop();
              mayEnd.countDown();
            });

    assertThat(code).isZero();
    assertThat(reports).hasSize(1).allMatch(r -> r.outcome() == BackupReport.Outcome.COMPLETE);
    assertThat(told.get(0)).isEqualTo("ready");
    assertThat(told.get(1)).startsWith("stopping");
  }

  @Test
  void aBackupThatTakesLongerThanItMayIsCancelledAndLeavesNothing() throws Exception {
    int code = daemon(Duration.ZERO, (daemon, work) -> daemon.stop());

    assertThat(code).isEqualTo(130);
    assertThat(told).contains("stopping: the backup of a is to end");
    assertCancelled();
  }

  @Test
  void aSecondSignalCancelsAtOnce() throws Exception {
    int code =
        daemon(
            LONG,
            (daemon, work) -> {
              daemon.stop();
              daemon.stop();
            });

    assertThat(code).isEqualTo(130);
    assertCancelled();
  }

  private void assertCancelled() throws Exception {
    assertThat(reports).hasSize(1);
    assertThat(reports.get(0).failed()).allMatch(f -> f.reason() == Reason.CANCELLED);
    assertThat(reports.get(0).stored()).isEmpty();
    try (Stream<Path> files = Files.walk(folder.resolve("store/a"))) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    } catch (java.nio.file.NoSuchFileException e) {
      assertThat(folder.resolve("store")).exists();
    }
    assertThat(state.running()).isEmpty();
  }

  @Test
  void whileOneIsUnderWayAnotherThatBecomesDueIsBackedUp() throws Exception {
    String both =
        Files.readString(config())
            .replace(
                "\"instances\": [",
                "\"instances\": [{\"id\": \"b\", \"dbms\": \"files\", \"sets\": {\"s\": {\"include\":"
                    + " [\"%s/site\"]}}}, ".formatted(folder));

    int code =
        daemon(
            LONG,
            (daemon, work) -> {
              Files.writeString(config(), both);
              work.decideAnew();
              firstEnded.await();
              mayEnd.countDown();
              daemon.stop();
            });

    assertThat(code).isZero();
    assertThat(reports.get(0).artifacts()).allMatch(a -> a.source().instance().equals("b"));
    assertThat(reports.get(1).artifacts()).allMatch(a -> a.source().instance().equals("a"));
  }
}
