package digital.vya.backup.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.core.VyaBackup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon on the real library, with a time of its own. */
final class DaemonTest {

  private static final String DAILY = "{\"time\": \"02:00\"}";

  @TempDir Path folder;
  private final List<String> ran = new ArrayList<>();
  private final DaemonState state = new DaemonState();

  @BeforeEach
  void something() throws IOException {
    Files.createDirectory(folder.resolve("store"));
    Files.writeString(Files.createDirectory(folder.resolve("site")).resolve("index"), "hello");
  }

  private void configure(String zone, String... schedules) throws IOException {
    var instances = new ArrayList<String>();
    for (int n = 0; n < schedules.length; n++) {
      instances.add(
          """
          {"id": "%s", "dbms": "files", "sets": {"s": {"include": ["%s/site"]}}, "schedule": %s}
          """
              .formatted((char) ('a' + n), folder, schedules[n]));
    }
    write(
        """
        {
          "server": {"name": "test", "timezone": "%2$s"},
          "run": {"state_dir": "%1$s/state"},
          "defaults": {"retry": {"attempts": 1}},
          "storages": [{"id": "local", "type": "local", "path": "%1$s/store"}],
          "instances": [%3$s]
        }
        """
            .formatted(folder, zone, String.join(", ", instances)));
  }

  private void write(String text) throws IOException {
    Files.writeString(config(), text);
    Files.setPosixFilePermissions(config(), PosixFilePermissions.fromString("rw-------"));
  }

  private Path config() {
    return folder.resolve("vya-backup.json");
  }

  /** Lets a daemon work for so long. */
  private int daemon(VirtualTime time, Duration length) throws InterruptedException {
    try (VyaBackup vya =
        VyaBackup.builder()
            .registry(Plugins.discover())
            .config(config())
            .clock(time)
            .withoutAudit()
            .build()) {
      var work = new DaemonWork(vya, time, state, Runnable::run, this::told);
      work.requireSchedule();
      var daemon = new Daemon(time, state, ServiceManager.NOBODY, work);
      time.after(length, daemon::stop);
      return daemon.run(Duration.ZERO);
    }
  }

  private void told(BackupReport report) {
    ran.add(
        report.started()
            + " "
            + report.artifacts().stream()
                .map(a -> a.source().instance())
                .sorted()
                .collect(Collectors.joining(" "))
            + (report.failed().isEmpty() ? "" : " failed"));
  }

  @Test
  void whatIsDueAtTheSameTimeRunsInOneRunAndNothingRunsElse() throws Exception {
    configure("UTC", "{\"cron\": \"0 */6 * * *\"}", "{\"time\": \"06:00\"}", "{\"every\": \"8h\"}");
    var time = new VirtualTime("2026-01-05T00:00:10Z");

    assertThat(daemon(time, Duration.ofHours(24))).isZero();

    assertThat(ran)
        .containsExactly(
            "2026-01-05T00:00:10Z a b c",
            "2026-01-05T06:00:00Z a b",
            "2026-01-05T08:00:10Z c",
            "2026-01-05T12:00:00Z a",
            "2026-01-05T16:00:10Z c",
            "2026-01-05T18:00:00Z a",
            "2026-01-06T00:00:00Z a");
    // Thirty seconds each, and some more where something was due.
    assertThat(time.waits()).isBetween(2_000, 3_000);
  }
}
