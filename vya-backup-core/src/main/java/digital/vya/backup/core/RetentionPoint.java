package digital.vya.backup.core;

import digital.vya.backup.api.Evidence;
import java.time.Instant;

/**
 * A backup as far as retention looks at it.
 *
 * @param id the backup's id
 * @param at the moment it shows
 * @param good whether it is whole and not known to be damaged: only such a one counts
 * @param evidence how far it is proven
 * @param pinned whether somebody said that it stays
 */
record RetentionPoint(String id, Instant at, boolean good, Evidence evidence, boolean pinned) {}
