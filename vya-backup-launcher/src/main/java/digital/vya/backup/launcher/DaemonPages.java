package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.BackupReport.Outcome;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** What a daemon tells over HTTP: no secret, and names of databases in the figures alone. */
final class DaemonPages {

  private static final String PROMETHEUS = "text/plain; version=0.0.4";

  private final DaemonState state;
  private final MetricsText metrics;

  /** Further figures for {@code /metrics}, in Prometheus' text format. */
  interface MetricsText {

    /** The figures, or nothing. */
    String text();
  }

  DaemonPages(DaemonState state, MetricsText metrics) {
    this.state = state;
    this.metrics = metrics;
  }

  Map<String, Supplier<Endpoints.Answer>> byPath() {
    return Map.of("/health", this::health, "/ready", this::ready, "/metrics", this::metrics);
  }

  private Endpoints.Answer health() {
    DaemonState.View view = state.view();
    return Endpoints.Answer.json(view.alive(), object().put("alive", view.alive()).toString());
  }

  private Endpoints.Answer ready() {
    DaemonState.View view = state.view();
    ObjectNode told =
        object()
            .put("ready", view.ready())
            .put("configuration", view.configured() ? "good" : "broken")
            .put("stopping", view.stopping());
    ObjectNode storages = told.putObject("storages");
    view.storages().forEach((id, ok) -> storages.put(id, ok ? "reached" : "not reached"));
    return Endpoints.Answer.json(view.ready(), told.toString());
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private Endpoints.Answer metrics() {
    DaemonState.View view = state.view();
    var text = new StringBuilder();
    gauge(text, "ready", "Whether what is due could be backed up.", view.ready() ? 1 : 0);
    gauge(text, "configuration_ok", "Whether the file is good.", view.configured() ? 1 : 0);
    gauge(text, "running", "Runs that are under way.", view.running());
    view.next()
        .ifPresent(
            at ->
                gauge(
                    text,
                    "next_due_timestamp_seconds",
                    "When the next backup is due.",
                    at.getEpochSecond()));
    head(text, "storage_reached", "Whether a storage was reached at the last look.", "gauge");
    view.storages()
        .forEach(
            (id, ok) ->
                sample(text, "storage_reached{destination=\"" + escaped(id) + "\"}", ok ? 1 : 0));
    head(text, "runs_total", "Runs since this process began.", "counter");
    for (Outcome outcome : Outcome.values()) {
      sample(
          text,
          "runs_total{outcome=\"" + outcome.name().toLowerCase(Locale.ROOT) + "\"}",
          view.runs().getOrDefault(outcome, 0L));
    }
    return new Endpoints.Answer(200, PROMETHEUS, text + metrics.text());
  }

  private static void gauge(StringBuilder text, String name, String help, long value) {
    head(text, name, help, "gauge");
    sample(text, name, value);
  }

  private static void head(StringBuilder text, String name, String help, String type) {
    text.append("# HELP vya_daemon_%s %s\n# TYPE vya_daemon_%1$s %s\n".formatted(name, help, type));
  }

  private static void sample(StringBuilder text, String name, long value) {
    text.append("vya_daemon_").append(name).append(' ').append(value).append('\n');
  }

  private static String escaped(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
