package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.RestoreMode;
import digital.vya.backup.api.RestoreReport;
import digital.vya.backup.core.RestoreOrder.Origin;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RestoreTest {

  @TempDir Path folder;
  private Setup setup;

  @BeforeEach
  void oneDatabase() {
    setup = new Setup(folder.resolve("state"));
    setup.driver.databases.put("orders", "ten orders");
  }

  @Test
  void theNewestBackupComesBack() throws Exception {
    setup.backup();
    setup.driver.databases.put("orders", "eleven orders");
    setup.backup();

    RestoreReport report = setup.facade().restore(RestoreOrder.of(latest("orders")));

    assertThat(setup.driver.restored).containsEntry("orders", "eleven orders");
    assertThat(report.rawBytes()).isEqualTo(13);
    assertThat(report.backupId()).isPresent();
  }

  @Test
  void theNewestIsThatOfThisServer() throws Exception {
    setup.backup();
    setup.driver.databases.put("orders", "orders of staging");
    setup.server = "staging";
    setup.backup();
    setup.server = "test-server";

    setup.facade().restore(RestoreOrder.of(latest("orders")));

    assertThat(setup.driver.restored).containsEntry("orders", "ten orders");
  }

  @Test
  void aNewMachineTakesTheBackupsOfTheOnlyServerThereIsAndSaysSo() throws Exception {
    setup.backup();
    setup.server = "new-machine";

    RestoreReport report = setup.facade().restore(RestoreOrder.of(latest("orders")));

    assertThat(setup.driver.restored).containsEntry("orders", "ten orders");
    assertThat(report.warnings())
        .contains("the backup was made on test-server; this machine is called new-machine");
  }

  @Test
  void ofTwoOtherServersNoneIsChosen() {
    setup.backup();
    setup.server = "staging";
    setup.backup();
    setup.server = "new-machine";

    assertThatThrownBy(() -> setup.facade().restore(RestoreOrder.of(latest("orders"))))
        .hasMessageContaining("made on new-machine, but some made on staging, test-server")
        .hasMessageContaining("set server.name");
  }

  @Test
  void aBackupComesBackByItsIdUnderAnotherName() throws Exception {
    String id = setup.backup().stored().get(0).id();

    setup.facade().restore(RestoreOrder.of(new Origin.Id(id)).to("copy"));

    assertThat(setup.driver.restored).containsOnlyKeys("copy");
  }

  @Test
  void theGlobalsComeBack() throws Exception {
    setup.globals = true;
    setup.backup();

    setup
        .facade()
        .restore(RestoreOrder.of(new Origin.Latest("main", Optional.empty(), Evidence.STORED)));

    assertThat(setup.driver.restored).containsEntry("", "roles");
  }

  @Test
  void anExistingTargetIsKeptUnlessItMayBeReplaced() throws Exception {
    setup.backup();
    setup.driver.restored.put("orders", "precious");
    RestoreOrder order = RestoreOrder.of(latest("orders"));

    assertThatThrownBy(() -> setup.facade().restore(order)).hasMessage("orders exists");
    assertThat(setup.driver.restored).containsEntry("orders", "precious");

    setup.facade().restore(order.in(RestoreMode.FAST).forced());
    assertThat(setup.driver.restored).containsEntry("orders", "ten orders");
  }

  @Test
  void aDamagedArtifactIsNeverRestored() {
    setup.backup();
    damage();

    assertThatThrownBy(() -> setup.facade().restore(RestoreOrder.of(latest("orders"))))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DATA))
        .hasMessageContaining("SHA-256");
    assertThat(setup.driver.restored).isEmpty();
  }

  @Test
  void aTruncatedArtifactIsNeverRestored() {
    setup.backup();
    setup.first.objects.replaceAll(
        (key, bytes) ->
            key.endsWith(".rev") ? java.util.Arrays.copyOf(bytes, bytes.length - 2) : bytes);

    assertThatThrownBy(() -> setup.facade().restore(RestoreOrder.of(latest("orders"))))
        .hasMessageContaining("it is cut off");
    assertThat(setup.driver.restored).isEmpty();
  }

  @Test
  void aDryRunChecksTheBackupAndRestoresNothing() throws Exception {
    setup.backup();

    RestoreReport report =
        setup.facade().restore(RestoreOrder.of(latest("orders")).onlyTold(), line -> {});

    assertThat(report.destination().dryRun()).isTrue();
    assertThat(setup.driver.restored).isEmpty();
    damage();
    assertThatThrownBy(() -> setup.facade().restore(RestoreOrder.of(latest("orders")).onlyTold()))
        .hasMessageContaining("SHA-256");
  }

  @Test
  void aFileIsRecognisedByItsBytesAndNotByItsName() throws Exception {
    setup.backup();
    String key = setup.first.objects.firstKey();
    Path plain = Files.writeString(folder.resolve("plain.rev"), "by hand");
    Path archived = Files.write(folder.resolve("dump"), setup.first.objects.get(key));

    setup.facade().restore(file(plain, "a"));
    setup.facade().restore(file(archived, "b"));

    assertThat(setup.driver.restored)
        .containsEntry("a", "by hand")
        .containsEntry("b", "ten orders");
  }

  @Test
  void aManifestBesideAFileIsUsedAndChecked() throws Exception {
    setup.backup();
    String key = setup.first.objects.firstKey();
    Path file = Files.write(folder.resolve("dump.rev"), setup.first.objects.get(key));
    Files.write(
        folder.resolve("dump.rev.manifest.json"),
        setup.first.objects.get(key + ArtifactKeys.MANIFEST));

    setup.facade().restore(RestoreOrder.of(new Origin.Dump(file, Optional.empty())));
    assertThat(setup.driver.restored).containsEntry("orders", "ten orders");

    byte[] bytes = Files.readAllBytes(file);
    bytes[5] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(
            () -> setup.facade().restore(RestoreOrder.of(new Origin.Dump(file, Optional.empty()))))
        .hasMessageContaining("SHA-256");
  }

  @Test
  void aManifestOfAnotherProgramIsNoneOfOurs() throws Exception {
    Path file = Files.writeString(folder.resolve("orders_20250116_143022.txt"), "by hand");
    Files.writeString(
        folder.resolve("orders_20250116_143022.txt.manifest.json"), "{\"tool\": \"older\"}");

    setup.facade().restore(RestoreOrder.of(new Origin.Dump(file, Optional.empty())).into("main"));

    assertThat(setup.driver.restored).containsEntry("orders", "by hand");
  }

  @Test
  void theNameOfAFileSaysWhichEngineItIsNotFor() throws Exception {
    Path file = Files.writeString(folder.resolve("mysql_orders_20250116_143022.sql"), "by hand");
    RestoreOrder order = RestoreOrder.of(new Origin.Dump(file, Optional.empty()));

    assertThatThrownBy(() -> setup.facade().restore(order.into("main")))
        .hasMessageContaining("is called like a dump of mysql, but instance main is fake");
    assertThatThrownBy(() -> setup.facade().restore(order))
        .hasMessageContaining("name the instance to restore into (--instance)");
  }

  @Test
  void whatIsNotThereIsSaidToBeMissing() {
    assertThatThrownBy(() -> setup.facade().restore(RestoreOrder.of(latest("orders"))))
        .hasMessage("there is no backup of main/orders; restore-list shows what there is");
    assertThatThrownBy(() -> setup.facade().restore(RestoreOrder.of(new Origin.Id("nope"))))
        .hasMessage("there is no backup nope; restore-list shows what there is");
    assertThatThrownBy(() -> setup.facade().restore(file(folder.resolve("gone"), "a")))
        .hasMessageContaining("cannot read");
  }

  @Test
  void theListShowsTheNewestFirstAndTellsWhatItCannotRead() throws Exception {
    setup.driver.databases.put("users", "five users");
    BackupReport report = setup.backup();
    setup.first.objects.put(
        "main/x/y.txt.manifest.json", "{broken".getBytes(StandardCharsets.UTF_8));
    setup.first.objects.put("somebody-elses-file", new byte[1]);
    var unreadable = new ArrayList<String>();

    List<StoredBackup> listed = setup.facade().backups(BackupQuery.newest(10), unreadable::add);

    assertThat(listed)
        .extracting(b -> b.manifest().id())
        .containsExactlyInAnyOrderElementsOf(report.stored().stream().map(s -> s.id()).toList());
    assertThat(listed)
        .extracting(b -> b.manifest().started())
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
    assertThat(unreadable).singleElement().asString().contains("main/x/y.txt", "not JSON");
    assertThat(setup.facade().backups(BackupQuery.newest(1), unreadable::add)).hasSize(1);
  }

  @Test
  void verifyingRaisesTheEvidenceOfWhatIsSoundAndNamesWhatIsNot() throws Exception {
    setup.verify = Evidence.STORED;
    setup.backup();
    var results = new ArrayList<VerifyResult>();

    setup.facade().verify(VerifyOrder.all(), results::add);
    assertThat(results).singleElement().matches(VerifyResult::ok);
    assertThat(onlyManifest().proof().evidence()).isEqualTo(Evidence.DECODED);

    damage();
    results.clear();
    setup.facade().verify(VerifyOrder.all(), results::add);
    assertThat(results).singleElement().satisfies(r -> assertThat(r.problem()).contains("SHA-256"));

    setup.first.objects.remove(setup.first.objects.firstKey());
    results.clear();
    setup.facade().verify(VerifyOrder.all(), results::add);
    assertThat(results).singleElement().satisfies(r -> assertThat(r.problem()).contains("is gone"));
  }

  @Test
  void thereMustBeSomethingToVerify() {
    assertThatThrownBy(() -> setup.facade().verify(VerifyOrder.all(), r -> {}))
        .hasMessage("there is no backup to verify");
  }

  private Manifest onlyManifest() throws Exception {
    byte[] json = setup.first.objects.get(setup.first.objects.lastKey());
    return ManifestJson.read(new ByteArrayInputStream(json));
  }

  private void damage() {
    setup.first.objects.replaceAll(
        (key, bytes) -> {
          if (key.endsWith(".rev")) {
            bytes[bytes.length - 1] ^= 1;
          }
          return bytes;
        });
  }

  private static Origin latest(String database) {
    return new Origin.Latest("main", Optional.of(database), Evidence.STORED);
  }

  private static RestoreOrder file(Path file, String database) {
    return RestoreOrder.of(new Origin.Dump(file, Optional.of(database))).into("main");
  }
}
