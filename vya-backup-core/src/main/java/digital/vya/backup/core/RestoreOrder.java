package digital.vya.backup.core;

import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.RestoreMode;
import digital.vya.backup.api.RestoreOptions;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What to restore, and where to.
 *
 * @param origin which backup
 * @param into the instance to restore into; where empty, the one the backup was made of
 * @param target another database's name, or a folder for files; where empty, the original place
 * @param mode how the target is treated; safe and fast restores and tests can be ordered
 * @param force for a safe restore, whether those who use the target may be thrown out; for a fast
 *     one, whether an existing target may be replaced
 * @param options what only some engines can do
 * @param dryRun only check the backup and tell what would be done
 */
public record RestoreOrder(
    Origin origin,
    Optional<String> into,
    Optional<String> target,
    RestoreMode mode,
    boolean force,
    RestoreOptions options,
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
     * @param atLeast how far it must be proven
     */
    record Latest(String instance, Optional<String> database, Evidence atLeast) implements Origin {

      /** The newest that was stored, however far it is proven. */
      public Latest(String instance, Optional<String> database) {
        this(instance, database, Evidence.STORED);
      }
    }

    /**
     * A file of this machine. If a manifest lies beside it, that is used and checked.
     *
     * @param file the file
     * @param database the name of what was dumped, if no manifest tells it
     */
    record Dump(Path file, Optional<String> database) implements Origin {}
  }

  /** The backup to where it came from, safely. */
  public static RestoreOrder of(Origin origin) {
    return new RestoreOrder(
        origin,
        Optional.empty(),
        Optional.empty(),
        RestoreMode.SAFE,
        false,
        RestoreOptions.NONE,
        false);
  }

  /** The same to another database, or a folder for files. */
  public RestoreOrder to(String newTarget) {
    return new RestoreOrder(origin, into, Optional.of(newTarget), mode, force, options, dryRun);
  }

  /** The same into another instance of the same engine. */
  public RestoreOrder into(String instance) {
    return new RestoreOrder(origin, Optional.of(instance), target, mode, force, options, dryRun);
  }

  /** The same in another mode. */
  public RestoreOrder in(RestoreMode newMode) {
    return new RestoreOrder(origin, into, target, newMode, force, options, dryRun);
  }

  /** The same, with {@link #force}. */
  public RestoreOrder forced() {
    return new RestoreOrder(origin, into, target, mode, true, options, dryRun);
  }

  /** The same with other options. */
  public RestoreOrder with(RestoreOptions newOptions) {
    return new RestoreOrder(origin, into, target, mode, force, newOptions, dryRun);
  }

  /** The same, only told and not done. */
  public RestoreOrder onlyTold() {
    return new RestoreOrder(origin, into, target, mode, force, options, true);
  }
}
