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
   * @param token what its lock is called
   * @param isAlive whether it was alive when the record was read
   */
  record Owner(String token, boolean isAlive) {

    /** Nobody: whoever comes next may put it in order. */
    static final Owner NOBODY = new Owner("", false);

    static Owner self() {
      return new Owner(OwnerLock.SELF, true);
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
