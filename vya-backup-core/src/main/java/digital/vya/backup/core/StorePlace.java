package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where the secret store is if nobody says. */
final class StorePlace {

  private static final Path SYSTEM = Path.of("/etc/vya-backupdb");
  private static final String VARIABLE = "VYA_BACKUP_SECRETS";
  private static final String NAME = "secrets.vya";

  private StorePlace() {}

  static Path usual() {
    return usual(SYSTEM, System.getenv(), System.getProperty("user.home", ""));
  }

  static Path usual(Path system, Map<String, String> environment, String home) {
    Path named = Path.of(environment.getOrDefault(VARIABLE, ""));
    if (named.isAbsolute()) {
      return named;
    }
    Path shared = system.resolve(NAME);
    Path needed = Files.exists(system) ? system : system.toAbsolutePath().getParent();
    if (Files.exists(shared) || (needed != null && Files.isWritable(needed))) {
      return shared;
    }
    // The XDG rules say that a relative path there is to be ignored.
    Path config = Path.of(environment.getOrDefault("XDG_CONFIG_HOME", ""));
    Path base = config.isAbsolute() ? config : Path.of(home, ".config");
    if (!base.isAbsolute()) {
      throw BackupException.configuration(
          "there is no home folder for the secret store; name its file with path or --store");
    }
    return base.resolve("vya-backup").resolve(NAME);
  }
}
