package digital.vya.backup.core;

import java.time.Instant;
import java.util.Optional;

/**
 * What the schedule says about one instance.
 *
 * @param instance its id
 * @param now whether it is to be backed up now
 * @param next when it will be, or was, if nothing else happens; empty without a schedule
 * @param why the reason, for a person
 */
public record Due(String instance, boolean now, Optional<Instant> next, String why) {}
