package digital.vya.backup.s3;

import static digital.vya.backup.s3.Objects.MIB;
import static digital.vya.backup.s3.Objects.keys;
import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.BackupReport.Outcome;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.StorageSession;
import digital.vya.backup.core.BackupSelection;
import digital.vya.backup.core.CleanupOrder;
import digital.vya.backup.core.CleanupResult;
import digital.vya.backup.core.CopyOrder;
import digital.vya.backup.core.CopyResult;
import digital.vya.backup.core.PluginRegistry;
import digital.vya.backup.core.VyaBackup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs into two stores, one of them behind somebody who does harm. */
final class S3DestinationsTest {

  @TempDir Path folder;
  private final S3Server server = S3Server.inMemory();
  private final Meddler meddler = new Meddler(server.port());
  private final Place far = meddler.place(server);
  private final TextDriver driver = new TextDriver();

  @AfterEach
  void stop() throws Exception {
    meddler.close();
    server.close();
  }

  private VyaBackup vya() {
    String config =
        """
        {"server": {"name": "here"},
         "run": {"state_dir": "%s"},
         "defaults": {"archive": [], "retry": {"attempts": 1}},
         "retention": {"keep_last": 1},
         "storages": [%s, %s],
         "instances": [{"id": "main", "dbms": "text"}]}
        """
            .formatted(
                folder,
                storage("near", "http://127.0.0.1:" + server.port()),
                storage("far", far.endpoint));
    return VyaBackup.builder()
        .registry(PluginRegistry.of(Objects.hasty(), driver))
        .variables(Map.of())
        .config("test.json", () -> config)
        .build();
  }

  private String storage(String id, String endpoint) {
    return """
        {"id": "%s", "type": "s3", "bucket": "%s", "prefix": "%s", "endpoint": "%s", "attempts": 2,
         "access_key": "%s", "secret_key": "%s", "part_size": 5242880,
         "retry": {"attempts": 2, "pause": "1ms", "max_pause": "2ms"}}
        """
        .formatted(id, far.bucket, id, endpoint, S3Server.ACCESS_KEY, S3Server.SECRET_KEY);
  }

  private List<String> in(String prefix) throws Exception {
    Place place = server.newPlace();
    place.bucket = far.bucket;
    place.prefix = prefix;
    try (StorageSession session = Objects.hasty().open(place.config(), new Told())) {
      // Beside the backups lies what tells other machines of them.
      return keys(session, "").stream().filter(key -> !key.startsWith("@status/")).toList();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AccessDenied|Access Denied|access denied",
        "AccessDenied|object protected by object lock|locked against deletion"
      })
  void whoMustNotDeleteKeepsAllAndFailsNothing(String code, String message, String told)
      throws Exception {
    meddler.harm(r -> r.is("DELETE", "/far/"), -1, Meddler.answers(403, code, message));
    try (VyaBackup vya = vya()) {
      for (int night = 0; night < 3; night++) {
        BackupReport report = vya.backup(BackupSelection.all());
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETE);
      }
      List<CleanupResult> results = vya.cleanup(new CleanupOrder(Optional.empty(), false, false));

      assertThat(in("near")).hasSize(2);
      assertThat(in("far")).filteredOn(key -> key.endsWith(".manifest.json")).hasSize(3);
      CleanupResult denied = results.get(1);
      assertThat(denied.refused()).isEmpty();
      assertThat(denied.count(CleanupResult.Fate.DENIED)).isEqualTo(2);
      assertThat(denied.count(CleanupResult.Fate.FAILED)).isZero();
      assertThat(denied.warnings())
          .anySatisfy(
              w ->
                  assertThat(w)
                      .contains("2 backups that no rule keeps stay", "far", told)
                      .doesNotContain("\n"));
    }
  }

  @Test
  void aStoreThatDiesMidUploadHarmsNobodyElseAndIsCopiedToLater() throws Exception {
    driver.length = 12 * MIB;
    meddler.harm(r -> r.is("PUT", "partNumber=2"), -1, Meddler.cutsRequest(1000));
    try (VyaBackup vya = vya()) {
      BackupReport report = vya.backup(BackupSelection.all());
      assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
      assertThat(report.stored().get(0).copies().get(1).problem()).contains("cannot store");
      assertThat(in("near")).hasSize(2);
      assertThat(in("far")).isEmpty();
      assertThat(copied(vya))
          .singleElement()
          .satisfies(r -> assertThat(r.reason()).contains(Reason.ENVIRONMENT));
      assertThat(in("far")).isEmpty();
    }
    meddler.calm();
    try (VyaBackup vya = vya()) {
      assertThat(copied(vya)).allMatch(r -> r.fate() == CopyResult.Fate.COPIED);
      assertThat(in("far")).isEqualTo(in("near"));
    }
  }

  @Test
  void aCopyIsTriedAgainFromItsBeginning() throws Exception {
    driver.length = 12 * MIB;
    meddler.harm(r -> r.is("PUT", "partNumber=1"), 2, Meddler.cutsRequest(1000));
    try (VyaBackup vya = vya()) {
      assertThat(vya.backup(BackupSelection.all()).outcome()).isEqualTo(Outcome.PARTIAL);
      meddler.harm(r -> r.is("PUT", "partNumber=2"), 2, Meddler.cutsRequest(1000));

      assertThat(copied(vya)).allMatch(r -> r.fate() == CopyResult.Fate.COPIED);
    }
  }

  @Test
  void aClockThatIsWrongStopsWhatNeedsItAndSaysSo() throws Exception {
    meddler.harm(
        r -> true, -1, Meddler.answers(403, "RequestTimeTooSkewed", "The difference is too large"));
    try (VyaBackup vya = vya()) {
      BackupReport report = vya.backup(BackupSelection.all());

      assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
      assertThat(report.stored().get(0).copies().get(1).problem()).contains("set the clock");
      assertThat(in("near")).hasSize(2);
    }
  }

  private static List<CopyResult> copied(VyaBackup vya) throws Exception {
    var results = new ArrayList<CopyResult>();
    vya.copy(CopyOrder.missing("near", "far"), results::add);
    return results;
  }
}
