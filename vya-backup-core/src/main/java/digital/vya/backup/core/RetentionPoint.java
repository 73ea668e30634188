package digital.vya.backup.core;

import digital.vya.backup.api.Evidence;
import java.time.Instant;

/**
 * A backup as far as retention looks at it.
 *
 * @param id tells it from others
 * @param at the moment it shows
 * @param worth whether it can take the place of others
 * @param evidence how far it is proven
 * @param pinned whether somebody said that it stays
 */
record RetentionPoint(String id, Instant at, Worth worth, Evidence evidence, boolean pinned) {

  /** What a backup is good for. */
  enum Worth {
    /** It is whole, and nothing speaks against it. */
    GOOD,
    /** Something is not in it, or it is far too small and nobody said that this is right. */
    PARTIAL,
    /** It cannot be restored as it was. */
    DAMAGED
  }

  /** Whether it counts: only such a one takes the place of others. */
  boolean good() {
    return worth == Worth.GOOD;
  }
}
