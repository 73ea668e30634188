package digital.vya.backup.core;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.OptionalLong;

/**
 * How well a machine is backed up.
 *
 * @param server its name, as configured there
 * @param zone the zone people there think in
 * @param written when this was found out there
 * @param databases everything that is backed up there
 * @param storages the storages that were reached
 */
public record ServerStatus(
    String server,
    ZoneId zone,
    Instant written,
    List<DatabaseStatus> databases,
    List<Room> storages) {

  /** Copies the lists. */
  public ServerStatus {
    databases = List.copyOf(databases);
    storages = List.copyOf(storages);
  }

  /**
   * A storage.
   *
   * @param id its id, as configured there
   * @param freeBytes what still fits; empty if it cannot tell
   */
  public record Room(String id, OptionalLong freeBytes) {}

  /** Whether there is nothing to mend. */
  public boolean ok(Instant now) {
    return databases.stream().allMatch(database -> database.ok(now));
  }
}
