package digital.vya.backup.launcher;

import digital.vya.backup.api.BackupReport.Outcome;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What others may know of a daemon: the loop writes it, the endpoints read it. */
final class DaemonState {

  private final Map<Outcome, Long> runs = new EnumMap<>(Outcome.class);
  private final Map<String, Collection<String>> running = new TreeMap<>();
  private Map<String, Boolean> storages = Map.of();
  private Optional<String> broken = Optional.empty();
  private Optional<Instant> next = Optional.empty();
  private boolean alive = true;
  private boolean looked;
  private boolean stopping;

  /**
   * A look at all of it.
   *
   * @param alive whether the loop goes on
   * @param ready whether what is due could be backed up
   * @param configured whether the configuration is good
   * @param stopping whether it is about to end
   * @param storages whether each was reached at the last look, by id
   * @param running how many runs are under way
   * @param runs how many ended so
   * @param next when the next backup is due
   */
  record View(
      boolean alive,
      boolean ready,
      boolean configured,
      boolean stopping,
      Map<String, Boolean> storages,
      int running,
      Map<Outcome, Long> runs,
      Optional<Instant> next) {}

  synchronized View view() {
    boolean ready =
        alive && looked && !stopping && broken.isEmpty() && !storages.containsValue(false);
    return new View(
        alive,
        ready,
        broken.isEmpty(),
        stopping,
        new TreeMap<>(storages),
        running.size(),
        new EnumMap<>(runs),
        next);
  }

  synchronized void alive(boolean now) {
    alive = now;
  }

  synchronized void stopping() {
    stopping = true;
  }

  synchronized void next(Optional<Instant> at) {
    next = at;
  }

  /** The configuration is good. */
  synchronized void mended() {
    broken = Optional.empty();
  }

  /** It is not. */
  synchronized void broken(String why) {
    broken = Optional.of(why);
  }

  synchronized Optional<String> broken() {
    return broken;
  }

  synchronized void storages(Map<String, Boolean> reached) {
    storages = Map.copyOf(reached);
    looked = true;
  }

  synchronized void begun(String run, Collection<String> instances) {
    running.put(run, instances);
  }

  synchronized void ended(String run) {
    running.remove(run);
  }

  synchronized void counted(Outcome outcome) {
    runs.merge(outcome, 1L, Long::sum);
  }

  synchronized Map<String, Collection<String>> running() {
    return new TreeMap<>(running);
  }
}
