package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.Alert;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Notifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StandbyTest {

  @TempDir Path folder;
  private final List<Alert> told = new ArrayList<>();
  private Setup setup;

  @BeforeEach
  void begin() {
    setup = new Setup(folder.resolve("state"));
    setup.driver.databases.put("orders", "ten orders");
    setup.instances = List.of("main", "other");
    setup.schedule =
        Optional.of(
            new Schedule(
                new Schedule.Rule.Every(Duration.ofHours(1)), ZoneOffset.UTC, Optional.empty()));
  }

  private final class Channel implements Notifier<Channel.Config> {

    record Config() {}

    @Override
    public String name() {
      return "channel";
    }

    @Override
    public Class<Config> configType() {
      return Config.class;
    }

    @Override
    public void send(Config config, BackupReport report, Host host) {}

    @Override
    public void send(Config config, Alert alert, Host host) {
      told.add(alert);
    }
  }

  @Test
  void whatIsBackedUpByAScheduleIsTold() throws Exception {
    assertThat(setup.facade().watch().standby().scheduled())
        .containsExactlyInAnyOrder("main", "other");
    setup.schedule = Optional.empty();
    assertThat(setup.facade().watch().standby().scheduled()).isEmpty();
  }

  @Test
  void theChannelsThatWorkedLastAreToldWhileTheConfigurationIsBroken() throws Exception {
    setup.notify(new Channel(), new Channel.Config(), Duration.ofSeconds(30));
    setup.mask = new Mask();
    setup.secrets = Set.of("sesame");
    Environment good = setup.environment();
    var broken = BackupException.configuration("the file ends in the middle");
    var vya =
        new VyaBackup(
            good,
            () -> {
              throw broken;
            });
    Standby standby = vya.watch().standby();
    standby.scheduled();

    assertThatThrownBy(standby::scheduled).hasMessageContaining("ends in the middle");
    assertThat(standby.missed(List.of("main"), "no sesame here")).isEmpty();

    assertThat(told).hasSize(1);
    assertThat(told.get(0).kind()).isEqualTo(Alert.Kind.OVERDUE);
    assertThat(told.get(0).findings())
        .singleElement()
        .satisfies(f -> assertThat(f.source().instance()).isEqualTo("main"))
        .satisfies(
            f -> assertThat(f.message()).isEqualTo("is due and cannot be backed up: no *** here"));
  }

  @Test
  void withoutAChannelNobodyIsTold() throws Exception {
    Standby standby = setup.facade().watch().standby();

    assertThat(standby.missed(List.of("main"), "x")).hasSize(1);
    standby.scheduled();
    assertThat(standby.missed(List.of("main"), "x")).first().asString().contains("nobody");
  }

  @Test
  void whatIsRememberedIsToldWithoutAnyStorage() throws Exception {
    setup.backup();
    setup.first.onOpen =
        () -> {
          throw new java.io.IOException("gone");
        };

    Standby standby = setup.facade().watch().standby();

    assertThat(standby.remembered().servers().get(0).databases())
        .isNotEmpty()
        .allMatch(d -> d.good().isPresent());
    assertThat(standby.storages())
        .anySatisfy(r -> assertThat(r.failure()).isPresent())
        .anySatisfy(r -> assertThat(r.failure()).isEmpty())
        .allMatch(r -> r.kind().equals("storage"));
  }

  @Test
  void aProcessRemembersWhatItCouldNotWriteAndWritesItLater() throws Exception {
    Path file = folder.resolve("state/history.jsonl");
    Files.createDirectories(file);
    Watch watch = setup.facade().watch();
    assertThat(watch.backupDue(BackupSelection.all()).orElseThrow().warnings())
        .anyMatch(w -> w.contains("history cannot be written"));

    assertThat(watch.due()).noneMatch(Due::now);
    assertThat(watch.backupDue(BackupSelection.all())).isEmpty();

    Files.delete(file);
    setup.backup();
    assertThat(Files.readAllLines(file)).hasSizeGreaterThanOrEqualTo(6);
  }
}
