package digital.vya.backup.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How an instance is backed up, whatever its engine.
 *
 * @param enabled whether it is backed up; one that is not can still be restored into
 * @param include globs over the names the engine lists; empty for all
 * @param exclude globs over the names the engine lists, stronger than {@code include}
 * @param globals whether what belongs to no single database is backed up, where the engine has that
 * @param archive the archive chain, first stage first
 * @param destinations ids of the storages an artifact goes to, at least one
 * @param timeout the longest that one database may take
 * @param stallTimeout the longest that a dump may yield no byte
 * @param retry how often and when to try again
 * @param drillOn the id of the instance that restore drills of its backups run on; empty for itself
 * @param schedule when it is backed up; empty if somebody else decides that
 * @param shrinkGuard when a backup is far too small
 */
record InstanceOptions(
    boolean enabled,
    List<String> include,
    List<String> exclude,
    boolean globals,
    List<Settings.Stage<?>> archive,
    List<String> destinations,
    Duration timeout,
    Duration stallTimeout,
    Retry retry,
    Optional<String> drillOn,
    Optional<Schedule> schedule,
    ShrinkLimits shrinkGuard) {

  InstanceOptions {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
    archive = List.copyOf(archive);
    destinations = List.copyOf(destinations);
  }

  /**
   * When to try again after a failure that may pass.
   *
   * @param attempts how often to try in all, at least 1
   * @param pause the time before the second attempt; doubled for each further one
   * @param maxPause the longest time between attempts
   */
  record Retry(int attempts, Duration pause, Duration maxPause) {}
}
