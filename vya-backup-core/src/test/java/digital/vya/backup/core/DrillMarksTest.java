package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.Alert;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restore drill says about a backup for the time after it. */
final class DrillMarksTest {

  private static final VerifyOrder DRILL = VerifyOrder.all().restoring();

  @TempDir Path folder;
  private Setup setup = new Setup(Path.of(""));
  private final ScratchDriver engine = new ScratchDriver();
  private final List<Alert> alerts = new ArrayList<>();

  @BeforeEach
  void oneBackup() throws Exception {
    setup = new Setup(folder);
    setup.instances = List.of("main", "other");
    setup.engine = Optional.of(engine);
    setup.notify(
        new VerifyingTest.Alerted(alerts),
        new VerifyingTest.Alerted.Config(),
        Duration.ofMinutes(1));
    engine.databases.put("orders", "one\ntwo");
    setup.facade().backup(BackupSelection.database("main", "orders"));
    assertThat(verify(DRILL).evidence()).isEqualTo(Evidence.MATCHED);
  }

  @Test
  void aCopyThatDiffersMarksItUntilAnotherDrillShowsBetter() throws Exception {
    engine.restored = text -> "one";
    assertThat(verify(DRILL).damaged()).isTrue();
    assertThat(manifest().damagedByRestore()).isTrue();
    assertThat(manifest().proof().evidence()).isEqualTo(Evidence.STORED);

    VerifyResult read = verify(VerifyOrder.all());
    assertThat(read.damaged()).as("its bytes say nothing about that").isTrue();
    assertThat(read.problem()).contains("only verify --restore can clear that", "lines");
    assertThat(manifest().damagedByRestore()).isTrue();
    assertThat(alerts).as("told once").hasSize(1);

    engine.restored = text -> text;
    assertThat(verify(DRILL).ok()).isTrue();
    assertThat(manifest().damaged()).isFalse();
    assertThat(manifest().proof().evidence()).isEqualTo(Evidence.MATCHED);
  }

  @Test
  void aDumpThatItsOwnServerDoesNotTakeIsDamaged() throws Exception {
    engine.onRestore = DrillMarksTest::refuse;

    assertThat(verify(DRILL).damaged()).isTrue();
    assertThat(manifest().damagedByRestore()).isTrue();
    assertThat(alerts).hasSize(1);
  }

  @Test
  void aDumpThatAnotherServerDoesNotTakeIsNotMatchedAnyMoreAndNoDamage() throws Exception {
    engine.onRestore = DrillMarksTest::refuse;

    VerifyResult result = verify(DRILL.on("other"));

    assertThat(result.reason()).contains(Reason.ENVIRONMENT);
    assertThat(result.problem()).contains("unknown collation", "--on main");
    assertThat(manifest().damaged()).isFalse();
    assertThat(manifest().proof().evidence()).isEqualTo(Evidence.DECODED);
    assertThat(alerts).isEmpty();
  }

  private static void refuse() {
    throw BackupException.data("unknown collation");
  }

  private VerifyResult verify(VerifyOrder order) throws Exception {
    var results = new ArrayList<VerifyResult>();
    setup.facade().verify(order, results::add);
    assertThat(results).hasSize(1);
    return results.get(0);
  }

  private Manifest manifest() throws Exception {
    return setup.facade().backups(BackupQuery.newest(1), line -> {}).get(0).manifest();
  }
}
