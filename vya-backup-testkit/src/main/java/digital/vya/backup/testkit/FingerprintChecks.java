package digital.vya.backup.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import digital.vya.backup.api.Fingerprints;
import digital.vya.backup.api.ScratchDatabases;
import digital.vya.backup.api.TableFingerprint;
import digital.vya.backup.core.LocalHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** What a driver that tells fingerprints promises (F1 to F3), and of its dump what any does. */
record FingerprintChecks<C extends Record>(
    DbmsDriverContract<C> contract,
    Fingerprinting<C> driver,
    DriverProbe<C> probe,
    DriverChecks<C> checks,
    LocalHost host) {

  static <C extends Record> Optional<FingerprintChecks<C>> of(
      DbmsDriverContract<C> contract, LocalHost host) {
    if (!(contract.driver() instanceof Fingerprints<C> tells)) {
      return Optional.empty();
    }
    var driver = new Fingerprinting<>(tells);
    var probe = new DriverProbe<>(driver, contract::config, host, contract::target);
    var checks = new DriverChecks<>(contract, probe, host);
    return Optional.of(new FingerprintChecks<>(contract, driver, probe, checks, host));
  }

  Stream<DynamicTest> f1(Path tools) {
    return Stream.concat(
        Stream.of(
            dynamicTest("each table is told once", this::eachTableOnce),
            dynamicTest("they stay equal while nothing changes", this::equalWhileNothingChanges),
            dynamicTest("they are of the rows that are written", this::ofTheRowsWritten),
            dynamicTest("the dump is restored", this::restored),
            dynamicTest("an empty database is dumped", this::emptyDatabase),
            dynamicTest("no secret is shown", this::noSecret),
            dynamicTest(
                "what the sink throws is passed on",
                () -> checks.sinkThatFails(contract.filled("f1_full_disk"))),
            dynamicTest(
                "the sink is not closed", () -> checks.assertLeftOpen(contract.filled("f1_open"))),
            dynamicTest(
                "an interrupt ends the dump",
                () -> checks.interruptedDump(contract.filled("f1_stuck")))),
        checks.brokenTools(tools));
  }

  Stream<DynamicTest> f2() {
    return Stream.of(
        dynamicTest("a restored copy has equal ones", this::equalInACopy),
        dynamicTest("a row that is changed changes one of them", this::oneRowChanged));
  }

  Stream<DynamicTest> f3() {
    return Stream.of(
        dynamicTest(
            "bytes reach the sink as they are produced",
            () -> checks.assertPieces(contract.filled("f3_streamed"))));
  }

  private void eachTableOnce() throws Exception {
    probe.dump(contract.filled("f1_told"));
    var told = driver.told();
    assertThat(told).isNotEmpty().anyMatch(each -> each.rows() > 0);
    assertSound(told);
    contract.driver().check(contract.config(), host);
    assertThat(driver.told()).as("nothing is told after the return").isEqualTo(told);
  }

  private static void assertSound(List<TableFingerprint> told) {
    assertThat(told).extracting(TableFingerprint::table).doesNotHaveDuplicates().doesNotContain("");
    assertThat(told)
        .allSatisfy(
            each -> {
              assertThat(each.rows()).isNotNegative();
              assertThat(each.hash()).matches("[0-9a-f]{32}");
            });
  }

  private void equalWhileNothingChanges() throws Exception {
    var database = contract.filled("f1_unchanged");
    assertThat(fingerprints(database)).isEqualTo(fingerprints(database));
  }

  /** A driver that reads the source once more to compute them would find another row. */
  private void ofTheRowsWritten() throws Exception {
    var database = contract.filled("f1_changing");
    var dump = probe.dump(database, () -> changeRow(database));
    var told = Set.copyOf(driver.told());
    contract.drop(database);
    probe.restoreAs(dump, Optional.empty());
    assertThat(fingerprints(database)).as("of what the dump holds").isEqualTo(told);
  }

  private void restored() throws Exception {
    checks.assertRoundTrip(contract.filled("f1_round"), contract.later("f1_round_trip"));
  }

  private void emptyDatabase() throws Exception {
    checks.assertRoundTrip(contract.empty("f1_nothing"), contract.later("f1_nothing_again"));
    assertSound(driver.told());
  }

  private void noSecret() throws Exception {
    checks.whatIsSeen(contract.filled("f1_secret"), contract.later("f1_secret_again"));
    checks.assertNoSecret(driver.told().toString());
  }

  private void equalInACopy() throws Exception {
    var source = contract.filled("f2_source");
    var dump = probe.dump(source);
    var told = Set.copyOf(driver.told());
    assertThat(fingerprints(copy(dump, source))).isEqualTo(told);
  }

  /** As the core does it: beside what was dumped, where the driver can do that. */
  private String copy(DriverProbe.Dump dump, String source) throws Exception {
    if (contract.driver() instanceof ScratchDatabases<C> scratch) {
      var name = new Beside<>(contract, scratch, probe).name(source, "new", Beside.ID);
      probe.restoreAs(dump, Optional.of(name));
      return name;
    }
    var copy = contract.later("f2_copy");
    probe.restore(dump, copy, false);
    return copy;
  }

  private void oneRowChanged() throws Exception {
    changedTable(contract.filled("f2_changed"));
  }

  /** Changes a row; the only table whose fingerprint shows it. */
  String changedTable(String database) throws Exception {
    var before = fingerprints(database);
    changes().changeRow(database);
    var after = fingerprints(database);
    assertThat(tables(after)).isEqualTo(tables(before));
    after.removeAll(before);
    assertThat(after).as("tables that are not as they were").hasSize(1);
    return after.iterator().next().table();
  }

  private ChangesRows changes() {
    assertThat(contract)
        .as("the test of a driver that is a Fingerprints must implement ChangesRows")
        .isInstanceOf(ChangesRows.class);
    return (ChangesRows) contract;
  }

  private void changeRow(String database) throws IOException {
    var failure = catchThrowable(() -> changes().changeRow(database));
    if (failure != null) {
      throw new IOException("no row could be changed while a dump was written", failure);
    }
  }

  Set<TableFingerprint> fingerprints(String database) throws IOException, InterruptedException {
    probe.dump(database);
    return new HashSet<>(driver.told());
  }

  private static Set<String> tables(Set<TableFingerprint> told) {
    var tables = new HashSet<String>();
    told.forEach(each -> tables.add(each.table()));
    return tables;
  }
}
