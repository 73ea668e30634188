package digital.vya.backup.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.SecretSource;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Puts what a configuration points to in its place. Its secret sources come first, in their order,
 * so each can name only secrets of those before it, and none waits for itself.
 */
final class ConfigResolver {

  private static final String SECRETS = "secrets";

  /** What holds where secrets are named and no source is configured. */
  private static final String USUAL_SOURCE = "store";

  private final PluginBinder plugins;
  private final RecordBinder binder;
  private final Problems problems;
  private final Outside outside;
  private final Placeholders placeholders;
  private final SecretSources sources;
  private final Set<String> values = new HashSet<>();

  ConfigResolver(
      PluginBinder plugins, RecordBinder binder, Problems problems, Outside outside, Path work) {
    this.plugins = plugins;
    this.binder = binder;
    this.problems = problems;
    this.outside = outside;
    this.sources = new SecretSources(work);
    this.placeholders =
        new Placeholders(outside::variable, outside::fileHere, this::secret, problems);
  }

  private Optional<String> secret(String name) throws Placeholders.Missing {
    if (!outside.reaching()) {
      return Optional.empty();
    }
    Optional<String> value = sources.find(name);
    value.ifPresent(values::add);
    return value;
  }

  /** The tree with all that it points to. */
  JsonNode resolve(JsonNode root) {
    if (!root.isObject()) {
      return root;
    }
    ObjectNode resolved = JsonNodeFactory.instance.objectNode();
    JsonNode said = root.path(SECRETS);
    if (said.isArray()) {
      resolved.set(SECRETS, sources(said));
    } else if (said.isMissingNode() || said.isNull()) {
      usualSource();
    }
    root.properties()
        .forEach(
            entry -> {
              if (!resolved.has(entry.getKey())) {
                resolved.set(
                    entry.getKey(),
                    placeholders.resolve(entry.getValue(), Problems.at("", entry.getKey())));
              }
            });
    return resolved;
  }

  private ArrayNode sources(JsonNode said) {
    ArrayNode resolved = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < said.size(); i++) {
      String at = Problems.at(SECRETS, i);
      JsonNode section = placeholders.resolve(said.get(i), at);
      resolved.add(section);
      source(section, at);
    }
    return resolved;
  }

  private void source(JsonNode section, String path) {
    Set<String> all = new HashSet<>();
    section.fieldNames().forEachRemaining(all::add);
    Optional<ConfigShape.SecretKeys> keys =
        binder.bind(ConfigShape.SecretKeys.class, section, path, all);
    keys.flatMap(
            said ->
                plugins.find(
                    PluginKind.SECRETS,
                    said.type(),
                    registry -> registry::secretSource,
                    path + ".type"))
        .ifPresent(found -> add(keys.orElseThrow().id(), found, section, path));
  }

  private <C extends Record> void add(
      String id, SecretSource<C> source, JsonNode section, String path) {
    plugins
        .settings(PluginKind.SECRETS, source, section, path)
        .ifPresent(config -> sources.add(Objects.toString(id), source, config));
  }

  private void usualSource() {
    plugins.known(registry -> registry.secretSource(USUAL_SOURCE)).ifPresent(this::addUsual);
  }

  private <C extends Record> void addUsual(SecretSource<C> source) {
    sources.addUsual(USUAL_SOURCE, source, DefaultConfig.of(source));
  }

  /** The secret sources that are configured. */
  SecretSources sources() {
    return sources;
  }

  /** The values of all secrets that were looked up. */
  Set<String> values() {
    return Set.copyOf(values);
  }

  /** Whether nothing is wrong but that sources cannot be reached. */
  boolean onlyUnreachable() {
    return sources.explain(problems.all());
  }

  /** Where sources may put temporary files, before anybody knows what the tree says of that. */
  static Path workParent(JsonNode root) {
    String said = root.path("run").path("state_dir").asText("");
    try {
      if (!said.isEmpty() && Path.of(said).isAbsolute()) {
        return Path.of(said, "work");
      }
    } catch (InvalidPathException e) {
      // It is complained about where the tree is bound.
    }
    return ConfigDefaults.stateDir()
        .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")))
        .resolve("work");
  }
}
