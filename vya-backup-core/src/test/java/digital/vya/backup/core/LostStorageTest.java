package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.RestoreReport;
import digital.vya.backup.core.RestoreOrder.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The day on which one of two storages is gone. */
final class LostStorageTest {

  private static final Origin LATEST = new Origin.Latest("main", Optional.of("orders"));

  @TempDir Path folder;
  private Setup setup;
  private String id = "";

  @BeforeEach
  void oneBackupInTwoStorages() {
    setup = new Setup(folder.resolve("state"));
    setup.destinations = List.of("first", "second");
    setup.driver.databases.put("orders", "ten orders");
    id = setup.backup().stored().get(0).id();
  }

  /** How a storage is lost. */
  enum Loss {
    CANNOT_BE_OPENED,
    CANNOT_BE_LISTED,
    PLUGIN_BREAKS
  }

  private static void lose(MemoryStorage storage, Loss loss) {
    switch (loss) {
      case CANNOT_BE_OPENED ->
          storage.onOpen =
              () -> {
                throw new IOException("the disk is gone");
              };
      case CANNOT_BE_LISTED ->
          storage.onList =
              prefix -> {
                throw new UncheckedIOException(new IOException("the disk is gone"));
              };
      case PLUGIN_BREAKS ->
          storage.onOpen =
              () -> {
                throw new IllegalStateException("the disk is gone");
              };
    }
  }

  @ParameterizedTest
  @EnumSource
  void theOtherStorageRestoresTheNewestAndAnyById(Loss loss) throws Exception {
    lose(setup.first, loss);
    for (Origin origin : List.of(LATEST, new Origin.Id(id))) {
      setup.driver.restored.clear();
      RestoreReport report = setup.facade().restore(RestoreOrder.of(origin).to("copy"));

      assertThat(setup.driver.restored).containsEntry("copy", "ten orders");
      assertThat(report.backupId()).contains(id);
      assertThat(report.warnings())
          .anySatisfy(w -> assertThat(w).contains("not asked: first", "the disk is gone"));
    }
  }

  @Test
  void whereNoneCanBeUsedThatIsTheFailure() {
    lose(setup.first, Loss.CANNOT_BE_OPENED);
    lose(setup.second, Loss.CANNOT_BE_OPENED);

    for (Origin origin : List.of(LATEST, new Origin.Id(id))) {
      assertThatThrownBy(() -> setup.facade().restore(RestoreOrder.of(origin).to("copy")))
          .isInstanceOfSatisfying(
              BackupException.class, e -> assertThat(e.reason()).isEqualTo(Reason.ENVIRONMENT))
          .hasMessageContainingAll("no storage can be used", "first", "second", "is gone");
    }
  }

  @Test
  void whatIsNotFoundMayBeWhereNobodyCouldAsk() {
    lose(setup.first, Loss.CANNOT_BE_OPENED);

    assertThatThrownBy(() -> setup.facade().restore(RestoreOrder.of(new Origin.Id("nope"))))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.reason()).isEqualTo(Reason.ENVIRONMENT))
        .hasMessageContainingAll("there is no backup nope", "could be asked", "storage first");
  }

  @Test
  void anArtifactThatCannotBeReadIsReadFromWhereElseItIs() throws Exception {
    setup.first.onRead =
        key -> {
          if (!key.endsWith(ArtifactKeys.MANIFEST)) {
            throw new IOException("input/output error");
          }
        };
    for (Origin origin : List.of(LATEST, new Origin.Id(id))) {
      setup.driver.restored.clear();
      RestoreReport report = setup.facade().restore(RestoreOrder.of(origin).to("copy"));

      assertThat(setup.driver.restored).containsEntry("copy", "ten orders");
      assertThat(report.warnings())
          .anySatisfy(
              w ->
                  assertThat(w)
                      .contains("cannot be read from first", "input/output error", "from second"));
    }
  }

  @Test
  void anotherBackupUnderTheSameKeyIsNoCopyOfIt() {
    setup.first.objects.keySet().removeIf(key -> !key.endsWith(ArtifactKeys.MANIFEST));
    setup.second.objects.replaceAll(
        (key, bytes) ->
            key.endsWith(ArtifactKeys.MANIFEST)
                ? new String(bytes, java.nio.charset.StandardCharsets.UTF_8)
                    .replace(id, "another")
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8)
                : bytes);

    assertThatThrownBy(() -> setup.facade().restore(RestoreOrder.of(new Origin.Id(id)).to("copy")))
        .isInstanceOf(BackupException.class);
    assertThat(setup.driver.restored).isEmpty();
  }
}
