package digital.vya.backup.core;

import digital.vya.backup.api.Archiver;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DbmsDriver;
import digital.vya.backup.api.MetricsExporter;
import digital.vya.backup.api.Notifier;
import digital.vya.backup.api.Plugin;
import digital.vya.backup.api.SecretSource;
import digital.vya.backup.api.Storage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The plugins a configuration can name. Immutable. Plugins are given ({@link #of}), or found
 * through a class loader ({@link #discover}), or both: then the given one wins over a found one of
 * the same kind and name.
 */
public final class PluginRegistry {

  private final Map<PluginKind, SortedMap<String, Plugin<?>>> given;
  private final Map<PluginKind, SortedMap<String, Plugin<?>>> found;

  private PluginRegistry(
      Map<PluginKind, SortedMap<String, Plugin<?>>> given,
      Map<PluginKind, SortedMap<String, Plugin<?>>> found) {
    this.given = given;
    this.found = found;
  }

  /**
   * The registry of exactly these plugins.
   *
   * @throws BackupException with {@code CONFIGURATION} if two of one kind have the same name, or
   *     one breaks the rules for names
   */
  public static PluginRegistry of(Plugin<?>... plugins) {
    return new PluginRegistry(Map.of(), Map.of()).with(plugins);
  }

  /**
   * The registry of all plugins that {@link java.util.ServiceLoader} finds through a class loader
   * (and its parents); no other loader is asked.
   *
   * @throws BackupException with {@code CONFIGURATION}, naming class and jar, if a plugin cannot be
   *     loaded, if two of one kind have the same name, or if one breaks the rules for names
   */
  public static PluginRegistry discover(ClassLoader loader) {
    Map<PluginKind, SortedMap<String, Plugin<?>>> found = new EnumMap<>(PluginKind.class);
    for (PluginKind kind : PluginKind.values()) {
      for (Plugin<?> plugin : PluginDiscovery.find(kind, loader)) {
        add(found, kind, plugin);
      }
    }
    return new PluginRegistry(Map.of(), found);
  }

  /**
   * This registry and these plugins, which win over found ones.
   *
   * @throws BackupException as {@link #of} does
   */
  public PluginRegistry with(Plugin<?>... plugins) {
    Map<PluginKind, SortedMap<String, Plugin<?>>> more = new EnumMap<>(PluginKind.class);
    given.forEach((kind, named) -> more.put(kind, new TreeMap<>(named)));
    for (Plugin<?> plugin : plugins) {
      List<PluginKind> kinds = PluginKind.of(plugin);
      if (kinds.isEmpty()) {
        throw BackupException.configuration(
            PluginFacts.describe(plugin.getClass())
                + " implements none of DbmsDriver, Archiver, Storage, Notifier, MetricsExporter and"
                + " SecretSource");
      }
      kinds.forEach(kind -> add(more, kind, plugin));
    }
    return new PluginRegistry(more, found);
  }

  /** The engine of this name. */
  public Optional<DbmsDriver<?>> driver(String name) {
    return lookUp(PluginKind.DBMS, name).map(plugin -> (DbmsDriver<?>) plugin);
  }

  /** The archiver of this name. */
  public Optional<Archiver<?>> archiver(String name) {
    return lookUp(PluginKind.ARCHIVER, name).map(plugin -> (Archiver<?>) plugin);
  }

  /** The storage of this name. */
  public Optional<Storage<?>> storage(String name) {
    return lookUp(PluginKind.STORAGE, name).map(plugin -> (Storage<?>) plugin);
  }

  /** The notifier of this name. */
  public Optional<Notifier<?>> notifier(String name) {
    return lookUp(PluginKind.NOTIFIER, name).map(plugin -> (Notifier<?>) plugin);
  }

  /** The exporter of metrics of this name. */
  public Optional<MetricsExporter<?>> metricsExporter(String name) {
    return lookUp(PluginKind.METRICS, name).map(plugin -> (MetricsExporter<?>) plugin);
  }

  /** The secret source of this name. */
  public Optional<SecretSource<?>> secretSource(String name) {
    return lookUp(PluginKind.SECRETS, name).map(plugin -> (SecretSource<?>) plugin);
  }

  /** All plugins, by kind and name. */
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (PluginKind kind : PluginKind.values()) {
      for (String name : names(kind)) {
        lookUp(kind, name).ifPresent(plugin -> entries.add(entry(kind, name, plugin.getClass())));
      }
    }
    return List.copyOf(entries);
  }

  /**
   * One plugin.
   *
   * @param kind {@code dbms}, {@code archiver}, {@code storage}, {@code notifier}, {@code metrics
   *     exporter} or {@code secret source}
   * @param name its name in a configuration
   * @param className the class it is
   * @param location the jar or folder it comes from, or {@code unknown}
   * @param version the version its jar names, or {@code unknown}
   */
  public record Entry(
      String kind, String name, String className, String location, String version) {}

  /** The plugin of that kind and name. */
  Optional<Plugin<?>> plugin(PluginKind kind, String name) {
    return lookUp(kind, name);
  }

  /** The names of one kind, sorted. */
  SortedSet<String> names(PluginKind kind) {
    SortedSet<String> names = new TreeSet<>(of(found, kind).keySet());
    names.addAll(of(given, kind).keySet());
    return names;
  }

  /** Says that there is no such plugin, and what there is. */
  String unknown(PluginKind kind, String name) {
    return NearMiss.unknown(kind.word(), name, names(kind));
  }

  private static Entry entry(PluginKind kind, String name, Class<?> type) {
    return new Entry(
        kind.word(), name, type.getName(), PluginFacts.location(type), PluginFacts.version(type));
  }

  private Optional<Plugin<?>> lookUp(PluginKind kind, String name) {
    Plugin<?> explicit = of(given, kind).get(name);
    return Optional.ofNullable(explicit == null ? of(found, kind).get(name) : explicit);
  }

  private static SortedMap<String, Plugin<?>> of(
      Map<PluginKind, SortedMap<String, Plugin<?>>> plugins, PluginKind kind) {
    return plugins.getOrDefault(kind, new TreeMap<>());
  }

  private static void add(
      Map<PluginKind, SortedMap<String, Plugin<?>>> plugins, PluginKind kind, Plugin<?> plugin) {
    String name = PluginFacts.checkedName(kind, plugin);
    Plugin<?> other =
        plugins.computeIfAbsent(kind, any -> new TreeMap<>()).putIfAbsent(name, plugin);
    if (other != null) {
      throw BackupException.configuration(
          "two plugins of the kind %s are named %s: %s and %s; remove one of them"
              .formatted(
                  kind.word(),
                  name,
                  PluginFacts.describe(other.getClass()),
                  PluginFacts.describe(plugin.getClass())));
    }
  }
}
