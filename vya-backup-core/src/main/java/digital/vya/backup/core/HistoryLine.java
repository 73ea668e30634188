package digital.vya.backup.core;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupReport.Outcome;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.Reason;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A line of the history: a run that began, or how the backup of one database ended. */
sealed interface HistoryLine {

  /** When the run began. */
  Instant began();

  /** A run that began; without results of it, it was cut off. */
  record Begun(PastResult.Run run, List<String> instances) implements HistoryLine {

    public Begun {
      instances = List.copyOf(instances);
    }

    @Override
    public Instant began() {
      return run.began();
    }
  }

  /** How the backup of one database ended. */
  record Result(PastResult result) implements HistoryLine {

    @Override
    public Instant began() {
      return result.run().began();
    }
  }

  /** The line as JSON, without its end. */
  default String text() {
    try {
      return Json.MAPPER.writeValueAsString(
          this instanceof Begun begun ? Json.of(begun) : Json.of(((Result) this).result()));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("writing a text in memory failed", e);
    }
  }

  /** Empty if the line is none, or of a kind that is not known here. */
  static Optional<HistoryLine> parse(String line) {
    try {
      JsonNode node = Json.MAPPER.readTree(line);
      return node.hasNonNull("began") ? Optional.of(Json.read(node)) : Optional.empty();
    } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The JSON of single lines. */
  final class Json {

    private static final ObjectMapper MAPPER =
        JsonMapper.builder(
                JsonFactory.builder()
                    .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(10).build())
                    .build())
            .build();

    private Json() {}

    private static ObjectNode of(Begun begun) {
      ObjectNode node = of(begun.run());
      begun.instances().forEach(node.putArray("instances")::add);
      return node;
    }

    private static ObjectNode of(PastResult.Run run) {
      return MAPPER
          .createObjectNode()
          .put("run", run.id())
          .put("began", run.began().toString())
          .put("whole", run.whole());
    }

    private static ObjectNode of(PastResult result) {
      ObjectNode node = of(result.run());
      node.put("at", result.at().toString());
      source(node, result.source());
      node.put("outcome", lower(result.ended().outcome()));
      result.ended().reason().ifPresent(reason -> node.put("reason", lower(reason)));
      node.put("seconds", result.ended().elapsed().toMillis() / 1000.0);
      result
          .made()
          .ifPresent(
              made ->
                  node.put("id", made.id())
                      .put("raw_bytes", made.rawBytes())
                      .put("stored_bytes", made.storedBytes())
                      .put("evidence", lower(made.evidence())));
      if (!result.ended().problem().isEmpty()) {
        node.put("problem", result.ended().problem());
      }
      return node;
    }

    static void source(ObjectNode node, ArtifactSource source) {
      node.put("instance", source.instance())
          .put("dbms", source.dbms())
          .put("kind", lower(source.kind()))
          .put("database", source.database());
    }

    static ArtifactSource source(JsonNode node) {
      return new ArtifactSource(
          node.path("instance").asText(),
          node.path("dbms").asText(),
          constant(ArtifactSource.Kind.class, node.path("kind")),
          node.path("database").asText());
    }

    private static HistoryLine read(JsonNode node) {
      var run =
          new PastResult.Run(
              node.path("run").asText(),
              Instant.parse(node.path("began").asText()),
              node.path("whole").asBoolean());
      if (node.has("instances")) {
        var instances = new ArrayList<String>();
        node.path("instances").forEach(one -> instances.add(one.asText()));
        return new Begun(run, instances);
      }
      return new Result(
          new PastResult(
              run,
              Instant.parse(node.path("at").asText()),
              source(node),
              new PastResult.Ended(
                  constant(Outcome.class, node.path("outcome")),
                  node.hasNonNull("reason")
                      ? Optional.of(constant(Reason.class, node.path("reason")))
                      : Optional.empty(),
                  node.path("problem").asText(),
                  seconds(node.path("seconds"))),
              node.hasNonNull("id") ? Optional.of(made(node)) : Optional.empty()));
    }

    static PastResult.Made made(JsonNode node) {
      return new PastResult.Made(
          node.path("id").asText(),
          bytes(node.path("raw_bytes")),
          bytes(node.path("stored_bytes")),
          constant(Evidence.class, node.path("evidence")));
    }

    static long bytes(JsonNode node) {
      return Math.max(0, node.asLong());
    }

    static Duration seconds(JsonNode node) {
      double seconds = node.asDouble();
      if (!(seconds >= 0 && seconds < 1e9)) {
        throw new IllegalArgumentException("no duration");
      }
      return Duration.ofMillis(Math.round(seconds * 1000));
    }

    static <T extends Enum<T>> T constant(Class<T> type, @Nullable JsonNode node) {
      return Enum.valueOf(type, node == null ? "" : node.asText().toUpperCase(Locale.ROOT));
    }

    static String lower(Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT);
    }
  }
}
