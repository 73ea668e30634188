package digital.vya.backup.launcher;

import digital.vya.backup.api.BackupReport;
import digital.vya.backup.core.PluginRegistry;
import digital.vya.backup.core.VyaBackup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Something to back up by a schedule, and a daemon that does it in a time of its own. */
final class DaemonScene {

  final List<String> ran = new ArrayList<>();
  final DaemonState state = new DaemonState();
  private final Path folder;
  private final PluginRegistry registry;

  DaemonScene(Path folder, PluginRegistry registry) throws IOException {
    this.folder = folder;
    this.registry = registry;
    Files.createDirectory(store());
    Files.writeString(Files.createDirectory(folder.resolve("site")).resolve("index"), "hello");
  }

  Path store() {
    return folder.resolve("store");
  }

  Path config() {
    return folder.resolve("vya-backup.json");
  }

  /** Instances a, b and so on, with these schedules. */
  void configure(String zone, String... schedules) {
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

  void write(String text) {
    try {
      Files.writeString(config(), text);
      Files.setPosixFilePermissions(config(), PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets a daemon work for so long. */
  int daemon(VirtualTime time, Duration length) throws InterruptedException {
    try (VyaBackup vya =
        VyaBackup.builder()
            .registry(registry)
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
}
