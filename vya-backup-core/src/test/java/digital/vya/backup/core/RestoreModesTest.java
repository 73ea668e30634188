package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.RestoreMode;
import digital.vya.backup.api.RestoreReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RestoreModesTest {

  @TempDir Path folder;
  private Setup setup;
  private ScratchDriver engine;

  @BeforeEach
  void oneBackup() {
    setup = new Setup(folder.resolve("state"));
    engine = new ScratchDriver();
    setup.engine = Optional.of(engine);
    engine.databases.put("orders", "one\ntwo");
    setup.backup();
    engine.databases.put("orders", "three");
  }

  @Test
  void aSafeRestoreComparesThenSwapsAndKeepsWhatWasThere() throws Exception {
    RestoreReport report = setup.facade().restore(order());

    assertThat(engine.databases).containsEntry("orders", "one\ntwo").hasSize(2);
    String kept = report.destination().kept().orElseThrow();
    assertThat(engine.databases).containsEntry(kept, "three");
    assertThat(report.steps())
        .extracting(RestoreReport.Step::name)
        .containsExactly("verify", "look", "restore", "compare", "swap");
    assertThat(report.comparison()).isEqualTo(new RestoreReport.Comparison(1, 2, List.of()));
    assertThat(report.comparison().matched()).isTrue();
  }

  @Test
  void anUndoBringsBackWhatWasReplacedAndCanBeUndoneItself() throws Exception {
    String id = setup.facade().restore(order()).restoreId();

    RestoreReport undone = setup.facade().undo(Optional.of(id), false);
    assertThat(engine.databases).containsEntry("orders", "three").hasSize(2);
    assertThat(undone.destination().mode()).isEqualTo(RestoreMode.UNDO);

    setup.facade().undo(Optional.empty(), false);
    assertThat(engine.databases).containsEntry("orders", "one\ntwo").hasSize(2);
  }

  @Test
  void nothingIsKeptWhereNothingWas() throws Exception {
    RestoreReport report = setup.facade().restore(order().to("copy"));

    assertThat(engine.databases).containsEntry("copy", "one\ntwo").hasSize(2);
    assertThat(report.destination().kept()).isEmpty();
    assertThat(setup.facade().kept()).isEmpty();
    assertThatThrownBy(() -> setup.facade().undo(Optional.empty(), false))
        .hasMessageContaining("nothing is kept of any restore");
  }

  @Test
  void aCopyThatDiffersNeverReachesTheTarget() {
    engine.restored = text -> text.replace("two", "2");

    RestoreFailedException failure =
        catchThrowableOfType(RestoreFailedException.class, () -> setup.facade().restore(order()));

    assertThat(failure).hasMessageContaining("lines: has as many rows (2), but not the same");
    assertThat(failure.report().comparison().differences()).hasSize(1);
    assertThat(engine.databases).containsOnly(java.util.Map.entry("orders", "three"));
    assertThat(journal()).isEmpty();
  }

  @Test
  void aFailureAtAnyStepLeavesTheTargetAsItWas() {
    engine.onRestore = RestoreModesTest::fail;
    assertThatThrownBy(() -> setup.facade().restore(order())).hasMessageContaining("disk full");
    assertUntouched();

    engine.onRestore = () -> {};
    engine.onSwap = RestoreModesTest::fail;
    assertThatThrownBy(() -> setup.facade().restore(order())).hasMessageContaining("disk full");
    assertUntouched();

    engine.onSwap = () -> {};
    engine.sessions.add("app from 10.0.0.7");
    assertThatThrownBy(() -> setup.facade().restore(order()))
        .hasMessageContaining("orders is in use: app from 10.0.0.7")
        .hasMessageContaining("--force");
    assertUntouched();

    engine.free = OptionalLong.of(3);
    assertThatThrownBy(() -> setup.facade().restore(order().forced()))
        .hasMessageContaining("3 B free beside orders");
    assertUntouched();
  }

  @Test
  void aTargetThatNothingCanReplaceIsSaidSoBeforeTheRestore() {
    engine.fixed = "the original place holds more; name a folder";

    assertThatThrownBy(() -> setup.facade().restore(order())).hasMessageContaining("holds more");

    assertThat(engine.done).isEmpty();
    assertUntouched();
  }

  @Test
  void aDamagedBackupIsSeenBeforeAnythingIsDone() {
    setup.first.objects.replaceAll(
        (key, bytes) -> {
          if (key.endsWith(".rev")) {
            bytes[0] ^= 1;
          }
          return bytes;
        });

    for (RestoreMode mode : List.of(RestoreMode.SAFE, RestoreMode.FAST, RestoreMode.TEST)) {
      assertThatThrownBy(() -> setup.facade().restore(order().in(mode).forced()))
          .hasMessageContaining("SHA-256");
    }
    assertThat(engine.done).isEmpty();
  }

  @Test
  void aFailureAfterTheSwapIsToldAndCanBeUndone() throws Exception {
    engine.afterSwap = RestoreModesTest::fail;

    RestoreFailedException failure =
        catchThrowableOfType(RestoreFailedException.class, () -> setup.facade().restore(order()));

    assertThat(failure.report().warnings())
        .anyMatch(warning -> warning.contains("restore --undo " + failure.report().restoreId()));
    assertThat(engine.databases).containsEntry("orders", "one\ntwo");
    engine.afterSwap = () -> {};
    setup.facade().undo(Optional.of(failure.report().restoreId()), false);
    assertThat(engine.databases).containsEntry("orders", "three");
  }

  @Test
  void aTestStaysBesideTheTargetUntilItIsDiscarded() throws Exception {
    RestoreReport report = setup.facade().restore(order().in(RestoreMode.TEST));

    String scratch = report.destination().scratch().orElseThrow();
    assertThat(engine.databases)
        .containsEntry(scratch, "one\ntwo")
        .containsEntry("orders", "three");
    assertThat(setup.facade().kept()).extracting(KeptRestore::name).containsExactly(scratch);
    setup.facade().discard(report.restoreId());
    assertThat(engine.databases).containsOnlyKeys("orders");
    assertThat(setup.facade().kept()).isEmpty();
  }

  @Test
  void aFastRestoreGoesStraightInAndReplacesOnlyByForce() throws Exception {
    RestoreOrder fast = order().in(RestoreMode.FAST);
    assertThatThrownBy(() -> setup.facade().restore(fast)).hasMessageContaining("orders exists");

    RestoreReport report = setup.facade().restore(fast.forced());

    assertThat(engine.databases).containsOnly(java.util.Map.entry("orders", "one\ntwo"));
    assertThat(report.steps())
        .extracting(RestoreReport.Step::name)
        .containsExactly("verify", "restore", "compare");
  }

  @Test
  void whatAKilledRestoreLeftIsPutInOrderByTheNextRun() throws Exception {
    engine.databases.put("orders_vya_new_aaaaaaaa", "half");
    killed("aaaaaaaa", RestoreRecord.Stage.RESTORING);
    engine.databases.put("users_vya_new_bbbbbbbb", "whole");
    killed("bbbbbbbb", RestoreRecord.Stage.SWAPPING);

    BackupReport report = setup.backup();

    assertThat(engine.databases).containsOnlyKeys("orders");
    assertThat(report.warnings())
        .anyMatch(w -> w.contains("restore aaaaaaaa of main/orders was cut off"))
        .anyMatch(w -> w.contains("restore bbbbbbbb of main/users was cut off"));
    assertThat(journal()).isEmpty();
  }

  @Test
  void aSwapThatWasKilledAfterItsLastStepCanStillBeUndone() throws Exception {
    engine.databases.put("users", "new");
    engine.databases.put("users_vya_old_bbbbbbbb", "old");
    killed("bbbbbbbb", RestoreRecord.Stage.SWAPPING);

    setup.backup();

    assertThat(setup.facade().kept()).extracting(KeptRestore::id).containsExactly("bbbbbbbb");
    setup.facade().undo(Optional.of("bbbbbbbb"), false);
    assertThat(engine.databases).containsEntry("users", "old");
  }

  @Test
  void anUndoThatWasKilledLosesNothing() throws Exception {
    String id = setup.facade().restore(order()).restoreId();
    String kept = setup.facade().kept().get(0).name();
    new RestoreJournal(setup.stateDir.resolve("restores"))
        .put(
            new RestoreRecord(
                "cccccccc",
                "main",
                "orders",
                kept,
                "orders_vya_old_cccccccc",
                RestoreRecord.Stage.UNDOING,
                true,
                id,
                Instant.now(),
                RestoreRecord.Owner.NOBODY));

    BackupReport report = setup.backup();

    assertThat(report.warnings()).anyMatch(w -> w.contains("what is kept still is"));
    assertThat(engine.databases).containsEntry(kept, "three");
    setup.facade().undo(Optional.of(id), false);
    assertThat(engine.databases).containsEntry("orders", "three");
  }

  @Test
  void whatWasKeptAndIsGoneIsNotTakenForBroughtBack() throws Exception {
    String id = setup.facade().restore(order()).restoreId();
    String kept = setup.facade().kept().get(0).name();
    engine.databases.remove(kept);

    assertThatThrownBy(() -> setup.facade().undo(Optional.empty(), false))
        .hasMessageContaining(kept + " is not there any more");

    assertThat(setup.facade().kept()).extracting(KeptRestore::id).containsExactly(id);
    assertThat(engine.databases).containsEntry("orders", "one\ntwo");
    setup.facade().discard(id);
    assertThat(setup.facade().kept()).isEmpty();
  }

  @Test
  void aSwapThatWasTakenBackIsNeverToldAsComplete() throws Exception {
    engine.onSwap = RestoreModesTest::fail;
    engine.onDrop = RestoreModesTest::fail;
    RestoreFailedException failure =
        catchThrowableOfType(RestoreFailedException.class, () -> setup.facade().restore(order()));
    assertThat(failure.report().warnings()).anyMatch(w -> w.contains("by the next run on main"));

    // Somebody else took the scratch database away meanwhile.
    engine.databases.keySet().removeIf(name -> name.contains("_vya_new_"));
    engine.onDrop = () -> {};
    BackupReport report = setup.backup();

    assertThat(report.warnings()).anyMatch(w -> w.contains("its target as it was"));
    assertThat(setup.facade().kept()).isEmpty();
    assertUntouched();
  }

  @Test
  void anUndoIsOfTheRestoreThatWasKilledInItsSwap() throws Exception {
    setup.facade().restore(order());
    engine.databases.put("orders", "newer");
    engine.databases.put("orders_vya_old_bbbbbbbb", "older");
    new RestoreJournal(setup.stateDir.resolve("restores"))
        .put(
            new RestoreRecord(
                "bbbbbbbb",
                "main",
                "orders",
                "orders_vya_new_bbbbbbbb",
                "orders_vya_old_bbbbbbbb",
                RestoreRecord.Stage.SWAPPING,
                true,
                "",
                Instant.now(),
                RestoreRecord.Owner.NOBODY));

    setup.facade().undo(Optional.empty(), false);

    assertThat(engine.databases).containsEntry("orders", "older");
  }

  @Test
  void whatIsBeingRestoredByALivingProcessIsLeftAlone() throws Exception {
    engine.databases.put("orders_vya_new_aaaaaaaa", "half");
    journalOf(
        new RestoreRecord(
            "aaaaaaaa",
            "main",
            "orders",
            "orders_vya_new_aaaaaaaa",
            "orders_vya_old_aaaaaaaa",
            RestoreRecord.Stage.RESTORING,
            false,
            "",
            Instant.now(),
            RestoreRecord.Owner.self()));

    setup.backup();

    assertThat(engine.databases).containsKey("orders_vya_new_aaaaaaaa");
  }

  @Test
  void whatIsKeptIsDroppedAfterItsTime() throws Exception {
    setup.keepReplaced = Duration.ofHours(1);
    setup.facade().restore(order());
    setup.backup();
    assertThat(setup.facade().kept()).hasSize(1);

    setup.clock = Clock.fixed(Instant.now().plus(Duration.ofHours(2)), ZoneOffset.UTC);
    setup.backup();

    assertThat(setup.facade().kept()).isEmpty();
    assertThat(engine.databases).containsOnlyKeys("orders");
  }

  @Test
  void aDrillRaisesTheEvidenceAndLeavesNothing() throws Exception {
    var results = new ArrayList<VerifyResult>();

    setup.facade().verify(VerifyOrder.all().restoring(), results::add);

    assertThat(results)
        .singleElement()
        .satisfies(result -> assertThat(result.evidence()).isEqualTo(Evidence.MATCHED));
    Manifest manifest = manifests().get(0);
    assertThat(manifest.proof().evidence()).isEqualTo(Evidence.MATCHED);
    assertThat(manifest.proof().recovery()).isPresent();
    assertThat(engine.databases).containsOnly(java.util.Map.entry("orders", "three"));
    assertThat(journal()).isEmpty();
  }

  @Test
  void aDrillThatDiffersIsToldByTable() throws Exception {
    engine.restored = text -> text + "\nmore";
    var results = new ArrayList<VerifyResult>();

    setup.facade().verify(VerifyOrder.all().restoring(), results::add);

    assertThat(results)
        .singleElement()
        .satisfies(r -> assertThat(r.problem()).contains("lines: 3 rows instead of 2"))
        .satisfies(r -> assertThat(r.damaged()).isTrue());
    assertThat(manifests().get(0).proof().evidence()).isEqualTo(Evidence.STORED);
    assertThat(manifests().get(0).good()).isFalse();
    assertThat(engine.databases).containsOnlyKeys("orders");
  }

  @Test
  void aDrillThatCannotBeHeldIsNoDamage() throws Exception {
    engine.onRestore = RestoreModesTest::fail;
    var results = new ArrayList<VerifyResult>();

    setup.facade().verify(VerifyOrder.all().restoring(), results::add);

    assertThat(results)
        .singleElement()
        .satisfies(r -> assertThat(r.ok() || r.damaged()).isFalse())
        .satisfies(r -> assertThat(r.problem()).contains("disk full"));
    assertThat(manifests().get(0).proof().evidence()).isEqualTo(Evidence.DECODED);
  }

  @Test
  void aRunProvesItsBackupsByARestoreIfItIsTold() throws Exception {
    setup.verify = Evidence.MATCHED;
    BackupReport good = setup.backup();
    assertThat(good.outcome()).isEqualTo(BackupReport.Outcome.COMPLETE);
    assertThat(good.stored().get(0).evidence()).isEqualTo(Evidence.MATCHED);

    engine.databases.put("orders", "four");
    engine.restored = text -> "";
    BackupReport bad = setup.backup();
    assertThat(bad.outcome()).isEqualTo(BackupReport.Outcome.PARTIAL);
    assertThat(bad.stored().get(0).doubt()).contains("restore drill failed", "0 rows instead of 1");
    assertThat(bad.stored().get(0).evidence()).isEqualTo(Evidence.STORED);
    assertThat(manifests())
        .filteredOn(Manifest::damagedByRestore)
        .extracting(Manifest::id)
        .containsExactly(bad.stored().get(0).id());

    engine.restored = text -> text;
    engine.databases.put("orders", "later");
    setup.facade().restore(order());
    assertThat(engine.databases).as("not the damaged one").containsEntry("orders", "three");
  }

  @Test
  void aDrillOfARunThatCouldNotBeHeldIsNoDamage() throws Exception {
    setup.verify = Evidence.MATCHED;
    engine.onRestore = RestoreModesTest::fail;

    BackupReport report = setup.backup();

    assertThat(report.outcome()).isEqualTo(BackupReport.Outcome.PARTIAL);
    assertThat(report.stored().get(0).evidence()).isEqualTo(Evidence.DECODED);
    assertThat(manifests().get(0).damaged()).isFalse();
  }

  @Test
  void withoutFingerprintsARestoreIsDoneAndSaysThatItWasNotCompared() throws Exception {
    setup.fingerprints = false;
    engine.databases.put("orders", "four");
    setup.backup();

    RestoreReport report = setup.facade().restore(order());

    assertThat(report.comparison().matched()).isFalse();
    assertThat(report.warnings()).anyMatch(w -> w.contains("no fingerprints"));
    assertThat(engine.databases).containsEntry("orders", "four");
  }

  @Test
  void theLatestCanBeAskedForThatIsProvenFarEnough() throws Exception {
    setup.facade().verify(VerifyOrder.all().restoring(), r -> {});
    setup.backup();
    var proven = new RestoreOrder.Origin.Latest("main", Optional.of("orders"), Evidence.MATCHED);

    setup.facade().restore(RestoreOrder.of(proven));

    assertThat(engine.databases).containsEntry("orders", "one\ntwo");
  }

  @Test
  void notifiersAndListenersAreToldHowItEnded() {
    var told = new ArrayList<RestoreReport>();
    setup.notify(new TellingNotifier(told), new TellingNotifier.Config(), Duration.ofMinutes(1));
    engine.onSwap = RestoreModesTest::fail;

    assertThatThrownBy(() -> setup.facade().restore(order()));

    assertThat(told).singleElement().satisfies(report -> assertThat(report.ok()).isFalse());
    assertThat(setup.events).filteredOn(BackupEvent.RestoreFinished.class::isInstance).hasSize(1);
  }

  private static void fail() {
    throw BackupException.environment("disk full");
  }

  private void assertUntouched() {
    assertThat(engine.databases).containsOnly(java.util.Map.entry("orders", "three"));
    assertThat(journal()).isEmpty();
  }

  private void killed(String id, RestoreRecord.Stage stage) throws IOException {
    String target = id.equals("aaaaaaaa") ? "orders" : "users";
    journalOf(
        new RestoreRecord(
            id,
            "main",
            target,
            target + "_vya_new_" + id,
            target + "_vya_old_" + id,
            stage,
            true,
            "",
            Instant.now(),
            RestoreRecord.Owner.NOBODY));
  }

  private void journalOf(RestoreRecord restore) throws IOException {
    new RestoreJournal(setup.stateDir.resolve("restores")).put(restore);
  }

  private List<Path> journal() {
    try (Stream<Path> files = Files.list(setup.stateDir.resolve("restores"))) {
      return files.filter(f -> f.toString().endsWith(".json")).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private List<Manifest> manifests() throws IOException {
    var manifests = new ArrayList<Manifest>();
    for (var object : setup.first.objects.entrySet()) {
      if (object.getKey().endsWith(ArtifactKeys.MANIFEST)) {
        manifests.add(ManifestJson.read(new ByteArrayInputStream(object.getValue())));
      }
    }
    return manifests;
  }

  private static RestoreOrder order() {
    return RestoreOrder.of(new RestoreOrder.Origin.Latest("main", Optional.of("orders")));
  }
}
