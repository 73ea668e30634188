package digital.vya.backup.metrics;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupReport.Outcome;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.ServerFigures;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What could be known of a server. */
final class Statuses {

  static final Instant NOW = Instant.parse("2026-11-21T00:31:35.500Z");

  private Statuses() {}

  static ServerFigures of(String server, ServerFigures.Database... databases) {
    return new ServerFigures(
        server,
        ZoneOffset.UTC,
        NOW,
        List.of(databases),
        List.of(
            new ServerFigures.Destination(
                "local",
                OptionalLong.of(5_000_000_000L),
                Stream.of(databases)
                    .map(d -> new ServerFigures.Kept(d.source(), 7, OptionalLong.of(12_345)))
                    .toList()),
            new ServerFigures.Destination("offsite", OptionalLong.empty(), List.of())),
        OptionalLong.of(2));
  }

  static ServerFigures full(String server, String... names) {
    return of(
        server,
        Stream.of(names)
            .map(name -> full(ArtifactSource.database("main", "postgresql", name)))
            .toArray(ServerFigures.Database[]::new));
  }

  /** Everything is known of it. */
  static ServerFigures.Database full(ArtifactSource source) {
    var attempt =
        new ServerFigures.Attempt(
            NOW.minusSeconds(60), Outcome.PARTIAL, Duration.ofSeconds(60), Optional.empty());
    return new ServerFigures.Database(
        source,
        Optional.of(new ServerFigures.Attempts(attempt, 10, 2, 1)),
        Optional.of(
            new ServerFigures.Good(
                "20261120T003000Z-9f3c2a71",
                NOW.minusSeconds(86_400),
                Duration.ofMillis(94_500),
                1_234_567_890,
                123_456_789,
                Optional.of(new ServerFigures.Contents(42, 1_000_001)),
                new ServerFigures.Proof(
                    Optional.of(Evidence.MATCHED),
                    Optional.of(NOW.minusSeconds(86_000)),
                    Optional.of(Duration.ofSeconds(181))))),
        Optional.of(new ServerFigures.Due(NOW.plusSeconds(86_400), NOW.plusSeconds(90_000), true)),
        new ServerFigures.Findings(Optional.of(true), OptionalLong.of(1)),
        Optional.of(new ServerFigures.Restores(3, 1, Optional.of(Duration.ofSeconds(200)))));
  }

  /** It was tried once and came to nothing. */
  static ServerFigures.Database failed(ArtifactSource source) {
    var attempt =
        new ServerFigures.Attempt(
            NOW, Outcome.FAILED, Duration.ofSeconds(1), Optional.of(Reason.ENVIRONMENT));
    return new ServerFigures.Database(
        source,
        Optional.of(new ServerFigures.Attempts(attempt, 0, 0, 1)),
        Optional.empty(),
        Optional.empty(),
        ServerFigures.Findings.UNKNOWN,
        Optional.empty());
  }
}
