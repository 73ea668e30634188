package digital.vya.backup.core;

import java.time.Instant;

/**
 * A time that a schedule names.
 *
 * @param at when
 * @param instance what is to be backed up then
 */
public record Upcoming(Instant at, String instance) {}
