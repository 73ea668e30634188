package digital.vya.backup.core;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What holds where a configuration says nothing. */
final class ConfigDefaults {

  static final int PARALLEL = 2;
  static final List<String> ARCHIVE = List.of("zstd");
  static final Duration TIMEOUT = Duration.ofHours(6);
  static final Duration STALL_TIMEOUT = Duration.ofMinutes(15);
  static final Duration KEEP_REPLACED = Duration.ofDays(7);
  static final int LOG_MEGABYTES = 20;
  static final int LOGS_KEPT = 30;
  static final Duration NOTIFICATION_TIMEOUT = Duration.ofMinutes(1);
  static final Duration METRICS_TIMEOUT = Duration.ofSeconds(30);
  static final InstanceOptions.Retry RETRY =
      new InstanceOptions.Retry(3, Duration.ofSeconds(2), Duration.ofMinutes(1));

  private static final String STATE_VARIABLE = "VYA_BACKUP_STATE_DIR";
  private static final Path SYSTEM_STATE = Path.of("/var/lib/vya-backupdb");
  private static final Path KERNEL_HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  private ConfigDefaults() {}

  /** The name of this machine, without asking a name server where that can be. */
  static String hostName() {
    try {
      if (Files.isReadable(KERNEL_HOST_NAME)) {
        return Files.readString(KERNEL_HOST_NAME).strip();
      }
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "localhost";
    }
  }

  /**
   * Where locks go: what the environment names, else the system's folder for who may write there,
   * else one of the user's own.
   */
  static Optional<Path> stateDir() {
    return stateDir(SYSTEM_STATE, System.getenv(), System.getProperty("user.home", ""));
  }

  static Optional<Path> stateDir(Path system, Map<String, String> environment, String home) {
    Path named = Path.of(environment.getOrDefault(STATE_VARIABLE, ""));
    if (named.isAbsolute()) {
      return Optional.of(named);
    }
    Path needed = Files.exists(system) ? system : system.toAbsolutePath().getParent();
    if (needed != null && Files.isWritable(needed)) {
      return Optional.of(system);
    }
    // The XDG rules say that a relative path there is to be ignored.
    Path state = Path.of(environment.getOrDefault("XDG_STATE_HOME", ""));
    Path base = state.isAbsolute() ? state : Path.of(home, ".local", "state");
    return base.isAbsolute() ? Optional.of(base.resolve("vya-backup")) : Optional.empty();
  }
}
