package digital.vya.backup.legacy;

import java.util.Set;

/**
 * What an old configuration can be translated to.
 *
 * @param storages the names of the storages there are, such as {@code local}
 * @param notifiers the names of the notifiers there are, such as {@code email}
 * @param exporters the names of the exporters of metrics there are, such as {@code pushgateway}
 */
public record Installed(Set<String> storages, Set<String> notifiers, Set<String> exporters) {

  /** Copies the sets. */
  public Installed {
    storages = Set.copyOf(storages);
    notifiers = Set.copyOf(notifiers);
    exporters = Set.copyOf(exporters);
  }
}
