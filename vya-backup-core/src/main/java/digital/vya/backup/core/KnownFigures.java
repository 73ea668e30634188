package digital.vya.backup.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupReport.Outcome;
import digital.vya.backup.api.ServerFigures;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Puts together what is known of all databases, for those who make figures of it. */
final class KnownFigures {

  private final Environment environment;
  private final Map<ArtifactSource, Map<Outcome, Long>> counts = new HashMap<>();

  KnownFigures(Environment environment) {
    this.environment = environment;
  }

  /**
   * What is known.
   *
   * @param destinations where room may be asked for
   */
  ServerFigures of(List<OpenDestination> destinations) throws IOException {
    Instant now = environment.clock().instant();
    environment.history().read(this::count);
    Known past = Known.of(environment.history(), now);
    ServerStatus known = new Assessment(environment, past).remembered(destinations);
    ObjectNode figures = environment.figures().read();
    return new ServerFigures(
        known.server(),
        known.zone(),
        now,
        known.databases().stream().map(d -> database(d, past, figures, now)).toList(),
        destinations(known, figures),
        OptionalLong.of(figures.path(Figures.NOTIFIER_FAILURES).asLong()));
  }

  private void count(HistoryLine line) {
    if (line instanceof HistoryLine.Result one) {
      PastResult result = one.result();
      counts
          .computeIfAbsent(result.source(), any -> new EnumMap<>(Outcome.class))
          .merge(result.ended().outcome(), 1L, Long::sum);
    }
  }

  private ServerFigures.Database database(
      DatabaseStatus known, Known past, ObjectNode figures, Instant now) {
    JsonNode figure = entry(figures, known.source());
    return new ServerFigures.Database(
        known.source(),
        past.last(known.source()).map(last -> attempts(known.source(), last)),
        known.good().map(good -> good(good, figure)),
        known.due().map(next -> new ServerFigures.Due(next, known.overdue(now))),
        new ServerFigures.Findings(
            figure.has("shrunk")
                ? Optional.of(figure.path("shrunk").asBoolean())
                : Optional.empty(),
            figure.has(Figures.DAMAGED)
                ? OptionalLong.of(figure.path(Figures.DAMAGED).size())
                : OptionalLong.empty()),
        restores(figure));
  }

  private static JsonNode entry(ObjectNode figures, ArtifactSource source) {
    for (JsonNode one : figures.path(Figures.DATABASES)) {
      if (Figures.is(one, source)) {
        return one;
      }
    }
    return figures.objectNode();
  }

  /** That a server could not even be listed is an attempt at each of its databases. */
  private ServerFigures.Attempts attempts(ArtifactSource source, PastResult last) {
    return new ServerFigures.Attempts(
        new ServerFigures.Attempt(
            last.at(), last.ended().outcome(), last.ended().elapsed(), last.ended().reason()),
        count(source, Outcome.COMPLETE),
        count(source, Outcome.PARTIAL),
        count(source, Outcome.FAILED));
  }

  private long count(ArtifactSource source, Outcome outcome) {
    return Stream.of(source, ArtifactSource.instance(source.instance(), source.dbms()))
        .distinct()
        .mapToLong(s -> counts.getOrDefault(s, Map.of()).getOrDefault(outcome, 0L))
        .sum();
  }

  private static ServerFigures.Good good(DatabaseStatus.Good good, JsonNode figure) {
    return new ServerFigures.Good(
        good.id(),
        good.at(),
        good.elapsed(),
        good.rawBytes(),
        good.storedBytes(),
        figure.has("rows")
            ? Optional.of(
                new ServerFigures.Contents(
                    figure.path("tables").asLong(), figure.path("rows").asLong()))
            : Optional.empty(),
        new ServerFigures.Proof(
            Optional.of(good.evidence()),
            Optional.of(verified(figure).filter(at -> at.isAfter(good.at())).orElse(good.at())),
            millis(figure, "recovery_ms")));
  }

  private static Optional<Instant> verified(JsonNode figure) {
    try {
      return Optional.ofNullable(figure.path("verified").textValue()).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> millis(JsonNode figure, String key) {
    return figure.path(key).isIntegralNumber()
        ? Optional.of(Duration.ofMillis(figure.path(key).asLong()))
        : Optional.empty();
  }

  private static Optional<ServerFigures.Restores> restores(JsonNode figure) {
    return figure.has("restored") || figure.has("restores_failed")
        ? Optional.of(
            new ServerFigures.Restores(
                figure.path("restored").asLong(),
                figure.path("restores_failed").asLong(),
                millis(figure, "restore_ms")))
        : Optional.empty();
  }

  private List<ServerFigures.Destination> destinations(ServerStatus known, ObjectNode figures) {
    var all = new ArrayList<ServerFigures.Destination>();
    for (Settings.Destination<?> destination : environment.settings().destinations()) {
      OptionalLong free =
          known.storages().stream()
              .filter(room -> room.id().equals(destination.id()))
              .map(ServerStatus.Room::freeBytes)
              .findAny()
              .orElse(OptionalLong.empty());
      all.add(
          new ServerFigures.Destination(
              destination.id(), free, kept(destination.id(), known, figures)));
    }
    return all;
  }

  private static List<ServerFigures.Kept> kept(
      String destination, ServerStatus known, ObjectNode figures) {
    var kept = new ArrayList<ServerFigures.Kept>();
    for (DatabaseStatus database : known.databases()) {
      for (JsonNode one : figures.path(Figures.KEPT)) {
        if (one.path("destination").asText().equals(destination)
            && Figures.is(one, database.source())) {
          kept.add(
              new ServerFigures.Kept(
                  database.source(),
                  one.path("count").asLong(),
                  OptionalLong.of(one.path("freed").asLong())));
        }
      }
    }
    return kept;
  }
}
