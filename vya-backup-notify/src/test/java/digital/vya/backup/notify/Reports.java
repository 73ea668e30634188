package digital.vya.backup.notify;

import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Before;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Reports to tell of. */
final class Reports {

  static final Instant STARTED = Instant.parse("2026-01-13T03:30:00Z");
  static final String HOSTILE =
      "a\r\nBcc: x@example.net\u0000<script>alert(1)</script>\"'& \u202e 日本";

  private Reports() {}

  static BackupReport of(ArtifactResult... results) {
    return of("db01", results);
  }

  static BackupReport of(String server, ArtifactResult... results) {
    return new BackupReport(
        "20260113T033000Z-0a1b2c3d",
        server,
        STARTED,
        STARTED.plusSeconds(754),
        ZoneId.of("America/Sao_Paulo"),
        List.of(results),
        List.of());
  }

  static ArtifactResult.Stored stored(String database, long bytes) {
    return new ArtifactResult.Stored(
        ArtifactSource.database("main", "postgresql", database),
        "20260113T033000Z-9f3c2a71",
        STARTED,
        Duration.ofSeconds(95),
        bytes * 10,
        bytes,
        Evidence.DECODED,
        List.of(
            new ArtifactResult.Copy("local", "main/" + database, ""),
            new ArtifactResult.Copy("offsite", "main/" + database, "")),
        ArtifactResult.Omissions.NONE,
        "",
        List.of(),
        Optional.of(before(true, bytes * 10 - bytes / 3)));
  }

  static ArtifactResult.Stored doubtful(String database) {
    ArtifactResult.Stored good = stored(database, 1 << 20);
    return new ArtifactResult.Stored(
        good.source(),
        good.id(),
        good.started(),
        good.elapsed(),
        good.rawBytes(),
        good.storedBytes(),
        good.evidence(),
        List.of(
            good.copies().get(0),
            new ArtifactResult.Copy(
                "offsite", "main/" + database, "the bucket is full; make room or another bucket")),
        good.omissions(),
        "",
        good.warnings(),
        good.before());
  }

  static ArtifactResult.Failed failed(String database) {
    return new ArtifactResult.Failed(
        ArtifactSource.database("main", "postgresql", database),
        STARTED,
        Duration.ofSeconds(3),
        Reason.ENVIRONMENT,
        "pg_dump 15.4 cannot dump server 17.2; install postgresql-client-17 or set tools_dir",
        List.of("server version: 17.2; pg_dump version: 15.4", "aborting because of mismatch"),
        List.of(),
        Optional.of(before(true, 1_000_000)));
  }

  static Before before(boolean complete, long rawBytes) {
    Instant yesterday = STARTED.minus(Duration.ofDays(1));
    return new Before(
        yesterday,
        complete,
        Optional.of(
            new Before.Good(
                "20260112T033000Z-11111111",
                yesterday,
                Duration.ofSeconds(90),
                rawBytes,
                rawBytes / 10)));
  }
}
