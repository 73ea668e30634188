package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.BackupReport.Outcome;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.Reason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that can write backups and cannot read them. */
final class MissingKeyTest {

  private static final String WHY = "it is reversed and no mirror is at hand";

  @TempDir Path folder;
  private Setup setup;

  @BeforeEach
  void oneDatabaseAndNoKey() {
    setup = new Setup(folder);
    setup.driver.databases.put("orders", "ten orders");
    setup.archiver.keyless = true;
  }

  @Test
  void aBackupIsReadBackAndSaysThatItWasNotDecoded() throws Exception {
    BackupReport report = setup.backup();

    assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
    ArtifactResult.Stored stored = report.stored().get(0);
    assertThat(stored.evidence()).isEqualTo(Evidence.READ_BACK);
    assertThat(stored.warnings()).containsExactly("stored and read back, but not decoded: " + WHY);
    assertThat(newest().proof().evidence()).isEqualTo(Evidence.READ_BACK);
  }

  @Test
  void whatOnlyTheKeyCouldShowMakesTheRunPartialIfItWasAskedFor() {
    var engine = new ScratchDriver();
    engine.databases.put("orders", "ten orders");
    setup.engine = Optional.of(engine);
    setup.verify = Evidence.RESTORED;

    BackupReport report = setup.backup();

    assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(report.stored().get(0).evidence()).isEqualTo(Evidence.READ_BACK);
    assertThat(report.stored().get(0).doubt()).contains("restore drill failed").contains(WHY);
  }

  @Test
  void verifyReadsBackAndForgetsNothingThatWasShownBefore() throws Exception {
    setup.archiver.keyless = false;
    setup.backup();
    setup.archiver.keyless = true;

    VerifyResult result = verify(VerifyOrder.all());

    assertThat(result.ok()).isTrue();
    assertThat(result.evidence()).isEqualTo(Evidence.READ_BACK);
    assertThat(result.warnings()).containsExactly("read back, but not decoded: " + WHY);
    assertThat(newest().proof().evidence()).isEqualTo(Evidence.DECODED);
  }

  @Test
  void verifyFindsDamageWithoutTheKey() throws Exception {
    setup.backup();
    String key = newest().artifact().name();
    Objects.requireNonNull(setup.first.objects.get(key))[5] ^= 1;

    VerifyResult result = verify(VerifyOrder.all());

    assertThat(result.damaged()).isTrue();
    assertThat(newest().proof().evidence()).isEqualTo(Evidence.STORED);
  }

  @Test
  void aDrillIsRefusedAndTheBackupIsNotCalledDamaged() throws Exception {
    var engine = new ScratchDriver();
    engine.databases.put("orders", "ten orders");
    setup.engine = Optional.of(engine);
    setup.backup();

    VerifyResult result = verify(VerifyOrder.all().restoring());

    assertThat(result.damaged()).isFalse();
    assertThat(result.reason()).contains(Reason.CONFIGURATION);
    assertThat(result.problem()).contains("its restore cannot be tried: " + WHY);
    assertThat(newest().proof().evidence()).isEqualTo(Evidence.READ_BACK);
  }

  @Test
  void aRestoreFailsForItsConfigurationAndTouchesNothing() {
    String id = setup.backup().stored().get(0).id();

    var failure =
        catchThrowableOfType(
            RestoreFailedException.class,
            () -> setup.facade().restore(RestoreOrder.of(new RestoreOrder.Origin.Id(id))));

    assertThat(failure.reason()).isEqualTo(Reason.CONFIGURATION);
    assertThat(failure).hasMessageContaining("cannot be decoded: " + WHY);
    assertThat(setup.driver.restored).isEmpty();
  }

  private Manifest newest() throws Exception {
    return setup.facade().backups(BackupQuery.newest(1), line -> {}).get(0).manifest();
  }

  private VerifyResult verify(VerifyOrder order) throws Exception {
    var results = new ArrayList<VerifyResult>();
    setup.facade().verify(order, results::add);
    return results.get(0);
  }
}
