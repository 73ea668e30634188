package digital.vya.backup.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.ScratchDatabases;
import digital.vya.backup.core.LocalHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** What a driver promises of the databases beside a target (X1, X5). */
record ScratchChecks<C extends Record>(
    DbmsDriverContract<C> contract,
    ScratchDatabases<C> driver,
    DriverProbe<C> probe,
    Beside<C> beside,
    LocalHost host) {

  static <C extends Record> Optional<ScratchChecks<C>> of(
      DbmsDriverContract<C> contract, DriverProbe<C> probe, LocalHost host) {
    if (!(contract.driver() instanceof ScratchDatabases<C> driver)) {
      return Optional.empty();
    }
    var beside = new Beside<>(contract, driver, probe);
    return Optional.of(new ScratchChecks<>(contract, driver, probe, beside, host));
  }

  SwapChecks<C> swaps() {
    return new SwapChecks<>(contract, driver, probe, beside, host);
  }

  Stream<DynamicTest> x1() {
    return Stream.of(
        dynamicTest("a name beside tells what it is", this::tellingNames),
        dynamicTest("names beside differ", this::differentNames),
        dynamicTest("a look changes nothing", this::looks),
        dynamicTest("a scratch database leaves the target", this::targetIsLeft),
        dynamicTest("a scratch database leaves a target that is not there", this::targetIsNotMade));
  }

  Stream<DynamicTest> x5() {
    return Stream.of(
        dynamicTest("a scratch and a kept one go", this::dropped),
        dynamicTest("other names are refused", this::otherNames));
  }

  private void tellingNames() {
    for (var role : List.of("new", "old")) {
      var name = driver.beside(contract.config(), contract.target("orders"), role, Beside.ID);
      assertThat(name).contains("orders_vya_" + role + "_" + Beside.ID);
      assertThat(driver.beside(contract.config(), contract.target("orders"), role, Beside.ID))
          .isEqualTo(name);
    }
  }

  private void differentNames() {
    var o = "o".repeat(59);
    var given = new ArrayList<String>();
    for (var target :
        Stream.concat(beside.targets(), Stream.of("orders", o + "o", "oo" + o)).toList()) {
      for (var role : List.of("new", "old")) {
        for (var id : List.of(Beside.ID, Beside.OTHER_ID)) {
          given.add(driver.beside(contract.config(), contract.target(target), role, id));
        }
      }
    }
    assertThat(given).doesNotHaveDuplicates();
  }

  private void looks() throws Exception {
    var absent = contract.later("x1_look_absent");
    var filled = contract.filled("x1_look_filled");
    var before = contract.content(filled);
    var listed = driver.databases(contract.config(), host);
    var nothing = driver.look(contract.config(), contract.target(absent), host);
    assertThat(nothing.exists()).isFalse();
    assertThat(nothing.holdsAnything()).isFalse();
    var something = driver.look(contract.config(), contract.target(filled), host);
    assertThat(something.exists()).isTrue();
    assertThat(something.holdsAnything()).isTrue();
    var empty = contract.target(contract.empty("x1_look_empty"));
    assertThat(driver.look(contract.config(), empty, host).exists()).isTrue();
    contract.drop("x1_look_empty");
    assertThat(driver.databases(contract.config(), host)).isEqualTo(listed);
    assertThat(contract.content(filled)).isEqualTo(before);
    assertThat(contract.secrets()).noneMatch(something.toString()::contains);
  }

  private void targetIsLeft() throws Exception {
    var source = contract.empty("x1_source");
    var target = contract.filled("x1_target");
    var before = contract.content(target);
    var listed = driver.databases(contract.config(), host);
    var swap = beside.ready(source, target);
    assertThat(beside.content(swap.scratch())).isPresent().isEqualTo(contract.content(source));
    assertThat(driver.databases(contract.config(), host)).as("listed").isEqualTo(listed);
    driver.drop(contract.config(), swap.scratch(), host);
    assertThat(contract.content(target)).isEqualTo(before);
  }

  private void targetIsNotMade() throws Exception {
    var target = contract.later("x1_absent");
    var source = contract.filled("x1_source");
    var listed = driver.databases(contract.config(), host);
    beside.ready(source, target);
    assertThat(contract.content(target)).isEmpty();
    assertThat(driver.databases(contract.config(), host)).as("listed").isEqualTo(listed);
  }

  private void dropped() throws Exception {
    var source = contract.filled("x5_source");
    var target = contract.empty("x5_target");
    var swap = beside.ready(source, target);
    driver.swap(contract.config(), swap, host);
    driver.drop(contract.config(), swap.kept(), host);
    assertThat(beside.content(swap.kept())).isEmpty();
    assertThat(contract.content(target)).isEqualTo(contract.content(source));
    probe.restoreAs(probe.dump(source), Optional.of(swap.scratch()));
    driver.drop(contract.config(), swap.scratch(), host);
    driver.drop(contract.config(), swap.scratch(), host);
    assertThat(beside.content(swap.scratch())).isEmpty();
  }

  private void otherNames() throws Exception {
    var target = contract.filled("x5_plain");
    var before = contract.content(target);
    var name = beside.name(target, "new", Beside.ID);
    var names =
        List.of(
            contract.target(target),
            name + "_too",
            name.replace(Beside.ID, ""),
            name.replace(Beside.ID, "1a2b3c4"),
            name.replace(Beside.ID, "1A2B3C4D"),
            name.replace(Beside.ID, "notahexa"),
            name.replace("_new_", "_mid_"),
            name.replace("_vya_", "_"));
    for (var other : names) {
      assertThat(catchThrowable(() -> driver.drop(contract.config(), other, host)))
          .as("drop %s", other)
          .isInstanceOf(BackupException.class);
    }
    assertThat(contract.content(target)).isEqualTo(before);
  }
}
