package digital.vya.backup.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.Alert;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Notifier;
import digital.vya.backup.core.PluginRegistry;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a daemon tells people that no run tells them. */
final class DaemonAlertTest {

  private static final List<Alert> TOLD = new CopyOnWriteArrayList<>();

  @TempDir Path folder;
  private DaemonScene scene;

  /** A channel that keeps what it is told. */
  public static final class Keeping implements Notifier<Keeping.Config> {

    /** No settings. */
    public record Config() {}

    @Override
    public String name() {
      return "keeping";
    }

    @Override
    public Class<Config> configType() {
      return Config.class;
    }

    @Override
    public void send(Config config, BackupReport report, Host host) {}

    @Override
    public void send(Config config, Alert alert, Host host) {
      TOLD.add(alert);
    }
  }

  @BeforeEach
  void aChannel() throws IOException {
    TOLD.clear();
    Path services = Files.createDirectories(folder.resolve("plugin/META-INF/services"));
    Files.writeString(services.resolve(Notifier.class.getName()), Keeping.class.getName());
    var loader =
        new URLClassLoader(
            new URL[] {folder.resolve("plugin").toUri().toURL()}, getClass().getClassLoader());
    scene = new DaemonScene(folder, PluginRegistry.discover(loader));
    scene.configure("UTC", "{\"every\": \"1h\"}");
    scene.write(
        Files.readString(scene.config())
            .replaceFirst(
                "\\{", "{\"notifications\": [{\"id\": \"ops\", \"type\": \"keeping\"}],"));
  }

  @Test
  void whatIsOverdueIsToldOnceForEachThatDidNotCome() throws Exception {
    Path away = folder.resolve("away");
    var time = new VirtualTime("2026-01-05T00:00:00Z");
    time.after(Duration.ofMinutes(30), () -> move(scene.store(), away));
    time.after(Duration.ofHours(7), () -> move(away, scene.store()));
    time.after(Duration.ofMinutes(800), () -> move(scene.store(), away));

    scene.daemon(time, Duration.ofHours(18));

    assertThat(TOLD).hasSize(2).allMatch(alert -> alert.kind() == Alert.Kind.OVERDUE);
    assertThat(TOLD.get(0).at().toString()).matches("2026-01-05T02:0[0-5]:.*");
    assertThat(TOLD.get(0).findings()).allMatch(f -> f.source().label().equals("a/s"));
  }

  @Test
  void aConfigurationThatIsBrokenWhenABackupIsDueIsToldByTheChannelsOfTheLastGoodOne()
      throws Exception {
    String good = Files.readString(scene.config());
    var time = new VirtualTime("2026-01-05T00:00:00Z");
    time.after(Duration.ofMinutes(30), () -> scene.write("{"));
    time.after(Duration.ofMinutes(100), () -> scene.write(good));

    scene.daemon(time, Duration.ofMinutes(130));

    assertThat(TOLD).hasSize(1);
    assertThat(TOLD.get(0).findings())
        .singleElement()
        .satisfies(f -> assertThat(f.source().instance()).isEqualTo("a"))
        .satisfies(
            f ->
                assertThat(f.message())
                    .contains("is due and cannot be backed up", "ends in the middle"));
    assertThat(scene.ran).hasSize(2);
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
