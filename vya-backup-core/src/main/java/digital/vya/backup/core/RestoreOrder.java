package digital.vya.backup.core;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What to restore, and where to.
 *
 * @param origin which backup
 * @param into the instance to restore into; where empty, the one the backup was made of
 * @param target another database's name, or a folder for files; where empty, the original place
 * @param replace whether an existing target may be replaced
 * @param dryRun only check the backup and tell what would be done
 */
public record RestoreOrder(
    Origin origin,
    Optional<String> into,
    Optional<String> target,
    boolean replace,
    boolean dryRun) {

  /** Which backup. */
  public sealed interface Origin {

    /**
     * The one with an id.
     *
     * @param id as listed
     */
    record Id(String id) implements Origin {}

    /**
     * The newest of a database, or of an instance's globals.
     *
     * @param instance the id of the instance it was made of
     * @param database the database; empty for the globals
     */
    record Latest(String instance, Optional<String> database) implements Origin {}

    /**
     * A file of this machine. If a manifest lies beside it, that is used and checked.
     *
     * @param file the file
     * @param database the name of what was dumped, if no manifest tells it
     */
    record Dump(Path file, Optional<String> database) implements Origin {}
  }

  /** The backup to where it came from, if nothing is there now. */
  public static RestoreOrder of(Origin origin) {
    return new RestoreOrder(origin, Optional.empty(), Optional.empty(), false, false);
  }

  /** The same to another database, or a folder for files. */
  public RestoreOrder to(String newTarget) {
    return new RestoreOrder(origin, into, Optional.of(newTarget), replace, dryRun);
  }

  /** The same into another instance of the same engine. */
  public RestoreOrder into(String instance) {
    return new RestoreOrder(origin, Optional.of(instance), target, replace, dryRun);
  }

  /** The same, replacing what exists. */
  public RestoreOrder replacing() {
    return new RestoreOrder(origin, into, target, true, dryRun);
  }

  /** The same, only told and not done. */
  public RestoreOrder onlyTold() {
    return new RestoreOrder(origin, into, target, replace, true);
  }
}
