package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.Alert;
import digital.vya.backup.api.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rotation goes on, whatever the storage refuses. */
final class RotationTest {

  private static final Instant FIRST = Instant.parse("2026-01-01T00:30:00Z");

  @TempDir Path folder;
  private Setup setup = new Setup(Path.of(""));
  private final List<Alert> alerts = new ArrayList<>();
  private final List<VerifyResult> results = new ArrayList<>();

  @BeforeEach
  void threeBackups() {
    setup = new Setup(folder);
    setup.driver.databases.put("orders", "ten orders");
    setup.notify(
        new VerifyingTest.Alerted(alerts),
        new VerifyingTest.Alerted.Config(),
        Duration.ofMinutes(1));
    for (int night = 0; night < 3; night++) {
      setup.clock = Clock.fixed(FIRST.plus(Duration.ofDays(night)), ZoneOffset.UTC);
      assertThat(setup.backup().stored()).hasSize(1);
    }
  }

  @Test
  void whatCannotBeReadWaitsForItsNextTurn() throws Exception {
    String frozen = artifacts().get(0);
    setup.first.onRead =
        key -> {
          if (key.equals(frozen)) {
            throw new IOException("InvalidObjectState");
          }
        };

    assertThat(threeTurns()).hasSize(3);
    assertThat(alerts).isEmpty();
  }

  @Test
  void aStorageThatCannotBeWrittenDoesNotHoldItUp() throws Exception {
    setup.first.onCommit =
        () -> {
          throw new IOException("append-only");
        };

    assertThat(threeTurns()).hasSize(3);
  }

  @Test
  void damageThatCannotBeNotedIsToldOnceAndStaysDamage() throws Exception {
    setup.first.objects.put(artifacts().get(0), new byte[] {1});
    setup.first.onCommit =
        () -> {
          throw new IOException("append-only");
        };

    verify(VerifyOrder.all());
    verify(VerifyOrder.all());

    assertThat(results).filteredOn(VerifyResult::damaged).hasSize(1);
    assertThat(alerts).hasSize(1);
  }

  @Test
  void damageOfWhichNoKeyIsAtHandHasItsTurnAndIsToldOnce() throws Exception {
    String damaged = artifacts().get(0);
    byte[] sound = setup.first.objects.get(damaged);
    setup.first.objects.put(damaged, new byte[] {1});
    verify(VerifyOrder.all());
    setup.first.objects.put(damaged, Objects.requireNonNull(sound));
    setup.archiver.keyless = true;

    assertThat(threeTurns()).hasSize(3);
    assertThat(alerts).hasSize(1);
    verify(VerifyOrder.all());
    assertThat(results).filteredOn(VerifyResult::damaged).hasSize(1);
  }

  @Test
  void whatIsRememberedOfTurnsHasAnEnd() throws Exception {
    VerifyTurns turns = VerifyTurns.read(folder);
    for (int n = 0; n <= VerifyTurns.MOST; n++) {
      turns.tried("first", "key " + n, FIRST, false);
    }
    turns.write();

    VerifyTurns again = VerifyTurns.read(folder);
    assertThat(again.last("first", "key 0")).isEqualTo(Instant.MIN);
    assertThat(again.last("first", "key 1")).isEqualTo(FIRST);
    assertThat(again.last("second", "key 1")).isEqualTo(Instant.MIN);
    Files.writeString(folder.resolve("verify-turns"), "no such line\n");
    assertThat(VerifyTurns.read(folder).last("first", "key 1")).isEqualTo(Instant.MIN);
  }

  @Test
  void aStorageThatGivesNothingIsGivenUp() throws Exception {
    setup.first.reading = (key, stream) -> key.endsWith(".rev") ? new Hanging(stream) : stream;
    Environment environment = setup.environment();
    var catalog = new Catalog(environment.keys());
    Manifest manifest = catalog.find(setup.first.session(), id()).orElseThrow();
    try (LocalHost host = environment.host();
        OpenDestination open =
            OpenDestination.open(environment.settings().destinations().get(0), host)) {
      var reverification =
          new Reverification(environment, VerifyOrder.all(), open, host, Optional.empty())
              .givingUpAfter(Duration.ofMillis(1));

      VerifyResult result = reverification.of(manifest).orElseThrow();

      assertThat(result.reason()).contains(Reason.ENVIRONMENT);
      assertThat(result.problem()).contains("no progress");
      assertThat(reverification.stalled()).isTrue();
    }
  }

  private String id() throws Exception {
    return setup.facade().backups(BackupQuery.newest(1), line -> {}).get(0).manifest().id();
  }

  private Set<String> threeTurns() throws Exception {
    var tried = new LinkedHashSet<String>();
    for (int turn = 0; turn < 3; turn++) {
      setup.clock = Clock.offset(setup.clock, Duration.ofDays(1));
      verify(VerifyOrder.all().sampling(Sample.parse("1")));
      results.forEach(r -> tried.add(r.key()));
    }
    return tried;
  }

  private void verify(VerifyOrder order) throws Exception {
    results.clear();
    setup.facade().verify(order, results::add);
  }

  private List<String> artifacts() {
    return setup.first.objects.keySet().stream().filter(k -> k.endsWith(".rev")).toList();
  }

  /** Reads nothing until somebody gives it up. */
  private static final class Hanging extends FilterInputStream {

    Hanging(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        new CountDownLatch(1).await();
        return -1;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException();
      }
    }
  }
}
