package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.Alert;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A storage that cannot be read says nothing about what it holds. */
final class UnreachableTest {

  @TempDir Path folder;
  private final MovableClock clock = new MovableClock("2026-01-13T00:30:00Z");
  private final List<Alert> told = new ArrayList<>();
  private Setup setup;

  @BeforeEach
  void nightly() {
    setup = new Setup(folder);
    setup.clock = clock;
    setup.driver.databases.put("orders", "ten orders");
    setup.destinations = List.of("first", "second");
    setup.schedule =
        Optional.of(
            new Schedule(
                new Schedule.Rule.Clock(new LocalTimes.Daily(Set.of(), LocalTime.of(0, 30))),
                ZoneOffset.UTC,
                Optional.of(Duration.ofMinutes(10))));
    setup.notify(new StatusTest.Alarm(told), new StatusTest.Alarm.Config(), Duration.ofMinutes(1));
    setup.backup();
  }

  private Status watched() throws InterruptedException {
    Watch watch = setup.facade().watch();
    Status status = watch.status(Optional.empty());
    assertThat(watch.alert(status)).isEmpty();
    return status;
  }

  private void secondHoldsOnlyOld() {
    var old = new java.util.TreeMap<>(setup.second.objects);
    clock.move(Duration.ofDays(1));
    setup.backup();
    setup.second.objects.clear();
    setup.second.objects.putAll(old);
    clock.set("2026-01-14T01:00:00Z");
  }

  @Test
  void whatItMayHoldIsNotOverdueIfItIsRemembered() throws InterruptedException {
    secondHoldsOnlyOld();
    setup.first.onOpen =
        () -> {
          throw new IOException("no route to host");
        };

    Status status = watched();

    assertThat(told).isEmpty();
    assertThat(status.ok()).isFalse();
    assertThat(status.problems()).singleElement().asString().contains("no route to host");
    assertThat(status.servers().get(0).databases().get(0).good().orElseThrow().at())
        .isEqualTo("2026-01-14T00:30:00Z");
  }

  @Test
  void oneThatBreaksOffWhileItIsReadIsNoOtherThanOneThatCannotBeOpened() throws Exception {
    secondHoldsOnlyOld();
    setup.first.onList =
        prefix -> {
          throw new java.io.UncheckedIOException(new IOException("connection reset"));
        };

    Status status = watched();

    assertThat(told).isEmpty();
    assertThat(status.problems()).singleElement().asString().contains("connection reset");
  }

  @Test
  void whatIsNotEvenRememberedIsOverdue() throws InterruptedException {
    setup.first.onOpen =
        () -> {
          throw new IOException("no route to host");
        };
    clock.set("2026-01-14T01:00:00Z");
    watched();

    assertThat(told).hasSize(1);
  }

  @Test
  void whereAllIsReadTheManifestsDecide() throws InterruptedException {
    secondHoldsOnlyOld();
    setup.first.objects.clear();
    watched();

    assertThat(told).hasSize(1);
  }
}
