package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupListener;
import digital.vya.backup.api.DbmsDriver;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.Storage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link VyaBackup}: a configuration file, or instances and storages one by one.
 *
 * <pre>{@code
 * VyaBackup.builder()
 *     .registry(PluginRegistry.of(new ZstdArchiver()))
 *     .stateDir(Path.of("/var/lib/shop/backup"))
 *     .storage("local", new LocalStorage(), LocalStorageConfig.of(Path.of("/var/backups/shop")))
 *     .instance("shop", new PostgresDriver(), PostgresConfig.of("127.0.0.1", 5432, "bkp", secret))
 *     .build();
 * }</pre>
 *
 * <p>Not safe for many threads.
 */
public final class VyaBackupBuilder {

  private PluginRegistry registry = PluginRegistry.of();
  private @Nullable Supplier<ConfigDocument> config;
  private Outside outside = Outside.system();
  private final List<Settings.Instance<?>> instances = new ArrayList<>();
  private final List<Settings.Destination<?>> destinations = new ArrayList<>();
  private final List<BackupListener> listeners = new ArrayList<>();
  private List<String> archive = List.of("zstd");
  private @Nullable Path stateDir;
  private Clock clock = Clock.systemUTC();
  private Mask mask = new Mask();
  private Optional<Path> audit = Optional.empty();
  private boolean audited = true;
  private Function<String, Optional<Path>> runLog = id -> Optional.empty();

  VyaBackupBuilder() {}

  /** The plugins that may be used. */
  public VyaBackupBuilder registry(PluginRegistry plugins) {
    this.registry = plugins;
    return this;
  }

  /**
   * Reads everything from a configuration file, anew for every operation; not to be mixed with the
   * typed settings.
   *
   * @param file YAML if its name ends in {@code .yaml} or {@code .yml}, else JSON
   */
  public VyaBackupBuilder config(Path file) {
    this.config = () -> ConfigDocument.read(file);
    return this;
  }

  /**
   * Reads everything from a text; not to be mixed with the typed settings.
   *
   * @param name how messages call it
   * @param text gives the configuration, anew for every operation: YAML if the name ends in {@code
   *     .yaml} or {@code .yml}, else JSON
   */
  public VyaBackupBuilder config(String name, Supplier<String> text) {
    this.config = () -> ConfigDocument.parse(name, text.get());
    return this;
  }

  /** The variables that {@code ${env:NAME}} finds; those of this process if never called. */
  public VyaBackupBuilder variables(Map<String, String> variables) {
    this.outside = new Outside(Map.copyOf(variables), true);
    return this;
  }

  /** A folder for locks and temporary files, created owner-only where missing. */
  public VyaBackupBuilder stateDir(Path folder) {
    this.stateDir = folder;
    return this;
  }

  /** The archive chain of instances added afterwards, by archiver names; zstd if never called. */
  public VyaBackupBuilder archive(String... archivers) {
    this.archive = List.of(archivers);
    return this;
  }

  /** A place where artifacts go. */
  public <C extends Record> VyaBackupBuilder storage(
      String id, Storage<C> storage, C storageConfig) {
    destinations.add(new Settings.Destination<>(id, storage, storageConfig));
    return this;
  }

  /** Something to back up, to all storages that were added before. */
  public <C extends Record> VyaBackupBuilder instance(
      String id, DbmsDriver<C> driver, C driverConfig) {
    var options =
        new InstanceOptions(
            true,
            List.of(),
            List.of(),
            true,
            archive.stream().<Settings.Stage<?>>map(this::stage).toList(),
            destinations.stream().map(Settings.Destination::id).toList(),
            ConfigDefaults.TIMEOUT,
            ConfigDefaults.STALL_TIMEOUT,
            ConfigDefaults.RETRY,
            Optional.empty(),
            Optional.empty(),
            ShrinkLimits.DEFAULT);
    instances.add(new Settings.Instance<>(id, driver, driverConfig, options));
    return this;
  }

  private Settings.Stage<?> stage(String archiver) {
    return withDefaults(
        registry
            .archiver(archiver)
            .orElseThrow(
                () ->
                    BackupException.configuration(
                        "there is no archiver " + archiver + "; give registry() one first")));
  }

  private static <C extends Record> Settings.Stage<C> withDefaults(
      digital.vya.backup.api.Archiver<C> archiver) {
    return new Settings.Stage<>(archiver, DefaultConfig.of(archiver));
  }

  /** Is told of every event. */
  public VyaBackupBuilder listener(BackupListener listener) {
    listeners.add(listener);
    return this;
  }

  /**
   * A mask that is told of every secret before anything is done with it: for a program that wants
   * its own log to be without them. All that the library hands out, and logs itself, is masked.
   */
  public VyaBackupBuilder mask(Mask newMask) {
    this.mask = newMask;
    return this;
  }

  /**
   * With typed settings: writes to an {@link AuditLog} in this file what is done. A configuration
   * says so itself.
   */
  public VyaBackupBuilder audit(Path file) {
    this.audit = Optional.of(file);
    return this;
  }

  /** Writes no audit log, whatever a configuration says. */
  public VyaBackupBuilder withoutAudit() {
    this.audited = false;
    return this;
  }

  /** Gives the log of a run or restore by its id, for notifiers; asked when they are told of it. */
  public VyaBackupBuilder runLog(Function<String, Optional<Path>> logs) {
    this.runLog = logs;
    return this;
  }

  /** What tells the time; the clock of this machine if never called. */
  public VyaBackupBuilder clock(Clock newClock) {
    this.clock = newClock;
    return this;
  }

  /**
   * Builds it. Nothing is reached yet but the secret sources that the configuration names.
   *
   * @throws BackupException with reason CONFIGURATION, telling all problems at once
   */
  public VyaBackup build() {
    try {
      return made();
    } catch (BackupException e) {
      throw MaskedFailure.of(e, mask);
    }
  }

  private VyaBackup made() {
    Supplier<ConfigDocument> said = config;
    if (said == null) {
      Environment environment = environment(typed());
      return new VyaBackup(environment, () -> environment);
    }
    return new VyaBackup(fromConfig(said), () -> fromConfig(said));
  }

  private Environment fromConfig(Supplier<ConfigDocument> document) {
    return environment(ConfigReader.read(document.get(), registry, outside, mask));
  }

  private Environment environment(Settings settings) {
    return new Environment(
        audited ? settings : settings.withoutAudit(), registry, listeners, clock, mask, runLog);
  }

  /**
   * Looks for all that is wrong with the configuration, and reaches nothing, not even the secret
   * sources: what they hold is taken to be right.
   *
   * @return what is not wrong but should be known, one line each
   * @throws BackupException with reason CONFIGURATION, telling all problems at once
   */
  public List<String> validate() {
    return notes(found(new Outside(outside.variables(), false)));
  }

  /**
   * The same for a configuration that is for another machine: its variables and files are taken to
   * be right as well.
   */
  public List<String> validateForElsewhere() {
    return notes(found(Outside.elsewhere()));
  }

  private static List<String> notes(ConfigReader.Found found) {
    found.refuseProblems();
    return found.whole().map(whole -> ConfigNotes.of(whole.tree())).orElse(List.of());
  }

  /**
   * Looks for all that is wrong with the configuration, and reaches every server, storage, notifier
   * and secret source that it leads to. Changes nothing and tells nobody.
   *
   * @throws BackupException with reason CONFIGURATION if it cannot even be read
   */
  public ConnectReport connect() throws InterruptedException {
    return new Connecting(found(outside), registry, clock, mask).run();
  }

  /**
   * The configuration as it works.
   *
   * @throws BackupException as {@link #build} does
   */
  public EffectiveConfig effective() {
    return EffectiveConfig.of(found(outside));
  }

  private ConfigReader.Found found(Outside around) {
    if (config == null) {
      throw BackupException.configuration("there is no configuration to look at; call config()");
    }
    return ConfigReader.find(config.get(), registry, around, mask);
  }

  private Settings typed() {
    if (instances.isEmpty() || destinations.isEmpty()) {
      throw BackupException.configuration(
          "there is nothing to back up or nowhere to put it: call storage() and then instance(),"
              + " or config()");
    }
    var run =
        new RunOptions(
            ConfigDefaults.hostName(),
            ZoneId.systemDefault(),
            ConfigDefaults.PARALLEL,
            Optional.ofNullable(stateDir)
                .or(ConfigDefaults::stateDir)
                .orElseThrow(
                    () ->
                        BackupException.configuration("call stateDir(): there is no home folder")),
            ArtifactKeys.DEFAULT,
            Evidence.DECODED,
            true,
            ConfigDefaults.KEEP_REPLACED,
            "",
            Map.of(),
            LoggingOptions.DEFAULT,
            audit);
    return new Settings(
        run, instances, destinations, List.of(), List.of(), RetentionSettings.NONE, typedSecrets());
  }

  private Set<String> typedSecrets() {
    var secrets = new HashSet<String>();
    instances.forEach(i -> SecretsIn.collect(i.config(), secrets));
    destinations.forEach(d -> SecretsIn.collect(d.config(), secrets));
    return secrets;
  }
}
