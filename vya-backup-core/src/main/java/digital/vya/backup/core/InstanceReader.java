package digital.vya.backup.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import digital.vya.backup.api.Archiver;
import digital.vya.backup.api.BackupException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads how instances are backed up: what they say themselves, what the defaults say, what we do.
 */
final class InstanceReader {

  private static final String DEFAULTS = "defaults";

  private final PluginBinder plugins;
  private final Problems problems;
  private final List<String> storages;
  private final ConfigShape.DefaultKeys defaults;
  private final ScheduleRules schedules;

  /**
   * @param storages the ids that a destination may name
   */
  InstanceReader(
      PluginBinder plugins,
      Problems problems,
      List<String> storages,
      ConfigShape.@Nullable DefaultKeys defaults,
      ScheduleRules schedules) {
    this.plugins = plugins;
    this.problems = problems;
    this.storages = storages;
    this.defaults = defaults == null ? ConfigShape.DefaultKeys.NONE : defaults;
    this.schedules = schedules;
    checkDefaults();
  }

  /** The options of the instance at {@code path}; of no use if problems were found. */
  InstanceOptions options(ConfigShape.InstanceKeys keys, String path) {
    return new InstanceOptions(
        !Boolean.FALSE.equals(keys.enabled()),
        globs(keys.include(), path + ".include"),
        globs(keys.exclude(), path + ".exclude"),
        !Boolean.FALSE.equals(keys.globals()),
        keys.archive() == null ? defaultChain() : chain(keys.archive(), path + ".archive"),
        keys.destinations() == null
            ? Objects.requireNonNullElse(defaults.destinations(), storages)
            : destinations(keys.destinations(), path + ".destinations"),
        positive(keys.timeout(), path + ".timeout", defaultTimeout()),
        positive(keys.stallTimeout(), path + ".stall_timeout", defaultStallTimeout()),
        new RetryReader(problems).read(keys.retry(), path + ".retry", defaultRetry()),
        Optional.ofNullable(keys.drillOn()),
        schedules.of(keys.schedule(), path + ".schedule"),
        shrinkGuard(keys.shrinkGuard(), shrinkGuard(defaults.shrinkGuard(), ShrinkLimits.DEFAULT)));
  }

  /** What is wrong there is wrong even if no instance falls back on it. */
  private void checkDefaults() {
    if (defaults.archive() != null) {
      chain(defaults.archive(), DEFAULTS + ".archive");
    }
    if (defaults.destinations() != null) {
      destinations(defaults.destinations(), DEFAULTS + ".destinations");
    }
    positive(defaults.timeout(), DEFAULTS + ".timeout", ConfigDefaults.TIMEOUT);
    positive(defaults.stallTimeout(), DEFAULTS + ".stall_timeout", ConfigDefaults.STALL_TIMEOUT);
    new RetryReader(problems).read(defaults.retry(), DEFAULTS + ".retry", ConfigDefaults.RETRY);
  }

  private Duration defaultTimeout() {
    return Objects.requireNonNullElse(defaults.timeout(), ConfigDefaults.TIMEOUT);
  }

  private Duration defaultStallTimeout() {
    return Objects.requireNonNullElse(defaults.stallTimeout(), ConfigDefaults.STALL_TIMEOUT);
  }

  private InstanceOptions.Retry defaultRetry() {
    return RetryReader.merge(defaults.retry(), ConfigDefaults.RETRY);
  }

  private List<Settings.Stage<?>> defaultChain() {
    List<JsonNode> standard = new ArrayList<>();
    ConfigDefaults.ARCHIVE.forEach(name -> standard.add(TextNode.valueOf(name)));
    return chain(Objects.requireNonNullElse(defaults.archive(), standard), DEFAULTS + ".archive");
  }

  private List<String> globs(@Nullable List<String> globs, String path) {
    List<String> patterns = Objects.requireNonNullElse(globs, List.of());
    for (int i = 0; i < patterns.size(); i++) {
      try {
        Glob.of(patterns.get(i));
      } catch (BackupException e) {
        problems.add(Problems.at(path, i), String.valueOf(e.getMessage()));
      }
    }
    return patterns;
  }

  private List<Settings.Stage<?>> chain(List<JsonNode> nodes, String path) {
    List<Settings.Stage<?>> stages = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      stage(nodes.get(i), Problems.at(path, i)).ifPresent(stages::add);
    }
    return stages;
  }

  private Optional<Settings.Stage<?>> stage(JsonNode node, String path) {
    boolean bare = node.isTextual();
    JsonNode name = bare ? node : node.path("type");
    if (!name.isTextual() || name.textValue().isBlank()) {
      problems.add(path, "must be an archiver's name, or an object with its \"type\"");
      return Optional.empty();
    }
    Optional<Archiver<?>> archiver =
        plugins.find(
            PluginKind.ARCHIVER,
            name.textValue(),
            registry -> registry::archiver,
            bare ? path : path + ".type");
    return archiver.isEmpty()
        ? Optional.empty()
        : stage(archiver.get(), bare ? JsonNodeFactory.instance.objectNode() : node, path);
  }

  private <C extends Record> Optional<Settings.Stage<?>> stage(
      Archiver<C> archiver, JsonNode node, String path) {
    return plugins
        .settings(PluginKind.ARCHIVER, archiver, node, path)
        .map(config -> new Settings.Stage<>(archiver, config));
  }

  private List<String> destinations(List<String> ids, String path) {
    if (ids.isEmpty()) {
      problems.add(path, "must name at least one storage");
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < ids.size(); i++) {
      String id = ids.get(i);
      if (!storages.contains(id)) {
        problems.add(Problems.at(path, i), NearMiss.unknown("storage", id, storages));
      } else if (!seen.add(id)) {
        problems.add(Problems.at(path, i), Shown.name(id) + " is there twice; remove one");
      }
    }
    return ids;
  }

  private Duration positive(@Nullable Duration said, String path, Duration otherwise) {
    if (said != null && said.isZero()) {
      problems.add(path, "must be longer than 0s");
    }
    return said == null ? otherwise : said;
  }

  private static ShrinkLimits shrinkGuard(
      ConfigShape.@Nullable ShrinkGuardKeys said, ShrinkLimits otherwise) {
    ConfigShape.ShrinkGuardKeys keys = said == null ? ConfigShape.ShrinkGuardKeys.NONE : said;
    return new ShrinkLimits(
        Objects.requireNonNullElse(keys.enabled(), otherwise.enabled()),
        percent(keys.bytes(), otherwise.bytes()),
        percent(keys.rows(), otherwise.rows()),
        percent(keys.tables(), otherwise.tables()),
        Objects.requireNonNullElse(keys.last(), otherwise.last()),
        otherwise.leastBytes());
  }

  /** What has not the form was told by its rule. */
  private static int percent(@Nullable String said, int otherwise) {
    return said != null && said.matches("[0-9]{1,3}%")
        ? Integer.parseInt(said.substring(0, said.length() - 1))
        : otherwise;
  }
}
