package digital.vya.backup.launcher;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.core.Due;
import digital.vya.backup.core.Standby;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells that the daemon cannot work as it stands, once for each reason. */
final class DaemonTrouble {

  private static final Logger LOG = LoggerFactory.getLogger(DaemonTrouble.class);

  private final Standby standby;
  private final DaemonState state;
  private List<String> unsaid = List.of();
  private boolean alerted;

  DaemonTrouble(Standby standby, DaemonState state) {
    this.standby = standby;
    this.state = state;
  }

  /** There is none, or none any more. */
  synchronized void none() {
    if (state.broken().isPresent()) {
      LOG.warn("the configuration is good again, and counts from now on");
    }
    state.mended();
    alerted = false;
    unsaid = List.of();
  }

  /**
   * There is some.
   *
   * @param plan what was to be done when there was none, which goes on counting
   */
  synchronized void met(BackupException failure, List<Due> plan, Instant now) {
    String why = String.valueOf(failure.getMessage());
    if (!state.broken().equals(Optional.of(why))) {
      LOG.error(
          "nothing can be backed up: {}; the last schedule goes on, and this is tried again every"
              + " minute",
          why);
    }
    state.broken(why);
    Set<String> missed =
        plan.stream()
            .filter(d -> d.now() || d.next().filter(at -> !at.isAfter(now)).isPresent())
            .map(Due::instance)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!missed.isEmpty() && !alerted) {
      List<String> problems = standby.missed(missed, why);
      if (!problems.equals(unsaid)) {
        LOG.error("due and not backed up: {}", String.join(", ", missed));
        problems.forEach(LOG::warn);
      }
      unsaid = problems;
      // Who was not told because of a fault that passes is told the next time.
      alerted = problems.isEmpty();
    }
  }
}
