package digital.vya.backup.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupReport.Outcome;
import digital.vya.backup.api.ServerFigures;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Puts together what is known of all databases, for those who make figures of it. */
final class KnownFigures {

  private final Environment environment;

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
    Known past = Known.of(environment.history(), now);
    ServerStatus known = new Assessment(environment, past).remembered(destinations);
    ObjectNode figures = environment.figures().read();
    AttemptCounts counts = AttemptCounts.of(figures, environment.history());
    return new ServerFigures(
        known.server(),
        known.zone(),
        now,
        known.databases().stream()
            .map(
                d ->
                    database(
                        d, entry(figures, d.source()), attempts(d.source(), past, counts), now))
            .toList(),
        destinations(known, figures),
        OptionalLong.of(figures.path(Figures.NOTIFIER_FAILURES).asLong()));
  }

  private ServerFigures.Database database(
      DatabaseStatus known,
      JsonNode figure,
      Optional<ServerFigures.Attempts> attempts,
      Instant now) {
    return new ServerFigures.Database(
        known.source(),
        attempts,
        known.good().map(good -> good(good, figure)),
        known
            .due()
            .map(
                next ->
                    new ServerFigures.Due(
                        next, known.overdueAt().orElse(next), known.overdue(now))),
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

  private static Optional<ServerFigures.Attempts> attempts(
      ArtifactSource source, Known past, AttemptCounts counts) {
    return past.last(source)
        .map(
            last ->
                new ServerFigures.Attempts(
                    new ServerFigures.Attempt(
                        last.at(),
                        last.ended().outcome(),
                        last.ended().elapsed(),
                        last.ended().reason()),
                    counts.of(source, Outcome.COMPLETE),
                    counts.of(source, Outcome.PARTIAL),
                    counts.of(source, Outcome.FAILED)));
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
        proof(good, figure));
  }

  private static ServerFigures.Proof proof(DatabaseStatus.Good good, JsonNode figure) {
    Optional<Verifications> later = Verifications.of(figure, good.id());
    return new ServerFigures.Proof(
        Optional.of(
            later
                .map(Verifications::evidence)
                .filter(shown -> shown.compareTo(good.evidence()) > 0)
                .orElse(good.evidence())),
        Optional.of(
            later.map(Verifications::at).filter(at -> at.isAfter(good.at())).orElse(good.at())),
        millis(figure, "recovery_ms"));
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
