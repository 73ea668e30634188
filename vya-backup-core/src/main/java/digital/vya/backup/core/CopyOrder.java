package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import java.util.Optional;

/**
 * Which backups are to be brought from one storage into another.
 *
 * @param from the id of the storage that has them
 * @param to the id of the storage that is to have them
 * @param which which of them; what is there already is left as it is
 * @param dryRun whether it is only told what would be copied
 */
public record CopyOrder(String from, String to, Which which, boolean dryRun) {

  /** Refuses what means nothing. */
  public CopyOrder {
    if (from.equals(to)) {
      throw BackupException.configuration(
          "cannot copy from " + from + " to itself; name two storages");
    }
  }

  /**
   * Backups of a storage: those that all of this holds for.
   *
   * @param id only the one with this id, whichever server made it
   * @param instance only those of this instance
   * @param latest only the newest of each database
   * @param anyServer also those that other servers have put into the same storage
   */
  public record Which(
      Optional<String> id, Optional<String> instance, boolean latest, boolean anyServer) {

    /** All that this server has made. */
    public static Which all() {
      return new Which(Optional.empty(), Optional.empty(), false, false);
    }

    /** One backup. */
    public static Which id(String id) {
      return new Which(Optional.of(id), Optional.empty(), false, true);
    }
  }

  /** All that is in one storage and not in the other. */
  public static CopyOrder missing(String from, String to) {
    return new CopyOrder(from, to, Which.all(), false);
  }
}
