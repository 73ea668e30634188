package digital.vya.backup.core;

import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.MetricsExporter;
import digital.vya.backup.api.Notifier;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A facade over fakes; a test changes what it is about. */
final class Setup {

  final FakeDriver driver = new FakeDriver();
  Optional<ScratchDriver> engine = Optional.empty();
  final ReverseArchiver archiver = new ReverseArchiver();
  final MemoryStorage first = new MemoryStorage();
  final MemoryStorage second = new MemoryStorage();
  final List<BackupEvent> events = new CopyOnWriteArrayList<>();
  final Path stateDir;
  final List<Settings.Stage<?>> archive =
      new ArrayList<>(List.of(new Settings.Stage<>(archiver, new ReverseArchiver.Config())));

  List<String> include = List.of();
  List<String> exclude = List.of();
  boolean globals;
  List<String> destinations = List.of("first");
  List<String> instances = List.of("main");
  Duration timeout = Duration.ofHours(1);
  Duration stallTimeout = Duration.ofHours(1);
  Evidence verify = Evidence.DECODED;
  int attempts = 3;
  boolean fingerprints = true;
  Duration keepReplaced = Duration.ofDays(7);
  Optional<String> drillOn = Optional.empty();
  Optional<Schedule> schedule = Optional.empty();
  ShrinkLimits shrinkGuard = ShrinkLimits.DEFAULT;
  List<Settings.Channel<?>> channels = new ArrayList<>();
  List<Settings.Exporter<?>> exporters = new ArrayList<>();
  RetentionSettings retention = RetentionSettings.NONE;
  Clock clock = Clock.systemUTC();
  String server = "test-server";
  Set<String> secrets = Set.of();
  Mask mask = new Mask();
  Optional<Path> audit = Optional.empty();
  DestinationOptions toFirst = once(true);
  DestinationOptions toSecond = once(true);

  Setup(Path stateDir) {
    this.stateDir = stateDir;
  }

  VyaBackup facade() {
    Environment environment = environment();
    return new VyaBackup(environment, () -> environment);
  }

  Environment environment() {
    var options =
        new InstanceOptions(
            true,
            include,
            exclude,
            globals,
            archive,
            destinations,
            timeout,
            stallTimeout,
            new InstanceOptions.Retry(attempts, Duration.ofMillis(1), Duration.ofMillis(2)),
            drillOn,
            schedule,
            shrinkGuard);
    var settings =
        new Settings(
            new RunOptions(
                server,
                ZoneOffset.UTC,
                2,
                stateDir,
                ArtifactKeys.DEFAULT,
                verify,
                fingerprints,
                keepReplaced,
                "",
                Map.of(),
                LoggingOptions.DEFAULT,
                audit),
            instances.stream()
                .<Settings.Instance<?>>map(
                    id ->
                        engine.isPresent()
                            ? new Settings.Instance<>(
                                id, engine.get(), new ScratchDriver.Config(), options)
                            : new Settings.Instance<>(id, driver, new FakeDriver.Config(), options))
                .toList(),
            List.of(
                new Settings.Destination<>("first", first, new MemoryStorage.Config(), toFirst),
                new Settings.Destination<>("second", second, new MemoryStorage.Config(), toSecond)),
            channels,
            exporters,
            retention,
            secrets);
    return new Environment(
        settings, PluginRegistry.of(driver, archiver, first), List.of(events::add), clock, mask);
  }

  /** Nothing is tried twice, so that a test says what fails how often. */
  static DestinationOptions once(boolean required) {
    return times(1, required);
  }

  static DestinationOptions times(int attempts, boolean required) {
    return new DestinationOptions(
        required,
        Optional.empty(),
        new InstanceOptions.Retry(attempts, Duration.ofMillis(1), Duration.ofMillis(2)));
  }

  BackupReport backup() {
    return facade().backup(BackupSelection.all());
  }

  <C extends Record> void export(MetricsExporter<C> exporter, C config, Duration limit) {
    exporters.add(new Settings.Exporter<>("figures", exporter, config, limit));
  }

  <C extends Record> void notify(Notifier<C> notifier, C config, Duration limit) {
    channels.add(new Settings.Channel<>("ops", notifier, config, Occasion.all(), limit));
  }
}
