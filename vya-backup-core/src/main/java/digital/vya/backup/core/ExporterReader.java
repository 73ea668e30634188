package digital.vya.backup.core;

import com.fasterxml.jackson.databind.JsonNode;
import digital.vya.backup.api.MetricsExporter;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads where figures go. */
final class ExporterReader {

  private final RecordBinder binder;
  private final PluginBinder plugins;
  private final Problems problems;

  ExporterReader(RecordBinder binder, PluginBinder plugins, Problems problems) {
    this.binder = binder;
    this.plugins = plugins;
    this.problems = problems;
  }

  Optional<Settings.Exporter<?>> read(JsonNode section, String path) {
    Set<String> all = new HashSet<>();
    section.fieldNames().forEachRemaining(all::add);
    Optional<ConfigShape.MetricsKeys> keys =
        binder.bind(ConfigShape.MetricsKeys.class, section, path, all);
    Optional<MetricsExporter<?>> exporter =
        keys.flatMap(
            said ->
                plugins.find(
                    PluginKind.METRICS,
                    said.type(),
                    registry -> registry::metricsExporter,
                    path + ".type"));
    return exporter.isEmpty()
        ? Optional.empty()
        : read(keys.orElseThrow(), exporter.get(), section, path);
  }

  private <C extends Record> Optional<Settings.Exporter<?>> read(
      ConfigShape.MetricsKeys keys, MetricsExporter<C> exporter, JsonNode section, String path) {
    Duration timeout = Objects.requireNonNullElse(keys.timeout(), ConfigDefaults.METRICS_TIMEOUT);
    if (timeout.isZero()) {
      problems.add(path + ".timeout", "must be longer than 0s");
    }
    return plugins
        .settings(PluginKind.METRICS, exporter, section, path)
        .map(
            config ->
                new Settings.Exporter<>(Objects.toString(keys.id()), exporter, config, timeout));
  }
}
