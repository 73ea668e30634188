package digital.vya.backup.core;

import com.fasterxml.jackson.databind.JsonNode;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.DbmsDriver;
import digital.vya.backup.api.Notifier;
import digital.vya.backup.api.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a configuration whole, and tells all that is wrong with it at once. */
final class ConfigReader {

  private final Problems problems = new Problems();
  private final RecordBinder binder = new RecordBinder(problems);
  private final ConfigDocument document;
  private final PluginBinder plugins;
  private final ConfigResolver resolver;

  private ConfigReader(ConfigDocument document, PluginRegistry registry, Outside outside) {
    this.document = document;
    this.plugins = new PluginBinder(registry, binder, problems);
    this.resolver =
        new ConfigResolver(
            plugins, binder, problems, outside, ConfigResolver.workParent(document.tree()));
  }

  /**
   * Reads a configuration.
   *
   * @throws ConfigException if anything in it is not as it must be
   * @throws BackupException with {@code ENVIRONMENT} if nothing is wrong but that a secret source
   *     cannot be reached
   */
  static Settings read(ConfigDocument document, PluginRegistry registry, Outside outside) {
    return read(document, registry, outside, new Mask());
  }

  /**
   * Reads a configuration.
   *
   * @param mask is told of all secrets in it, also if anything is wrong with it
   */
  static Settings read(
      ConfigDocument document, PluginRegistry registry, Outside outside, Mask mask) {
    ConfigReader reader = new ConfigReader(document, registry, outside);
    Optional<Settings> settings = reader.settings();
    mask.learn(reader.binder.secrets());
    mask.learn(reader.resolver.values());
    List<String> found = reader.problems.all();
    if (!found.isEmpty() && reader.resolver.onlyUnreachable()) {
      throw BackupException.environment(document.name() + ": " + String.join("; ", found));
    }
    if (!found.isEmpty()) {
      throw new ConfigException(document.name(), found);
    }
    return settings.orElseThrow();
  }

  /**
   * Looks for all that is wrong with a configuration.
   *
   * @throws ConfigException if anything is
   */
  static void check(ConfigDocument document, PluginRegistry registry, Outside outside) {
    ConfigReader reader = new ConfigReader(document, registry, outside);
    reader.settings();
    List<String> found = reader.problems.all();
    if (!found.isEmpty()) {
      throw new ConfigException(document.name(), found);
    }
  }

  private Optional<Settings> settings() {
    JsonNode root = resolver.resolve(document.tree());
    return binder
        .bind(ConfigShape.RootKeys.class, root, "", Set.of())
        .map(keys -> settings(keys, root));
  }

  private Settings settings(ConfigShape.RootKeys keys, JsonNode root) {
    RunOptions run = new RunReader(problems).read(keys);
    List<String> ids = new ArrayList<>();
    root.path("storages").forEach(storage -> ids.add(storage.path("id").asText()));
    InstanceReader options = new InstanceReader(plugins, problems, ids, keys.defaults());
    List<Settings.Instance<?>> instances =
        each(keys.instances(), "instances", (section, path) -> instance(options, section, path));
    checkDrills(instances);
    checkSchedules(keys, root);
    List<Settings.Destination<?>> destinations =
        each(keys.storages(), "storages", this::destination);
    List<Settings.Channel<?>> channels = each(keys.notifications(), "notifications", this::channel);
    new KeyRules(problems).check(run.keyTemplate(), instances);
    boolean allowed = keys.run() != null && Boolean.TRUE.equals(keys.run().allowReadableConfig());
    if (!allowed) {
      ReadableConfig.problem(document.file(), binder.writtenSecrets())
          .ifPresent(problem -> problems.add("", problem));
    }
    Set<String> secrets = new HashSet<>(binder.secrets());
    secrets.addAll(resolver.values());
    return new Settings(run, instances, destinations, channels, secrets);
  }

  private void checkDrills(List<Settings.Instance<?>> instances) {
    List<String> ids = instances.stream().map(Settings.Instance::id).toList();
    for (Settings.Instance<?> instance : instances) {
      String on = instance.options().drillOn().orElse(instance.id());
      if (!ids.contains(on)) {
        problems.add(
            "instances (" + instance.id() + ").drill_on", NearMiss.unknown("instance", on, ids));
      }
    }
  }

  private void checkSchedules(ConfigShape.RootKeys keys, JsonNode root) {
    if (keys.schedule() != null) {
      checkSchedule(root.path("schedule"), "schedule");
    }
    JsonNode instances = root.path("instances");
    for (int i = 0; i < instances.size(); i++) {
      JsonNode schedule = instances.get(i).path("schedule");
      if (schedule.isObject()) {
        checkSchedule(schedule, Problems.at("instances", i) + ".schedule");
      }
    }
  }

  private void checkSchedule(JsonNode said, String path) {
    long ways = Stream.of("cron", "time", "every").filter(said::hasNonNull).count();
    if (ways != 1) {
      problems.add(path, "must say exactly one of cron, time and every");
    }
    if (!said.hasNonNull("time") && (said.hasNonNull("weekdays") || said.hasNonNull("tolerance"))) {
      problems.add(path, "has weekdays or tolerance without the time they belong to");
    }
  }

  private Optional<Settings.Instance<?>> instance(
      InstanceReader options, JsonNode section, String path) {
    return core(ConfigShape.InstanceKeys.class, section, path)
        .flatMap(
            keys -> {
              InstanceOptions how = options.options(keys, path);
              Optional<DbmsDriver<?>> driver =
                  plugins.find(
                      PluginKind.DBMS, keys.dbms(), registry -> registry::driver, path + ".dbms");
              return driver.isEmpty()
                  ? Optional.empty()
                  : instance(keys.id(), driver.get(), how, section, path);
            });
  }

  private <C extends Record> Optional<Settings.Instance<?>> instance(
      @Nullable String id,
      DbmsDriver<C> driver,
      InstanceOptions options,
      JsonNode section,
      String path) {
    return plugins
        .settings(PluginKind.DBMS, driver, section, path)
        .map(config -> new Settings.Instance<>(Objects.toString(id), driver, config, options));
  }

  private Optional<Settings.Destination<?>> destination(JsonNode section, String path) {
    Optional<ConfigShape.StorageKeys> keys = core(ConfigShape.StorageKeys.class, section, path);
    Optional<Storage<?>> storage =
        keys.flatMap(
            said ->
                plugins.find(
                    PluginKind.STORAGE,
                    said.type(),
                    registry -> registry::storage,
                    path + ".type"));
    return storage.isEmpty()
        ? Optional.empty()
        : destination(keys.map(ConfigShape.StorageKeys::id), storage.get(), section, path);
  }

  private <C extends Record> Optional<Settings.Destination<?>> destination(
      Optional<String> id, Storage<C> storage, JsonNode section, String path) {
    return plugins
        .settings(PluginKind.STORAGE, storage, section, path)
        .map(config -> new Settings.Destination<>(id.orElse(""), storage, config));
  }

  private Optional<Settings.Channel<?>> channel(JsonNode section, String path) {
    Optional<ConfigShape.NotificationKeys> keys =
        core(ConfigShape.NotificationKeys.class, section, path);
    Optional<Notifier<?>> notifier =
        keys.flatMap(
            said ->
                plugins.find(
                    PluginKind.NOTIFIER,
                    said.type(),
                    registry -> registry::notifier,
                    path + ".type"));
    return notifier.isEmpty()
        ? Optional.empty()
        : channel(keys.orElseThrow(), notifier.get(), section, path);
  }

  private <C extends Record> Optional<Settings.Channel<?>> channel(
      ConfigShape.NotificationKeys keys, Notifier<C> notifier, JsonNode section, String path) {
    Set<BackupReport.Outcome> on = EnumSet.allOf(BackupReport.Outcome.class);
    if (keys.on() != null) {
      on.retainAll(keys.on());
    }
    Duration timeout =
        Objects.requireNonNullElse(keys.timeout(), ConfigDefaults.NOTIFICATION_TIMEOUT);
    if (timeout.isZero()) {
      problems.add(path + ".timeout", "must be longer than 0s");
    }
    return plugins
        .settings(PluginKind.NOTIFIER, notifier, section, path)
        .map(
            config ->
                new Settings.Channel<>(
                    Objects.toString(keys.id()), notifier, config, Set.copyOf(on), timeout));
  }

  /** The core's own keys of a section; the plugin's are left for the plugin. */
  private <R extends Record> Optional<R> core(Class<R> type, JsonNode section, String path) {
    Set<String> all = new HashSet<>();
    section.fieldNames().forEachRemaining(all::add);
    return binder.bind(type, section, path, all);
  }

  private <T> List<T> each(@Nullable List<JsonNode> sections, String path, Section<T> reader) {
    List<T> read = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    List<JsonNode> nodes = Objects.requireNonNullElse(sections, List.of());
    for (int i = 0; i < nodes.size(); i++) {
      String at = Problems.at(path, i);
      String id = nodes.get(i).path("id").asText();
      // Ids become names of folders, and there are file systems that do not see case.
      if (!id.isEmpty() && !ids.add(id.toLowerCase(Locale.ROOT))) {
        problems.add(at + ".id", Shown.name(id) + " is there twice; ids differ in more than case");
      }
      reader.read(nodes.get(i), at).ifPresent(read::add);
    }
    return read;
  }

  /** Reads one element of a list. */
  @FunctionalInterface
  private interface Section<T> {
    Optional<T> read(JsonNode section, String path);
  }
}
