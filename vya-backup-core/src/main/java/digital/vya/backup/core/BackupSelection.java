package digital.vya.backup.core;

import java.util.Optional;

/**
 * Which of the configured instances and databases are meant.
 *
 * @param instance one instance by its id, or all
 * @param dbms only instances of one engine, or all
 * @param database one database, which must exist, whatever the configuration includes; or all that
 *     the configuration includes
 */
public record BackupSelection(
    Optional<String> instance, Optional<String> dbms, Optional<String> database) {

  /** All that is configured. */
  public static BackupSelection all() {
    return new BackupSelection(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** One instance. */
  public static BackupSelection instance(String id) {
    return new BackupSelection(Optional.of(id), Optional.empty(), Optional.empty());
  }

  /** One database of one instance. */
  public static BackupSelection database(String instance, String database) {
    return new BackupSelection(Optional.of(instance), Optional.empty(), Optional.of(database));
  }

  @Override
  public String toString() {
    return instance.map(i -> "instance " + i).orElse("all instances")
        + dbms.map(d -> " of " + d).orElse("")
        + database.map(d -> ", database " + d).orElse("");
  }
}
