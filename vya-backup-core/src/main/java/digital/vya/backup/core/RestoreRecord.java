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
 * @param existed whether there was anything at the target that the swap keeps
 * @param undoes the id of the restore that it undoes; empty if it is none
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
    boolean existed,
    String undoes,
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

    /** Nobody: whoever comes next may put it in order. */
    static final Owner NOBODY = new Owner(0, 0);

    /** The same process tells another start once the clock was set; another process is later. */
    private static final long TOLERANCE_MILLIS = 10_000;

    static Owner self() {
      return of(ProcessHandle.current());
    }

    private static Owner of(ProcessHandle process) {
      return new Owner(
          process.pid(), process.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
    }

    boolean isAlive() {
      return ProcessHandle.of(pid)
          .map(Owner::of)
          .filter(process -> Math.abs(process.started - started) < TOLERANCE_MILLIS)
          .isPresent();
    }
  }

  RestoreRecord at(Stage newStage, Instant now) {
    return new RestoreRecord(
        id, instance, target, scratch, kept, newStage, existed, undoes, now, Owner.self());
  }

  RestoreRecord ofNobody() {
    return new RestoreRecord(
        id, instance, target, scratch, kept, stage, existed, undoes, at, Owner.NOBODY);
  }

  /** Whether its target may be on its way from one content to the other. */
  boolean isSwap() {
    return stage == Stage.SWAPPING || stage == Stage.UNDOING;
  }

  /** What left behind is called. */
  String left() {
    return stage == Stage.KEPT ? kept : scratch;
  }

  Swap swap(boolean endSessions) {
    return new Swap(scratch, target, kept, endSessions);
  }
}
