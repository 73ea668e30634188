package digital.vya.backup.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.Notifier;
import digital.vya.backup.api.Reason;
import digital.vya.backup.core.LocalHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@link Notifier} promises: its own half of N1. Extend it in a test, say which notifier and
 * how its deliveries are seen, and run the test.
 *
 * @param <C> the settings of the notifier
 */
public abstract class NotifierContract<C extends Record> {

  private static final Instant STARTED = Instant.parse("2026-01-13T00:30:00Z");

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private LocalHost host;

  /** For the test that extends this. */
  protected NotifierContract() {}

  /** The notifier to try. */
  protected abstract Notifier<C> notifier();

  /** Settings with which it can deliver. */
  protected abstract C config();

  /** Settings with which it cannot: refused, or nobody there. */
  protected abstract C brokenConfig();

  /** Settings with which the other side takes a delivery and never answers. */
  protected abstract C hangingConfig();

  /**
   * Returns once a delivery with {@link #hangingConfig} hangs: the other side has it, or a part of
   * it, and lets it wait.
   */
  protected abstract void awaitHanging() throws Exception;

  /** How many reports have arrived so far. */
  protected abstract int delivered();

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
    assertThat(notifier().name()).matches("[a-z0-9-]+");
    assertThat(config()).isInstanceOf(notifier().configType());
  }

  @Test
  void n1_everyOutcomeIsDelivered() throws Exception {
    int before = delivered();
    notifier().send(config(), report(stored("orders")), host);
    notifier().send(config(), report(stored("orders"), failed("users")), host);
    notifier().send(config(), report(failed("users")), host);

    assertThat(delivered()).isEqualTo(before + 3);
  }

  @Test
  void n1_hostileNamesAreDelivered() throws Exception {
    int before = delivered();
    String hostile = "a\r\nBcc: x\u0000<script>alert(1)</script>\"'&\\ 日本 \u001b[2J";
    notifier().send(config(), report(stored(hostile), failed(hostile)), host);

    assertThat(delivered()).isEqualTo(before + 1);
  }

  @Test
  void n1_whatCannotBeDeliveredThrowsAndShowsNoSecret() {
    int before = delivered();
    Throwable thrown =
        catchThrowable(() -> notifier().send(brokenConfig(), report(stored("orders")), host));

    Failures.assertAllowed(thrown);
    assertThat(delivered()).isEqualTo(before);
    for (String secret : secrets()) {
      assertThat(Chains.text(thrown)).as("the failure with its causes").doesNotContain(secret);
      assertThat(String.join("\n", host.warnings())).doesNotContain(secret);
    }
  }

  @Test
  void n1_anInterruptEndsAHangingDelivery() throws Exception {
    var call =
        new FutureTask<@Nullable Throwable>(
            () ->
                catchThrowable(
                    () -> notifier().send(hangingConfig(), report(stored("orders")), host)));
    var thread = new Thread(call, "hanging delivery");
    thread.setDaemon(true);
    thread.start();
    assertTimeoutPreemptively(PATIENCE, this::awaitHanging, "no delivery hangs");
    assertThat(call.isDone()).as("the delivery ended before it was interrupted").isFalse();
    thread.interrupt();

    Failures.assertAllowed(call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
  }

  private static BackupReport report(ArtifactResult... results) {
    return new BackupReport(
        "20260113T003000Z-0a1b2c3d",
        "backup-sp-01",
        STARTED,
        STARTED.plusSeconds(95),
        ZoneId.of("America/Sao_Paulo"),
        List.of(results),
        List.of("a warning"));
  }

  private static ArtifactResult stored(String database) {
    return new ArtifactResult.Stored(
        ArtifactSource.database("main", "postgresql", database),
        "20260113T003000Z-9f3c2a71",
        STARTED,
        Duration.ofSeconds(95),
        1_234_567_890,
        123_456_789,
        Evidence.DECODED,
        List.of(
            new ArtifactResult.Copy("local", "main/" + database, "", true),
            new ArtifactResult.Copy("r2", "main/" + database, "unreachable", false)),
        ArtifactResult.Omissions.NONE,
        "",
        List.of(),
        Optional.empty());
  }

  private static ArtifactResult failed(String database) {
    return new ArtifactResult.Failed(
        ArtifactSource.database("main", "postgresql", database),
        STARTED,
        Duration.ofSeconds(3),
        Reason.ENVIRONMENT,
        "cannot reach " + database,
        List.of(),
        List.of(),
        Optional.empty());
  }
}
