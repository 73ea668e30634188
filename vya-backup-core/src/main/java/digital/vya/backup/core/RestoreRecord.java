package digital.vya.backup.core;

import digital.vya.backup.api.Swap;
import java.time.Instant;

/**
 * What is known of a restore that left something beside its target, or may have.
 *
 * @param id its id
 * @param instance the instance it restores into
 * @param target what it restores
 * @param scratch the scratch database
 * @param kept the name that what was there is kept under
 * @param stage how far it is
 * @param at when it came so far
 * @param owner the process that works on it
 */
record RestoreRecord(
    String id,
    String instance,
    String target,
    String scratch,
    String kept,
    Stage stage,
    Instant at,
    Owner owner) {

  /** How far a restore is. */
  enum Stage {
    /** There may be a scratch database, and nothing else. */
    RESTORING,
    /** The scratch database takes the place of the target. */
    SWAPPING,
    /** What was kept, called scratch here, takes the place of the target again. */
    UNDOING,
    /** What was replaced can be brought back. */
    KEPT,
    /** The scratch database was left for a look. */
    TEST
  }

  /**
   * A process.
   *
   * @param pid its number
   * @param started when it was started, in milliseconds since 1970; numbers are used again
   */
  record Owner(long pid, long started) {

    static Owner self() {
      return of(ProcessHandle.current());
    }

    private static Owner of(ProcessHandle process) {
      return new Owner(
          process.pid(), process.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
    }

    boolean isAlive() {
      return ProcessHandle.of(pid).map(Owner::of).map(this::equals).orElse(false);
    }
  }

  RestoreRecord at(Stage newStage, Instant now) {
    return new RestoreRecord(id, instance, target, scratch, kept, newStage, now, Owner.self());
  }

  /** What left behind is called. */
  String left() {
    return stage == Stage.KEPT ? kept : scratch;
  }

  Swap swap(boolean endSessions) {
    return new Swap(scratch, target, kept, endSessions);
  }
}
