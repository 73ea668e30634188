package digital.vya.backup.api;

/**
 * Something that adds an engine, an archiver, a storage, a notifier, an exporter of metrics or a
 * secret source. It has a public constructor without parameters, keeps no state, and may be used by
 * many threads at once.
 *
 * <p>A plugin is found through {@link java.util.ServiceLoader}: its jar names the class in {@code
 * META-INF/services/} under the interface it implements ({@link DbmsDriver}, {@link Archiver},
 * {@link Storage}, {@link Notifier}, {@link MetricsExporter} or {@link SecretSource}).
 *
 * @param <C> its settings: a public record the plugin owns. The core binds it from the
 *     configuration: a component {@code toolsDir} is written {@code tools_dir}; a missing setting
 *     arrives as null in the compact constructor, which gives the default. Components may be of the
 *     types {@code String}, {@link Secret}, {@code Integer}, {@code Long}, {@code Boolean}, {@link
 *     java.nio.file.Path}, {@link java.time.Duration} (written {@code 90s}, {@code 10m}, {@code
 *     6h}), enums, records, and lists and maps (by {@code String}) of these. Annotations of {@code
 *     jakarta.validation.constraints} are checked before the plugin sees the record.
 */
public interface Plugin<C extends Record> {

  /**
   * The name users write in a configuration, such as {@code postgresql} or {@code zstd}: lower-case
   * letters, digits and hyphens, unique among the plugins of one kind.
   */
  String name();

  /** The record that holds this plugin's settings. */
  Class<C> configType();
}
