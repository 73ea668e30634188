package digital.vya.backup.core;

import com.fasterxml.jackson.databind.JsonNode;
import digital.vya.backup.api.Plugin;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks plugins up and binds their settings, which stand beside the core's own keys. */
final class PluginBinder {

  private final PluginRegistry registry;
  private final RecordBinder binder;
  private final Problems problems;

  PluginBinder(PluginRegistry registry, RecordBinder binder, Problems problems) {
    this.registry = registry;
    this.binder = binder;
    this.problems = problems;
  }

  /** The plugin of a name, or a problem at {@code path}; nothing if the name is missing. */
  <P> Optional<P> find(
      PluginKind kind,
      @Nullable String name,
      Function<PluginRegistry, Function<String, Optional<P>>> lookUp,
      String path) {
    if (name == null || name.isBlank()) {
      return Optional.empty();
    }
    Optional<P> plugin = lookUp.apply(registry).apply(name);
    if (plugin.isEmpty()) {
      problems.add(path, registry.unknown(kind, name));
    }
    return plugin;
  }

  /** A plugin nobody named, where it is there. */
  <P> Optional<P> known(Function<PluginRegistry, Optional<P>> lookUp) {
    return lookUp.apply(registry);
  }

  /** A plugin's settings. */
  <C extends Record> Optional<C> settings(
      PluginKind kind, Plugin<C> plugin, JsonNode section, String path) {
    return binder.bind(plugin.configType(), section, path, kind.coreKeys());
  }
}
