package digital.vya.backup.api;

import java.time.Instant;
import java.time.ZoneId;

/**
 * A run that begins.
 *
 * @param runId its id
 * @param server the name of the machine it is on, as configured
 * @param started when it began
 * @param zone the zone people of this server think in
 */
public record RunStart(String runId, String server, Instant started, ZoneId zone) {}
