package digital.vya.backup.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import digital.vya.backup.api.ScratchDatabases;
import digital.vya.backup.api.Swap;
import digital.vya.backup.core.LocalHost;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** What a driver promises of the swap that puts a restored database in its place (X2 to X4). */
record SwapChecks<C extends Record>(
    DbmsDriverContract<C> contract,
    ScratchDatabases<C> driver,
    DriverProbe<C> probe,
    Beside<C> beside,
    LocalHost host) {

  Stream<DynamicTest> x2() {
    return Stream.of(
        dynamicTest("without a scratch database", this::swapOfNothing),
        dynamicTest("without a scratch database and a target", this::swapOfNothingAtAll),
        dynamicTest("with a kept one that is there already", this::keptAlready));
  }

  Stream<DynamicTest> x3() {
    return Stream.of(
        dynamicTest("that was not begun", this::notBegun),
        dynamicTest("that was not begun, without a target", this::notBegunWithoutTarget),
        dynamicTest("that has ended", this::ended),
        dynamicTest("that has ended, without a target before", this::endedWithoutTarget),
        dynamicTest("that was interrupted", this::interrupted));
  }

  Stream<DynamicTest> x4() {
    return Stream.concat(
        Stream.of(
            dynamicTest("there and back", this::thereAndBack),
            dynamicTest("a target that is not there is made", this::targetIsMade)),
        beside.targets().map(name -> dynamicTest("beside " + name, () -> besideOddName(name))));
  }

  private void swapOfNothing() throws Exception {
    var target = contract.filled("x2_target");
    var before = contract.content(target);
    var swap = beside.swap(target);
    swapFails(swap);
    assertThat(contract.content(target)).isEqualTo(before);
    assertThat(beside.content(swap.kept())).isEmpty();
  }

  private void swapOfNothingAtAll() throws Exception {
    var target = contract.later("x2_absent");
    swapFails(beside.swap(target));
    assertThat(contract.content(target)).isEmpty();
  }

  /** It holds what another restore replaced; nobody could bring that back. */
  private void keptAlready() throws Exception {
    var source = contract.empty("x2_source");
    var target = contract.filled("x2_target");
    var swap = beside.ready(source, target);
    probe.restoreAs(probe.dump(target), Optional.of(swap.kept()));
    var old = contract.content(target);
    swapFails(swap);
    assertThat(contract.content(target)).isEqualTo(old);
    assertThat(beside.content(swap.kept())).isEqualTo(old);
    assertThat(beside.content(swap.scratch())).isEqualTo(contract.content(source));
  }

  private void swapFails(Swap swap) {
    Failures.assertAllowed(catchThrowable(() -> driver.swap(contract.config(), swap, host)));
  }

  private void notBegun() throws Exception {
    var source = contract.empty("x3_source");
    var target = contract.filled("x3_target");
    var before = contract.content(target);
    var swap = beside.ready(source, target);
    assertThat(driver.recover(contract.config(), swap, host)).as("has swapped").isFalse();
    assertThat(contract.content(target)).isEqualTo(before);
    driver.swap(contract.config(), swap, host);
    assertThat(contract.content(target)).isEqualTo(contract.content(source));
  }

  private void notBegunWithoutTarget() throws Exception {
    var target = contract.later("x3_absent");
    var swap = beside.ready(contract.filled("x3_source"), target);
    assertThat(driver.recover(contract.config(), swap, host)).as("has swapped").isFalse();
    assertThat(contract.content(target)).isEmpty();
  }

  private void ended() throws Exception {
    var source = contract.empty("x3_source");
    var target = contract.filled("x3_target");
    var before = contract.content(target);
    var swap = beside.ready(source, target);
    driver.swap(contract.config(), swap, host);
    for (int again = 0; again < 2; again++) {
      assertThat(driver.recover(contract.config(), swap, host)).as("has swapped").isTrue();
      assertThat(contract.content(target)).isEqualTo(contract.content(source));
      assertThat(beside.content(swap.kept())).isEqualTo(before);
    }
  }

  private void endedWithoutTarget() throws Exception {
    var source = contract.filled("x3_source");
    var target = contract.later("x3_absent");
    var swap = beside.ready(source, target);
    driver.swap(contract.config(), swap, host);
    assertThat(driver.recover(contract.config(), swap, host)).as("has swapped").isTrue();
    assertThat(contract.content(target)).isEqualTo(contract.content(source));
  }

  /** Whether it threw or not: the target is one of the two, and recover tells which. */
  private void interrupted() throws Exception {
    var source = contract.empty("x3_source");
    var target = contract.filled("x3_target");
    var before = contract.content(target);
    var swap = beside.ready(source, target);
    Thread.currentThread().interrupt();
    var failure = catchThrowable(() -> driver.swap(contract.config(), swap, host));
    Thread.interrupted();
    if (failure != null) {
      Failures.assertAllowed(failure);
    }
    var swapped = failure == null;
    var expected = swapped ? contract.content(source) : before;
    assertThat(contract.content(target)).as("after %s", failure).isEqualTo(expected);
    assertThat(driver.recover(contract.config(), swap, host)).isEqualTo(swapped);
    assertThat(contract.content(target)).as("after %s", failure).isEqualTo(expected);
  }

  private void thereAndBack() throws Exception {
    var source = contract.filled("x4_source");
    var target = contract.empty("x4_target");
    var before = contract.content(target);
    var restored = contract.content(source);
    var there = beside.ready(source, target);
    driver.swap(contract.config(), there, host);
    assertThat(contract.content(target)).as("restored").isEqualTo(restored);
    assertThat(beside.content(there.kept())).as("kept").isEqualTo(before);
    assertThat(beside.content(there.scratch())).as("scratch").isEmpty();
    var back =
        new Swap(there.kept(), there.target(), beside.name(target, "old", Beside.OTHER_ID), true);
    driver.swap(contract.config(), back, host);
    assertThat(contract.content(target)).as("brought back").isEqualTo(before);
    assertThat(beside.content(back.kept())).as("kept").isEqualTo(restored);
    var again = new Swap(back.kept(), back.target(), there.kept(), true);
    driver.swap(contract.config(), again, host);
    assertThat(contract.content(target)).as("restored again").isEqualTo(restored);
    assertThat(beside.content(again.kept())).as("kept").isEqualTo(before);
  }

  private void targetIsMade() throws Exception {
    var source = contract.filled("x4_source");
    var target = contract.later("x4_absent");
    var swap = beside.ready(source, target);
    driver.swap(contract.config(), swap, host);
    assertThat(contract.content(target)).isPresent().isEqualTo(contract.content(source));
    assertThat(beside.content(swap.kept())).isEmpty();
    assertThat(beside.content(swap.scratch())).isEmpty();
  }

  private void besideOddName(String target) throws Exception {
    var source = contract.empty("x4_odd_source");
    var swap = beside.ready(source, contract.empty(target));
    driver.swap(contract.config(), swap, host);
    assertThat(contract.content(target)).isPresent().isEqualTo(contract.content(source));
    assertThat(beside.content(swap.kept())).as("kept").isPresent();
    assertThat(beside.content(swap.scratch())).as("scratch").isEmpty();
    driver.drop(contract.config(), swap.kept(), host);
    assertThat(beside.content(swap.kept())).as("dropped").isEmpty();
  }
}
