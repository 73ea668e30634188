package digital.vya.backup.core;

import digital.vya.backup.api.Archiver;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DbmsDriver;
import digital.vya.backup.api.MetricsExporter;
import digital.vya.backup.api.Notifier;
import digital.vya.backup.api.Storage;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything a run needs, bound to plugins and checked.
 *
 * @param retention which backups stay
 * @param secrets the values of all secrets in it, which nobody may see
 */
record Settings(
    RunOptions run,
    List<Instance<?>> instances,
    List<Destination<?>> destinations,
    List<Channel<?>> channels,
    List<Exporter<?>> exporters,
    RetentionSettings retention,
    Set<String> secrets) {

  Settings {
    secrets = Set.copyOf(secrets);
    instances = List.copyOf(instances);
    destinations = List.copyOf(destinations);
    channels = List.copyOf(channels);
    exporters = List.copyOf(exporters);
  }

  Settings withoutAudit() {
    return new Settings(
        run.withoutAudit(), instances, destinations, channels, exporters, retention, secrets);
  }

  /** The instances that are backed up. */
  List<Instance<?>> enabled() {
    return instances.stream().filter(i -> i.options().enabled()).toList();
  }

  /** The instance of that id, enabled or not. */
  Instance<?> instance(String id) {
    return instances.stream()
        .filter(i -> i.id().equals(id))
        .findAny()
        .orElseThrow(
            () ->
                BackupException.configuration(
                    "no instance named "
                        + id
                        + " is configured; there are: "
                        + instances.stream().map(Instance::id).collect(Collectors.joining(", "))));
  }

  /** The storage of that id. */
  Destination<?> destination(String id) {
    return destinations.stream()
        .filter(d -> d.id().equals(id))
        .findAny()
        .orElseThrow(
            () ->
                BackupException.configuration(
                    NearMiss.unknown(
                        "storage", id, destinations.stream().map(Destination::id).toList())));
  }

  /** A server, or whatever else one driver with one configuration reaches. */
  record Instance<C extends Record>(
      String id, DbmsDriver<C> driver, C config, InstanceOptions options) {}

  /** One stage of an archive chain. */
  record Stage<C extends Record>(Archiver<C> archiver, C config) {}

  /** A place where artifacts go. */
  record Destination<C extends Record>(
      String id, Storage<C> storage, C config, DestinationOptions options) {

    Destination(String id, Storage<C> storage, C config) {
      this(id, storage, config, DestinationOptions.DEFAULT);
    }

    /** The same, but nothing is tried twice: somebody waits, and another one may have it. */
    Destination<C> once() {
      return new Destination<>(id, storage, config, options.once());
    }
  }

  /** Somebody who wants to be told on some occasions. */
  record Channel<C extends Record>(
      String id, Notifier<C> notifier, C config, Set<Occasion> on, Duration timeout) {}

  /** Where figures go. */
  record Exporter<C extends Record>(
      String id, MetricsExporter<C> exporter, C config, Duration timeout) {}
}
