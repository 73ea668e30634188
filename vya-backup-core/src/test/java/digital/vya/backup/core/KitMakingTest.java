package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.Archiver;
import digital.vya.backup.api.EncryptionKeys;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Secret;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recovery kit says to somebody who cannot ask. */
final class KitMakingTest {

  private static final Instant FIRST = Instant.parse("2026-01-01T00:30:00Z");

  @TempDir Path folder;
  private Setup setup = new Setup(Path.of(""));

  @BeforeEach
  void threeNights() {
    setup = new Setup(folder.resolve("state"));
    setup.driver.databases.put("orders", "ten orders");
    for (int night = 1; night <= 3; night++) {
      night(night);
    }
  }

  @Test
  void aDamagedBackupIsNotOfferedFirstAndNotWithoutAWord() throws Exception {
    change(3, m -> m.damaged(FIRST, "another SHA-256", false));

    String text = kit(2);

    assertThat(text)
        .containsSubsequence(
            "The newest sound backup began at " + at(2),
            "- " + at(1) + "\n",
            "- " + at(3) + " (**not sound:** it is damaged: another SHA-256)");
  }

  @Test
  void whereNoneIsSoundThatIsSaid() throws Exception {
    for (int night = 1; night <= 3; night++) {
      change(
          night,
          m ->
              m.shrunk(
                  Optional.of(
                      new Shrink(
                          List.of(new Shrink.Figure(Shrink.Measure.ROWS, 1, 100, 5)),
                          Optional.empty()))));
    }

    assertThat(kit(1))
        .contains("**No sound backup of it is known here.** The newest one began at " + at(3))
        .contains("**It is not sound:** it is far smaller than those before it");
  }

  @Test
  void allIsWellAndNothingIsAdded() throws Exception {
    assertThat(kit(3))
        .contains("The newest backup began at " + at(3))
        .doesNotContain("not sound", "made by the server");
  }

  @Test
  void theBackupsOfAnotherServerAreTheirOwnAndSaidToBeItsOwn() throws Exception {
    setup.server = "other-server";
    night(4);
    setup.server = "test-server";

    String text = kit(1);

    assertThat(text)
        .containsSubsequence(
            "### `orders` of `main` (fake)\n",
            at(3),
            "### `orders` of `main` (fake), made by the server `other-server`\n",
            at(4));
  }

  @Test
  void aPrivateKeyThatCannotBeReadIsToldWhereItWasAskedFor() throws Exception {
    setup.archive.add(new Settings.Stage<>(new Keyed(), new Keyed.Config()));
    var order = new RecoveryKit.Order(folder.resolve("public"), 1, false);
    assertThat(setup.facade().recoveryKit(order).unreadable()).isEmpty();

    order = new RecoveryKit.Order(folder.resolve("secret"), 1, true);
    RecoveryKit kit = setup.facade().recoveryKit(order);

    assertThat(kit.unreadable()).containsExactly("a private key: identity_file /gone is not there");
    assertThat(kit.secrets()).hasSize(1);
    assertThat(Files.readString(folder.resolve("secret/README.md")))
        .contains("This kit is not complete", "identity_file /gone is not there");
  }

  private void night(int number) {
    setup.clock = Clock.fixed(FIRST.plus(Duration.ofDays(number - 1)), ZoneOffset.UTC);
    assertThat(setup.backup().stored()).hasSize(1);
  }

  private static String at(int night) {
    return FIRST.plus(Duration.ofDays(night - 1)).toString();
  }

  private void change(int night, UnaryOperator<Manifest> how) throws Exception {
    for (var backup : setup.facade().backups(BackupQuery.newest(9), line -> {})) {
      if (backup.manifest().started().toString().equals(at(night))) {
        Catalog.change(setup.first.session(), backup.manifest(), how);
      }
    }
  }

  private String kit(int newest) throws Exception {
    setup.facade().recoveryKit(new RecoveryKit.Order(folder.resolve("kit"), newest, false));
    return Files.readString(folder.resolve("kit/README.md"));
  }

  /** Encryption of which one private key is at hand and another is not. */
  static final class Keyed implements Archiver<Keyed.Config>, EncryptionKeys<Keyed.Config> {

    public record Config() {}

    @Override
    public String name() {
      return "keyed";
    }

    @Override
    public Class<Config> configType() {
      return Config.class;
    }

    @Override
    public String archiveName(Config config, String name) {
      return name;
    }

    @Override
    public OutputStream archive(Config config, String name, OutputStream sink, Host host) {
      return sink;
    }

    @Override
    public InputStream extract(Config config, InputStream archive, Host host) {
      return archive;
    }

    @Override
    public boolean recognizes(byte[] head) {
      return false;
    }

    @Override
    public Pair generate(Instant now) {
      return new Pair(new Secret("private"), "public");
    }

    @Override
    public List<String> publicKeys(Secret file) {
      return List.of("public");
    }

    @Override
    public List<String> recipients(Config config) {
      return List.of("public");
    }

    @Override
    public List<Secret> privateKeys(Config config, Consumer<String> unreadable) {
      unreadable.accept("identity_file /gone is not there");
      return List.of(new Secret("private"));
    }
  }
}
