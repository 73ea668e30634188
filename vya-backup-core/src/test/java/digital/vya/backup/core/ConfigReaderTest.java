package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a good configuration becomes. */
final class ConfigReaderTest {

  private static final String SMALLEST =
      """
      {"storages": [{"id": "disk", "type": "local", "path": "/b"}, {"id": "nas", "type": "local", "path": "/n"}],
       "instances": [{"id": "main", "dbms": "postgresql", "host": "h", "user": "u", "password": "p"}]}
      """;

  @TempDir Path folder;

  @Test
  void whatIsNotSaidHasItsDefault() throws IOException {
    Settings settings = read(SMALLEST);

    RunOptions run = settings.run();
    assertThat(run.server()).isNotBlank();
    assertThat(run.zone()).isEqualTo(ZoneId.systemDefault());
    assertThat(run.parallel()).isEqualTo(2);
    assertThat(run.stateDir()).isAbsolute();
    assertThat(run.keyTemplate()).isEqualTo("{instance}/{database}/{timestamp}_{dbms}_{database}");
    assertThat(run.verifyAfterBackup()).isEqualTo(Evidence.DECODED);
    InstanceOptions options = settings.instances().get(0).options();
    assertThat(options.include()).isEmpty();
    assertThat(options.exclude()).isEmpty();
    assertThat(options.globals()).isTrue();
    assertThat(options.archive())
        .extracting(stage -> stage.archiver().name())
        .containsExactly("zstd");
    assertThat(options.destinations()).containsExactly("disk", "nas");
    assertThat(options.timeout()).isEqualTo(Duration.ofHours(6));
    assertThat(options.stallTimeout()).isEqualTo(Duration.ofMinutes(15));
    assertThat(options.retry())
        .isEqualTo(new InstanceOptions.Retry(3, Duration.ofSeconds(2), Duration.ofMinutes(1)));
    assertThat(settings.channels()).isEmpty();
  }

  @Test
  void everythingThatIsSaidArrives() throws IOException {
    Settings settings =
        read(
            """
            // what we back up
            {"server": {"name": "backup-sp-01", "timezone": "America/Sao_Paulo",
                        "environment": "production", "labels": {"company": "Example"}},
             "logging": {"console": "off", "format": "json",
                         "file": {"dir": "/log", "level": "debug"}},
             "retention": {"keep_last": 7}, "metrics": [{"id": "prom", "type": "gauges", "path": "/m", "timeout": "5s"}],
             "schedule": {"time": "00:30", "weekdays": ["monday"], "tolerance": "30m"},
             "run": {"parallel": "4", "state_dir": "/s", "key_template": "{instance}/{database}/{timestamp}",
                     "verify_after_backup": "match", "fingerprints": false,
                     "keep_replaced": "2d"}, # strings are fine for numbers
             "defaults": {"archive": ["gzip"], "destinations": ["nas"], "timeout": "1h",
                          "stall_timeout": "PT2M", "retry": {"attempts": 5, "pause": "250ms"},
                          "shrink_guard": {"rows": "0%", "last": 9}},
             "storages": [{"id": "disk", "type": "local", "path": "/b"},
                          {"id": "nas", "type": "local", "path": "/n",
                           "old_files": [{"instance": "main", "folder": "a/b", "names": "dbms_first"}]}],
             "instances": [
               {"id": "main", "dbms": "postgresql", "include": ["a*"], "exclude": ["tmp_*"],
                "globals": false, "archive": [{"type": "zstd", "level": 3}, "gzip"],
                "destinations": ["disk"], "timeout": "2d", "stall_timeout": "90s",
                "retry": {"max_pause": "10m"}, "drill_on": "off",
                "shrink_guard": {"enabled": false, "bytes": "5%"},
                "host": "h", "port": "5433", "user": "u", "password": "p", "tls": "verify_full",
                "tools_dir": "/opt/pg", "connect_timeout": "10s", "zone": "UTC",
                "max_bytes": 9000000000, "verbose": true, "parameters": {"b": "1", "a": "2"},
                "tunnel": {"gateway": "g", "hops": 2, "key": "k"}},
               /* later */
               {"id": "off", "dbms": "files", "enabled": false, "sets": [{"name": "etc", "paths": ["/etc"]}]},
               {"id": "etc", "dbms": "files", "sets": [{"name": "etc", "paths": ["/etc", "/opt"]}]},
             ],
             "notifications": [{"id": "ops", "type": "email", "on": ["failed", "partial"],
                                "timeout": "30s", "to": ["a@b"], "password": null}]}
            """);

    assertThat(settings.run())
        .isEqualTo(
            new RunOptions(
                "backup-sp-01",
                ZoneId.of("America/Sao_Paulo"),
                4,
                Path.of("/s"),
                "{instance}/{database}/{timestamp}",
                Evidence.MATCHED,
                false,
                Duration.ofDays(2),
                "production",
                Map.of("company", "Example"),
                new LoggingOptions(
                    LoggingOptions.Level.OFF,
                    Optional.of(
                        new LoggingOptions.LogFile(
                            Path.of("/log"), LoggingOptions.Level.DEBUG, 20, 30)),
                    LoggingOptions.Format.JSON,
                    Optional.empty()),
                Optional.of(Path.of("/s/audit.jsonl"))));
    assertThat(settings.enabled()).extracting(Settings.Instance::id).containsExactly("main", "etc");
    assertThat(settings.instances().get(0).config())
        .isEqualTo(
            new ConfigFakes.ServerConfig(
                "h",
                5433,
                "u",
                new Secret("p"),
                ConfigFakes.Tls.VERIFY_FULL,
                Path.of("/opt/pg"),
                Duration.ofSeconds(10),
                ZoneId.of("UTC"),
                9_000_000_000L,
                true,
                Map.of("a", "2", "b", "1"),
                new ConfigFakes.Tunnel("g", 2, new Secret("k"))));
    InstanceOptions main = settings.instances().get(0).options();
    assertThat(main.include()).containsExactly("a*");
    assertThat(main.exclude()).containsExactly("tmp_*");
    assertThat(main.globals()).isFalse();
    assertThat(main.archive())
        .extracting(stage -> (Object) stage.config())
        .containsExactly(new ConfigFakes.LevelConfig(3), new ConfigFakes.LevelConfig(null));
    assertThat(main.destinations()).containsExactly("disk");
    assertThat(main.timeout()).isEqualTo(Duration.ofDays(2));
    assertThat(main.stallTimeout()).isEqualTo(Duration.ofSeconds(90));
    assertThat(main.retry())
        .isEqualTo(new InstanceOptions.Retry(5, Duration.ofMillis(250), Duration.ofMinutes(10)));
    assertThat(main.drillOn()).contains("off");
    assertThat(main.shrinkGuard())
        .isEqualTo(new ShrinkLimits(false, 5, 0, 50, 9, ShrinkLimits.LEAST_BYTES));
    assertThat(settings.retention().oldFiles("disk")).isEmpty();
    assertThat(settings.retention().oldFiles("nas"))
        .containsExactly(
            new OldFiles(
                "a/b", OldFiles.Names.DBMS_FIRST, "main", settings.instances().get(0).driver()));
    assertThat(settings.instances().get(1).options().enabled()).isFalse();
    InstanceOptions etc = settings.instances().get(2).options();
    assertThat(etc.destinations()).containsExactly("nas");
    assertThat(etc.timeout()).isEqualTo(Duration.ofHours(1));
    assertThat(etc.stallTimeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(settings.channels())
        .singleElement()
        .satisfies(
            channel -> {
              assertThat(channel.on()).isEqualTo(Set.of(Occasion.FAILURE, Occasion.PARTIAL));
              assertThat(channel.timeout()).isEqualTo(Duration.ofSeconds(30));
              assertThat((Object) channel.config())
                  .isEqualTo(new ConfigFakes.MailConfig(List.of("a@b"), null));
            });
    assertThat(settings.exporters())
        .singleElement()
        .satisfies(
            exporter -> {
              assertThat(exporter.id()).isEqualTo("prom");
              assertThat(exporter.timeout()).isEqualTo(Duration.ofSeconds(5));
              assertThat((Object) exporter.config())
                  .isEqualTo(new ConfigFakes.PlaceConfig(Path.of("/m")));
            });
  }

  @Test
  void anOccasionNeedsNoBracketsAndHasNothingLeftOutUnlessSaid() throws IOException {
    assertThat(occasions("")).isEqualTo(Occasion.all());
    assertThat(occasions(", \"on\": \"always\"")).isEqualTo(Occasion.all());
    assertThat(occasions(", \"on\": \"recovered\"")).isEqualTo(Set.of(Occasion.RECOVERED));
    assertThat(occasions(", \"on\": [\"complete\", \"failed\"]"))
        .isEqualTo(Set.of(Occasion.SUCCESS, Occasion.FAILURE));
  }

  private Set<Occasion> occasions(String on) throws IOException {
    return read("""
            {"notifications": [{"id": "ops", "type": "email", "to": ["a@b"]%s}],
             "storages": [{"id": "local", "type": "local", "path": "/b"}],
             "instances": [{"id": "main", "dbms": "postgresql", "host": "h", "user": "u", "password": "p"}]}
            """
            .formatted(on))
        .channels()
        .get(0)
        .on();
  }

  @Test
  void theBindingIsToThePluginThatIsNamed() throws IOException {
    Settings settings = read(SMALLEST);

    assertThat(settings.destinations())
        .extracting(Settings.Destination::id)
        .containsExactly("disk", "nas");
    assertThat(settings.destinations().get(1).storage().name()).isEqualTo("local");
    assertThat((Object) settings.destinations().get(1).config())
        .isEqualTo(new ConfigFakes.PlaceConfig(Path.of("/n")));
    assertThat(settings.instances().get(0).driver().name()).isEqualTo("postgresql");
  }

  @Test
  void aByteOrderMarkIsNoProblem() throws IOException {
    assertThat(read("\uFEFF" + SMALLEST).instances()).hasSize(1);
  }

  @Test
  void lettersOfAllLanguagesArrive() throws IOException {
    Settings settings = read(SMALLEST.replace("\"h\"", "\"são-josé-😀\""));

    assertThat((Object) settings.instances().get(0).config())
        .extracting("host")
        .isEqualTo("são-josé-😀");
  }

  @Test
  void theStateFolderIsTheSystemsOnlyForWhoMayWriteIt() throws IOException {
    Path system = folder.resolve("vya");
    Path unwritable = folder.resolve("absent").resolve("vya");

    assertThat(ConfigDefaults.stateDir(system, Map.of(), "/home/u")).contains(system);
    assertThat(ConfigDefaults.stateDir(system, Map.of("VYA_BACKUP_STATE_DIR", "/s"), "/home/u"))
        .contains(Path.of("/s"));
    assertThat(ConfigDefaults.stateDir(unwritable, Map.of(), "/home/u"))
        .contains(Path.of("/home/u/.local/state/vya-backup"));
    assertThat(ConfigDefaults.stateDir(unwritable, Map.of("XDG_STATE_HOME", "/x"), "/home/u"))
        .contains(Path.of("/x/vya-backup"));
    assertThat(ConfigDefaults.stateDir(unwritable, Map.of("XDG_STATE_HOME", "x"), "/home/u"))
        .contains(Path.of("/home/u/.local/state/vya-backup"));
    assertThat(ConfigDefaults.stateDir(unwritable, Map.of(), "?")).isEmpty();
  }

  private Settings read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("config.json"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return ConfigReader.read(
        ConfigDocument.read(file), ConfigFakes.registry(), new Outside(Map.of(), true));
  }
}
