package digital.vya.backup.core;

import java.util.Optional;

/**
 * Which stored backups are meant.
 *
 * @param instance of one instance, or of all that are in the storages
 * @param database of one database, or of all and the globals
 * @param limit at most so many, the newest
 */
public record BackupQuery(Optional<String> instance, Optional<String> database, int limit) {

  /** The newest backups of everything. */
  public static BackupQuery newest(int limit) {
    return new BackupQuery(Optional.empty(), Optional.empty(), limit);
  }
}
