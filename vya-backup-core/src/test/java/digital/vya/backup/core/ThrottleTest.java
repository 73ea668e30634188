package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.PendingObject;
import digital.vya.backup.api.StorageSession;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Time passes only where somebody sleeps. */
final class ThrottleTest implements Throttle.Time {

  private long now = Long.MAX_VALUE - 1_000;
  private boolean interrupted;

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public void sleep(long nanos) throws InterruptedException {
    if (interrupted) {
      throw new InterruptedException();
    }
    now += nanos;
  }

  private Duration after(long start) {
    return Duration.ofNanos(now - start);
  }

  private Throttle throttle(long bytes) {
    return new Throttle(new Bandwidth(bytes), this);
  }

  @Test
  void soManyBytesTakeSoLong() throws Exception {
    long start = now;
    Throttle throttle = throttle(1_000_000);
    for (int n = 0; n < 100_000; n++) {
      throttle.pass(100);
    }
    assertThat(after(start)).isCloseTo(Duration.ofSeconds(10), Duration.ofMillis(2));
  }

  @Test
  void aPauseGivesNoRightToARush() throws Exception {
    Throttle throttle = throttle(1_000);
    now += Duration.ofHours(1).toNanos();
    long start = now;
    throttle.pass(5_000);
    throttle.pass(1);
    assertThat(after(start)).as("but for one second").isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void whatIsWrittenAndReadBackIsLimited() throws Exception {
    var storage = new MemoryStorage();
    long start = now;
    try (StorageSession session = new ThrottledSession(storage.session(), throttle(1_000))) {
      try (PendingObject object = session.create("a")) {
        object.stream().write(new byte[3_000]);
        object.stream().write(1);
        object.commit();
      }
      assertThat(after(start)).isCloseTo(Duration.ofSeconds(3), Duration.ofMillis(2));
      for (int n = 0; n < 2; n++) {
        try (InputStream in = session.read("a")) {
          assertThat(in.readAllBytes()).hasSize(3_001);
        }
      }
    }
    assertThat(after(start)).isCloseTo(Duration.ofSeconds(6), Duration.ofMillis(4));
  }

  @Test
  void ofSeveralLimitsTheSlowestSetsThePace() throws Exception {
    List<Throttle> limits = List.of(throttle(1_000_000), throttle(500_000), throttle(1_000_000));
    long start = now;
    for (int n = 0; n < 1_000; n++) {
      for (Throttle limit : limits) {
        limit.pass(10_000);
      }
    }
    assertThat(after(start)).isCloseTo(Duration.ofSeconds(20), Duration.ofMillis(50));
  }

  @Test
  void oneThatWaitsForAnotherNowAndThenCatchesUp() throws Exception {
    Throttle throttle = throttle(1_000_000);
    long start = now;
    for (int n = 0; n < 100; n++) {
      throttle.pass(100_000);
      now += n % 10 == 0 ? Duration.ofMillis(500).toNanos() : 0;
    }
    assertThat(after(start)).isCloseTo(Duration.ofSeconds(10), Duration.ofMillis(200));
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    interrupted = true;
    Throttle throttle = throttle(1_000);
    throttle.pass(10_000);

    assertThatThrownBy(() -> throttle.pass(1)).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "500000,500000",
    "10MB,10000000",
    "10M,10000000",
    "512KiB,524288",
    "1 kB,1000",
    "2 GiB,2147483648",
    "1TB,1000000000000",
    "4096B,4096"
  })
  void aBandwidthIsWrittenAsPeopleDo(String text, long bytes) {
    assertThat(Bandwidth.parse(text)).contains(new Bandwidth(bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "999", "2TB", "999999999999999TiB", "10 mb", "10Mbit", "-1", "", "1.5MB"})
  void whatIsNoneIsRefused(String text) {
    assertThat(Bandwidth.parse(text)).isEmpty();
  }
}
