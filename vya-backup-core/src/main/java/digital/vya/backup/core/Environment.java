package digital.vya.backup.core;

import digital.vya.backup.api.Archiver;
import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupListener;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every operation of a facade uses.
 *
 * @param runLog gives the log of an operation by its id
 */
record Environment(
    Settings settings,
    PluginRegistry registry,
    List<BackupListener> listeners,
    Clock clock,
    Mask mask,
    Function<String, Optional<Path>> runLog) {

  private static final Logger LOG = LoggerFactory.getLogger(Environment.class);

  /** One where nobody keeps a log of each operation. */
  Environment(
      Settings settings,
      PluginRegistry registry,
      List<BackupListener> listeners,
      Clock clock,
      Mask mask) {
    this(settings, registry, listeners, clock, mask, id -> Optional.empty());
  }

  Environment {
    listeners = List.copyOf(listeners);
    mask.learn(settings.secrets());
  }

  Masking masking() {
    return new Masking(mask);
  }

  RunOptions options() {
    return settings.run();
  }

  ArtifactKeys keys() {
    return new ArtifactKeys(options().keyTemplate(), options().zone());
  }

  Path workParent() {
    return options().stateDir().resolve("work");
  }

  Path lockFolder() {
    return options().stateDir().resolve("locks");
  }

  History history() {
    return History.in(options().stateDir());
  }

  Figures figures() {
    return new Figures(options().stateDir(), clock);
  }

  RestoreJournal journal() {
    return new RestoreJournal(options().stateDir().resolve("restores"));
  }

  LocalHost host() {
    return LocalHost.open(workParent(), clock.withZone(options().zone()), mask);
  }

  /** Tells the listeners; one that fails changes nothing. */
  void tell(BackupEvent event) {
    BackupEvent masked = masking().of(event);
    RunLog.on(masked);
    figures().take(masked);
    for (BackupListener listener : listeners) {
      Guard.failureOf(() -> listener.on(masked))
          .ifPresent(failure -> LOG.warn("a listener failed: {}", mask.text(failure.toString())));
    }
  }

  /** A decoding that knows all archivers, with the settings that are configured for them. */
  Decoding decoding(LocalHost host) {
    var configured = new HashMap<String, Set<Settings.Stage<?>>>();
    for (Settings.Instance<?> instance : settings.instances()) {
      for (Settings.Stage<?> stage : instance.options().archive()) {
        configured
            .computeIfAbsent(stage.archiver().name(), name -> new LinkedHashSet<>())
            .add(stage);
      }
    }
    List<Archiver<?>> archivers =
        registry.names(PluginKind.ARCHIVER).stream()
            .<Archiver<?>>flatMap(name -> registry.archiver(name).stream())
            .toList();
    return new Decoding(archivers, configured, host);
  }
}
