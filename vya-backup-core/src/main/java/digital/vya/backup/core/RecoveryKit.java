package digital.vya.backup.core;

import java.nio.file.Path;
import java.util.List;

/**
 * A folder with what somebody needs who has the backups and not this software: where they are, how
 * to check them, and the commands of standard tools that restore them.
 *
 * @param folder the folder, which only its owner can look into
 * @param backups of how many backups it tells
 * @param unreadable what could not be read and is therefore missing, one line each
 * @param secrets the files in it that hold private keys; empty unless they were asked for
 */
public record RecoveryKit(Path folder, long backups, List<String> unreadable, List<Path> secrets) {

  /** Copies the lists. */
  public RecoveryKit {
    unreadable = List.copyOf(unreadable);
    secrets = List.copyOf(secrets);
  }

  /**
   * What to put into one.
   *
   * @param folder a new folder, or an empty one
   * @param newest how many backups of each database in each storage, the newest
   * @param withSecrets whether to put in the private keys that the configuration holds
   */
  public record Order(Path folder, int newest, boolean withSecrets) {}
}
