package digital.vya.backup.core;

import com.fasterxml.jackson.databind.JsonNode;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DbmsDriver;
import digital.vya.backup.api.Notifier;
import digital.vya.backup.api.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
    return find(document, registry, outside, mask).sound().settings();
  }

  /** Reads as much of a configuration as can be read. */
  static Found find(ConfigDocument document, PluginRegistry registry, Outside outside, Mask mask) {
    ConfigReader reader = new ConfigReader(document, registry, outside);
    Optional<Whole> whole = reader.whole();
    mask.learn(reader.binder.secrets());
    mask.learn(reader.resolver.values());
    return new Found(document.name(), whole, reader.problems.all(), reader.resolver);
  }

  /**
   * What was found in a configuration.
   *
   * @param name how messages call it
   * @param whole all of it, if there is anything at all; of no use where problems were found
   * @param problems what is wrong
   * @param resolver knows the secret sources
   */
  record Found(String name, Optional<Whole> whole, List<String> problems, ConfigResolver resolver) {

    /** Nothing is wrong, or else it is thrown. */
    Whole sound() {
      if (!problems.isEmpty() && resolver.onlyUnreachable()) {
        throw BackupException.environment(name + ": " + String.join("; ", problems));
      }
      refuseProblems();
      return whole.orElseThrow();
    }

    /**
     * All that is wrong is thrown.
     *
     * @throws ConfigException if anything is
     */
    void refuseProblems() {
      if (!problems.isEmpty()) {
        throw new ConfigException(name, problems);
      }
    }
  }

  /**
   * A configuration in all its forms.
   *
   * @param tree what it says, with all that it points to
   * @param keys the core's own part of that
   * @param settings what it means, with all defaults
   */
  record Whole(JsonNode tree, ConfigShape.RootKeys keys, Settings settings) {}

  private Optional<Whole> whole() {
    JsonNode root = resolver.resolve(document.tree());
    return binder
        .bind(ConfigShape.RootKeys.class, root, "", Set.of(ConfigShape.SCHEMA))
        .map(keys -> new Whole(root, keys, settings(keys, root)));
  }

  private Settings settings(ConfigShape.RootKeys keys, JsonNode root) {
    RunOptions run = new RunReader(problems).read(keys);
    List<String> ids = new ArrayList<>();
    root.path("storages").forEach(storage -> ids.add(storage.path("id").asText()));
    var schedules = new ScheduleRules(problems, run.zone(), keys.schedule());
    InstanceReader options = new InstanceReader(plugins, problems, ids, keys.defaults(), schedules);
    List<Settings.Instance<?>> instances =
        each(keys.instances(), "instances", (section, path) -> instance(options, section, path));
    checkDrills(instances);
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
    return new Settings(
        run,
        instances,
        destinations,
        channels,
        each(keys.metrics(), "metrics", new ExporterReader(binder, plugins, problems)::read),
        new RetentionReader(binder)
            .read(keys, root)
            .with(new OldFilesReader(binder, problems, instances).read(root.path("storages"))),
        secrets);
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
        : destination(keys.orElseThrow(), storage.get(), section, path);
  }

  private <C extends Record> Optional<Settings.Destination<?>> destination(
      ConfigShape.StorageKeys keys, Storage<C> storage, JsonNode section, String path) {
    DestinationOptions options = options(keys, path);
    return plugins
        .settings(PluginKind.STORAGE, storage, section, path)
        .map(
            config ->
                new Settings.Destination<>(
                    Objects.toString(keys.id(), ""), storage, config, options));
  }

  private DestinationOptions options(ConfigShape.StorageKeys keys, String path) {
    Optional<Bandwidth> bandwidth = Optional.ofNullable(keys.bandwidth()).flatMap(Bandwidth::parse);
    if (keys.bandwidth() != null
        && keys.bandwidth().matches(Bandwidth.FORM)
        && bandwidth.isEmpty()) {
      problems.add(path + ".bandwidth", "must be from 1KB to 1TB");
    }
    return new DestinationOptions(
        !Boolean.FALSE.equals(keys.required()),
        bandwidth,
        new RetryReader(problems)
            .read(keys.retry(), path + ".retry", DestinationOptions.DEFAULT.retry()));
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
    Set<Occasion> on = keys.on() == null ? Occasion.all() : Occasion.meant(keys.on());
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
