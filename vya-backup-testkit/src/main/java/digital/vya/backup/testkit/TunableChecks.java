package digital.vya.backup.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.RestoreOptions;
import digital.vya.backup.api.RestoreOptions.Kind;
import digital.vya.backup.api.TableFingerprint;
import digital.vya.backup.api.TunableRestore;
import digital.vya.backup.core.LocalHost;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;

/** What a driver promises whose restores take options. */
record TunableChecks<C extends Record>(
    DbmsDriverContract<C> contract,
    TunableRestore<C> driver,
    DriverProbe<C> probe,
    LocalHost host) {

  Stream<DynamicTest> all() {
    return Stream.concat(
        Stream.of(dynamicTest("none of them", () -> restored(RestoreOptions.NONE))),
        Stream.of(Kind.values()).flatMap(this::of));
  }

  private Stream<DynamicTest> of(Kind kind) {
    if (!driver.restoreOptions().contains(kind)) {
      return Stream.of(dynamicTest(kind + " is refused", () -> refused(asking(kind, "t"))));
    }
    return switch (kind) {
      case TABLES -> tables();
      case SCHEMAS -> Stream.of(nowhere(kind));
      case JOBS -> Stream.of(dynamicTest("JOBS", () -> restored(asking(kind, ""))));
      case DIRECT, RECREATE -> Stream.of(dynamicTest(kind.name(), () -> straight(kind)));
      case OWNER -> Stream.empty(); // Who there is only the engine's own tests know.
    };
  }

  private Stream<DynamicTest> tables() {
    var fingerprints = FingerprintChecks.of(contract, host);
    return Stream.concat(
        Stream.of(nowhere(Kind.TABLES)),
        fingerprints.stream().map(f -> dynamicTest("TABLES", () -> namedTable(f))));
  }

  private DynamicTest nowhere(Kind kind) {
    return dynamicTest(
        kind + " that the dump does not hold", () -> refused(asking(kind, "vya_is_nowhere")));
  }

  private static RestoreOptions asking(Kind kind, String name) {
    return new RestoreOptions(
        kind == Kind.TABLES ? List.of(name) : List.of(),
        kind == Kind.SCHEMAS ? List.of(name) : List.of(),
        kind == Kind.JOBS ? 2 : 1,
        kind == Kind.OWNER ? Optional.of(name) : Optional.empty(),
        kind == Kind.DIRECT || kind == Kind.RECREATE,
        kind == Kind.RECREATE);
  }

  private void refused(RestoreOptions options) throws Exception {
    var dump = probe.dump(contract.filled("options_source"));
    var target = contract.filled("options_target");
    var before = contract.content(target);
    assertThat(catchThrowable(() -> restore(dump, target, true, options)))
        .isInstanceOf(BackupException.class);
    assertThat(contract.content(target)).isEqualTo(before);
  }

  private void restored(RestoreOptions options) throws Exception {
    var source = contract.filled("options_source");
    var target = contract.later("options_target");
    restore(probe.dump(source), target, false, options);
    assertThat(contract.content(target)).isPresent().isEqualTo(contract.content(source));
  }

  private void straight(Kind kind) throws Exception {
    var nothing = contract.empty("options_nothing");
    var source = contract.filled("options_source");
    var target = contract.empty("options_target");
    restore(probe.dump(source), target, true, asking(kind, ""));
    assertThat(contract.content(target)).isPresent().isEqualTo(contract.content(source));
    if (!(contract instanceof RestoresInPlace)) {
      restore(probe.dump(nothing), target, true, asking(kind, ""));
      assertThat(contract.content(target)).isPresent().isEqualTo(contract.content(nothing));
    }
  }

  private void namedTable(FingerprintChecks<C> fingerprints) throws Exception {
    var database = contract.filled("options_tables");
    var dump = probe.dump(database);
    var whole = fingerprints.fingerprints(database);
    var table = fingerprints.changedTable(database);
    var changed = fingerprints.fingerprints(database);
    var only = asking(Kind.TABLES, table);
    assertThat(catchThrowable(() -> restore(dump, database, false, only)))
        .as("%s is there already", table)
        .isInstanceOf(BackupException.class);
    assertThat(fingerprints.fingerprints(database)).isEqualTo(changed);
    assertReplacedOrLeft(fingerprints, database, whole, () -> restore(dump, database, true, only));
    var alone = contract.empty("options_alone");
    restore(dump, alone, false, only);
    assertThat(fingerprints.fingerprints(alone))
        .as("%s alone", table)
        .filteredOn(each -> each.rows() > 0 && !each.table().startsWith("("))
        .singleElement()
        .isIn(whole);
  }

  /** Where something else depends on the table, it may be refused: then nothing has changed. */
  private void assertReplacedOrLeft(
      FingerprintChecks<C> fingerprints,
      String database,
      Set<TableFingerprint> whole,
      ThrowingCallable restore)
      throws Exception {
    var changed = fingerprints.fingerprints(database);
    var refusal = catchThrowable(restore);
    if (refusal != null) {
      assertThat(refusal).isInstanceOf(BackupException.class);
    }
    assertThat(fingerprints.fingerprints(database)).isEqualTo(refusal == null ? whole : changed);
  }

  private void restore(DriverProbe.Dump dump, String into, boolean replace, RestoreOptions options)
      throws IOException, InterruptedException {
    var request = probe.request(dump, into, replace);
    var in = new ByteArrayInputStream(dump.bytes());
    driver.restore(contract.config(), request, options, in, host);
  }
}
