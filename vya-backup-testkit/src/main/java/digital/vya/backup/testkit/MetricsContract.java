package digital.vya.backup.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.MetricsExporter;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.ServerFigures;
import digital.vya.backup.core.LocalHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@link MetricsExporter} promises: its own half of M1. Extend it in a test, say which
 * exporter and how what it hands over is seen, and run the test.
 *
 * @param <C> the settings of the exporter
 */
public abstract class MetricsContract<C extends Record> {

  private static final Instant NOW = Instant.parse("2026-01-13T00:31:35Z");

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String HOSTILE =
      "a\r\nb 1\n# TYPE x gauge\u0000<script>alert(1)</script>\"'{}=,\\ 日本 \ud800 \u001b[2J";

  private LocalHost host;

  /** For the test that extends this. */
  protected MetricsContract() {}

  /** The exporter to try. */
  protected abstract MetricsExporter<C> exporter();

  /** Settings with which it can hand over. */
  protected abstract C config();

  /** Settings with which it cannot: refused, or nobody there. */
  protected abstract C brokenConfig();

  /**
   * Settings with which the other side takes figures and never answers; empty if there is no other
   * side.
   */
  protected abstract Optional<C> hangingConfig();

  /**
   * Returns once an export with {@link #hangingConfig} hangs: the other side has it, or a part of
   * it, and lets it wait.
   */
  protected abstract void awaitHanging() throws Exception;

  /** The names of the databases for which there are figures now, as the other side tells. */
  protected abstract List<String> databases() throws Exception;

  /** The secrets in the settings, none of which may be shown. */
  protected abstract List<String> secrets();

  @BeforeEach
  void openHost(@TempDir Path temporary) {
    host = LocalHost.open(temporary.resolve("host"));
  }

  @AfterEach
  void closeHost() throws IOException {
    host.close();
  }

  @Test
  void theNameIsOneThatUsersCanWrite() {
    assertThat(exporter().name()).matches("[a-z0-9-]+");
    assertThat(config()).isInstanceOf(exporter().configType());
  }

  @Test
  void m1_everyDatabaseIsHandedOver() throws Exception {
    exporter().export(config(), status(full("orders"), failing("users"), unknown("new")), host);

    assertThat(databases()).contains("orders", "users");
  }

  @Test
  void m1_whatIsGoneIsGone() throws Exception {
    exporter().export(config(), status(full("orders"), full("old")), host);
    assertThat(databases()).containsExactlyInAnyOrder("orders", "old");
    exporter().export(config(), status(full("orders")), host);

    assertThat(databases()).containsExactly("orders");
  }

  @Test
  void m1_hostileNamesSpoilNothing() throws Exception {
    exporter().export(config(), status(full(HOSTILE), full("orders")), host);

    assertThat(databases()).hasSize(2).contains("orders");
  }

  @Test
  void m1_aNameThatIsThereTwiceSpoilsNothing() throws Exception {
    ServerFigures.Database named = full("@globals");
    ServerFigures.Database globals =
        new ServerFigures.Database(
            ArtifactSource.globals("main", "postgresql"),
            named.attempts(),
            named.good(),
            named.due(),
            named.findings(),
            named.restores());
    exporter().export(config(), status(named, globals, full("orders"), full("orders")), host);

    assertThat(databases()).contains("orders");
  }

  @Test
  void m1_whatCannotBeHandedOverThrowsAndShowsNoSecret() throws Exception {
    exporter().export(config(), status(full("orders")), host);
    Throwable thrown =
        catchThrowable(() -> exporter().export(brokenConfig(), status(full("other")), host));

    Failures.assertAllowed(thrown);
    assertThat(databases()).containsExactly("orders");
    for (String secret : secrets()) {
      assertThat(Chains.text(thrown)).as("the failure with its causes").doesNotContain(secret);
      assertThat(String.join("\n", host.warnings())).doesNotContain(secret);
    }
  }

  @Test
  void m1_reachingChangesNothing() throws Exception {
    exporter().export(config(), status(full("orders")), host);
    exporter().reach(config(), host);

    assertThat(databases()).containsExactly("orders");
  }

  @Test
  void m1_anInterruptEndsAHangingExport() throws Exception {
    Optional<C> hanging = hangingConfig();
    if (hanging.isEmpty()) {
      // Nothing to wait for: the interrupt finds it done.
      Thread.currentThread().interrupt();
      Throwable thrown =
          catchThrowable(() -> exporter().export(config(), status(full("orders")), host));
      Thread.interrupted();
      if (thrown != null) {
        Failures.assertAllowed(thrown);
      }
      return;
    }
    var call =
        new FutureTask<@Nullable Throwable>(
            () ->
                catchThrowable(
                    () -> exporter().export(hanging.get(), status(full("orders")), host)));
    var thread = new Thread(call, "hanging export");
    thread.setDaemon(true);
    thread.start();
    assertTimeoutPreemptively(PATIENCE, this::awaitHanging, "no export hangs");
    assertThat(call.isDone()).as("the export ended before it was interrupted").isFalse();
    thread.interrupt();

    Failures.assertAllowed(call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
  }

  private static ServerFigures status(ServerFigures.Database... databases) {
    return new ServerFigures(
        "backup-sp-01",
        ZoneId.of("America/Sao_Paulo"),
        NOW,
        List.of(databases),
        List.of(
            new ServerFigures.Destination(
                "local",
                OptionalLong.of(5_000_000_000L),
                Stream.of(databases)
                    .map(d -> new ServerFigures.Kept(d.source(), 7, OptionalLong.of(12_345)))
                    .toList())),
        OptionalLong.of(2));
  }

  /** Everything is known of it. */
  private static ServerFigures.Database full(String database) {
    Instant began = NOW.minusSeconds(95);
    Duration elapsed = Duration.ofMillis(94_500);
    return new ServerFigures.Database(
        ArtifactSource.database("main", "postgresql", database),
        Optional.of(attempts(BackupReport.Outcome.COMPLETE, Optional.empty())),
        Optional.of(
            new ServerFigures.Good(
                "20260113T003000Z-9f3c2a71",
                began,
                elapsed,
                1_234_567_890,
                123_456_789,
                Optional.of(new ServerFigures.Contents(42, 1_000_000)),
                new ServerFigures.Proof(
                    Optional.of(Evidence.DECODED),
                    Optional.of(NOW),
                    Optional.of(Duration.ofMinutes(3))))),
        Optional.of(new ServerFigures.Due(NOW.plusSeconds(86_400), NOW.plusSeconds(90_000), false)),
        new ServerFigures.Findings(Optional.of(false), OptionalLong.of(0)),
        Optional.of(new ServerFigures.Restores(3, 1, Optional.of(elapsed))));
  }

  /** It never came to anything. */
  private static ServerFigures.Database failing(String database) {
    return new ServerFigures.Database(
        ArtifactSource.database("main", "postgresql", database),
        Optional.of(attempts(BackupReport.Outcome.FAILED, Optional.of(Reason.ENVIRONMENT))),
        Optional.empty(),
        Optional.empty(),
        ServerFigures.Findings.UNKNOWN,
        Optional.empty());
  }

  /** Nothing is known of it. */
  private static ServerFigures.Database unknown(String database) {
    return new ServerFigures.Database(
        ArtifactSource.database("main", "postgresql", database),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        ServerFigures.Findings.UNKNOWN,
        Optional.empty());
  }

  private static ServerFigures.Attempts attempts(
      BackupReport.Outcome outcome, Optional<Reason> reason) {
    return new ServerFigures.Attempts(
        new ServerFigures.Attempt(NOW.minusSeconds(95), outcome, Duration.ofSeconds(95), reason),
        10,
        2,
        1);
  }
}
