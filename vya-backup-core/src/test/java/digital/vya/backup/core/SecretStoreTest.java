package digital.vya.backup.core;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretStoreTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final String ODD = "p#ss \"${env:X}\" \\ ç\n 🔑";
  private static final StoreKey MACHINE = new StoreKey.Machine();

  @TempDir private Path folder;
  private Path file = Path.of("");
  private Path machineId = Path.of("");
  private StoreSeal seal = new StoreSeal(machineId);

  @BeforeEach
  void machine() throws IOException {
    file = folder.resolve("etc/secrets.vya");
    machineId = Files.writeString(folder.resolve("machine-id"), "0123456789abcdef".repeat(2));
    seal = new StoreSeal(machineId);
  }

  private SecretStore store(StoreKey key) {
    return new SecretStore(file, key, seal);
  }

  private StoreKey keyFile(String name) {
    Path key = folder.resolve(name);
    if (Files.notExists(key)) {
      SecretStore.makeKeyFile(key);
    }
    return new StoreKey.KeyFile(key);
  }

  private static StoreKey words(String words) {
    return new StoreKey.Passphrase(new Secret(words));
  }

  private static Map<String, Secret> secret(String id, String value) {
    return Map.of(id, new Secret(value));
  }

  @Test
  void whatIsPutIsFoundAgainUnderEveryKindOfKey() throws InterruptedException {
    for (StoreKey key : List.of(MACHINE, keyFile("a.key"), words("correct horse battery"))) {
      file = folder.resolve(key.kind() + ".vya");
      store(key).put(secret("db/main", ODD), NOW);
      store(key).put(secret("mail", "x"), NOW.plusSeconds(9));

      assertThat(store(key).find("db/main")).contains(new Secret(ODD));
      assertThat(store(key).find("nothing")).isEmpty();
      assertThat(store(key).list())
          .containsExactly(Map.entry("db/main", NOW), Map.entry("mail", NOW.plusSeconds(9)));
      assertThat(SecretStore.kindOf(file)).contains(key.kind());
      assertThat(store(key).remove("mail")).isTrue();
      assertThat(store(key).remove("mail")).isFalse();
      assertThat(store(key).list()).containsOnlyKeys("db/main");
    }
  }

  @Test
  void theFileIsItsOwnersAloneAndShowsNeitherValuesNorIds() throws Exception {
    store(MACHINE).put(secret("billing-database", "s3cret-value"), NOW);

    for (Path each : List.of(file, file.resolveSibling("secrets.vya.lock"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
          .isEqualTo("rw-------");
    }
    assertThat(Files.readString(file, ISO_8859_1))
        .startsWith("{\"vya_secrets\":1,\"key\":\"machine\",\"kdf\":\"hkdf-sha256\"")
        .doesNotContain("s3cret-value", "billing");
  }

  @Test
  void everyWriteHasItsOwnNonceAndTheKeyStays() throws Exception {
    store(MACHINE).put(secret("a", "1"), NOW);
    StoreHeader first = StoreHeader.read(file, Files.readAllBytes(file));
    store(MACHINE).put(secret("a", "1"), NOW);
    StoreHeader second = StoreHeader.read(file, Files.readAllBytes(file));

    assertThat(second.nonce()).isNotEqualTo(first.nonce());
    assertThat(second.salt()).isEqualTo(first.salt());
    assertThat(second.check()).isEqualTo(first.check());
  }

  @Test
  void aWrongKeyIsRefusedAndNothingIsWritten() throws Exception {
    store(keyFile("right.key")).put(secret("a", "s3cret"), NOW);
    byte[] before = Files.readAllBytes(file);

    refused(
        Reason.CONFIGURATION,
        () -> store(keyFile("wrong.key")).find("a"),
        "wrong.key does not open");
    refused(
        Reason.CONFIGURATION,
        () -> store(keyFile("wrong.key")).put(secret("b", "1"), NOW),
        "name the one that sealed it");
    refused(
        Reason.CONFIGURATION,
        () -> store(MACHINE).put(secret("b", "1"), NOW),
        "is sealed with a key file, not with the identity of its machine");
    refused(
        Reason.CONFIGURATION, () -> store(keyFile("wrong.key")).rekey(MACHINE), "does not open");
    Files.delete(folder.resolve("right.key"));
    refused(
        Reason.CONFIGURATION,
        () -> store(new StoreKey.KeyFile(folder.resolve("right.key"))).put(secret("b", "1"), NOW),
        "there is no key file");
    assertThat(folder.resolve("right.key")).doesNotExist();
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void aWrongPassphraseIsRefusedAndAccentsMayBeTypedEitherWay() throws Exception {
    store(words("caf\u00e9 com leite")).put(secret("a", "1"), NOW);

    assertThat(store(words("cafe\u0301 com leite")).find("a")).isPresent();
    refused(
        Reason.CONFIGURATION,
        () -> store(words("cafe com leite")).find("a"),
        "the passphrase does not open the secret store");
  }

  @Test
  void aPassphraseThatIsGuessedSoonDoesNotSeal() {
    refused(
        Reason.CONFIGURATION,
        () -> store(words("short")).put(secret("a", "1"), NOW),
        "at least 12 characters");
    assertThat(file).doesNotExist();
  }

  @Test
  void anotherMachineCannotOpenItAndOneWithoutIdentityCannotSeal() throws Exception {
    store(MACHINE).put(secret("a", "1"), NOW);
    Files.writeString(machineId, "f".repeat(32));
    refused(Reason.CONFIGURATION, () -> store(MACHINE).find("a"), "was sealed on another machine");
    Files.writeString(machineId, "uninitialized\n");
    refused(Reason.CONFIGURATION, () -> store(MACHINE).find("a"), "has no identity");
    Files.delete(machineId);
    refused(Reason.CONFIGURATION, () -> store(MACHINE).find("a"), "take a key file");
  }

  @Test
  void everyChangedAndEveryMissingByteIsNoticed() throws Exception {
    store(MACHINE).put(secret("a", "s3cret"), NOW);
    byte[] sound = Files.readAllBytes(file);
    var unnoticed = new ArrayList<String>();
    for (int i = 0; i < sound.length; i++) {
      byte[] altered = sound.clone();
      altered[i] ^= 1;
      Files.write(file, altered);
      if (opens()) {
        unnoticed.add("changed at " + i);
      }
      Files.write(file, java.util.Arrays.copyOf(sound, i));
      if (opens()) {
        unnoticed.add("cut at " + i);
      }
    }
    Files.write(file, (new String(sound, ISO_8859_1) + "x").getBytes(ISO_8859_1));
    if (opens()) {
      unnoticed.add("longer");
    }

    assertThat(unnoticed).isEmpty();
    refused(Reason.DATA, () -> store(MACHINE).put(secret("b", "1"), NOW), "bring back a copy");
  }

  private boolean opens() {
    try {
      store(MACHINE).find("a");
      return true;
    } catch (BackupException e) {
      assertThat(e.reason()).isIn(Reason.DATA, Reason.CONFIGURATION);
      assertThat(e).hasMessageNotContaining("s3cret");
      return false;
    }
  }

  @Test
  void hostileHeadersAreRefusedBeforeTheyCostAnything() throws Exception {
    store(MACHINE).put(secret("a", "1"), NOW);
    String sound = Files.readString(file, ISO_8859_1);
    String passphrase =
        sound.replace("machine", "passphrase").replace("hkdf-sha256", "pbkdf2-hmac-sha256");

    for (String hostile :
        List.of(
            passphrase.replace("\"iterations\":0", "\"iterations\":2000000000"),
            passphrase.replace("\"iterations\":0", "\"iterations\":1"),
            passphrase.replace("\"iterations\":0", "\"iterations\":\"700000\""),
            sound.replace("\"iterations\":0", "\"iterations\":700000"),
            sound.replace("machine", "nothing"),
            sound.replace("{\"vya_secrets\":1", "{\"vya_secrets\":0"),
            sound.replaceFirst("\"salt\":\"..", "\"salt\":\""),
            "x".repeat(5000),
            "[".repeat(1000) + "\n",
            "",
            "\n",
            "{}\n")) {
      Files.writeString(file, hostile, ISO_8859_1);
      refused(
          Reason.DATA,
          () -> store(words("correct horse battery")).find("a"),
          "is no secret store, or it is damaged");
    }
    Files.write(file, new byte[5 << 20]);
    refused(Reason.CONFIGURATION, () -> store(MACHINE).find("a"), "larger than one can be");
  }

  @Test
  void aNewerFormatAsksForANewerProgram() throws Exception {
    store(MACHINE).put(secret("a", "1"), NOW);
    String sound = Files.readString(file, ISO_8859_1);
    Files.writeString(file, sound.replace("{\"vya_secrets\":1", "{\"vya_secrets\":2"), ISO_8859_1);

    refused(
        Reason.CONFIGURATION, () -> store(MACHINE).find("a"), "newer than this program knows (1)");
  }

  @Test
  void whatOthersCanReadIsRefused() throws Exception {
    StoreKey key = keyFile("k.key");
    store(key).put(secret("a", "1"), NOW);
    for (String mode : List.of("rw-r-----", "rw----r--", "rw--w----")) {
      Files.setPosixFilePermissions(folder.resolve("k.key"), PosixFilePermissions.fromString(mode));
      refused(
          Reason.CONFIGURATION, () -> store(key).find("a"), "chmod 600 " + folder.resolve("k.key"));
    }
    Files.setPosixFilePermissions(
        folder.resolve("k.key"), PosixFilePermissions.fromString("r--------"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    refused(Reason.CONFIGURATION, () -> store(key).find("a"), "chmod 600 " + file);
  }

  @Test
  void aKeyFileIsNeverOverwrittenAndRawBytesAreAKeyToo() throws Exception {
    keyFile("k.key");
    Path made = folder.resolve("k.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rw-------");
    refused(Reason.CONFIGURATION, () -> SecretStore.makeKeyFile(made), "is left as it is");
    byte[] raw = java.util.Base64.getDecoder().decode(Files.readString(made).strip());
    assertThat(raw).hasSize(32);
    store(keyFile("k.key")).put(secret("a", "1"), NOW);

    Files.write(made, raw);
    assertThat(store(keyFile("k.key")).find("a")).isPresent();
    Files.writeString(made, "no key");
    refused(Reason.CONFIGURATION, () -> store(keyFile("k.key")).find("a"), "is no key file");
  }

  @Test
  void rekeyTurnsTheOldKeyAwayAndKeepsEverything() throws Exception {
    StoreKey key = keyFile("k.key");
    store(MACHINE).put(Map.of("a", new Secret("1"), "b", new Secret(ODD)), NOW);

    store(MACHINE).rekey(key);

    refused(Reason.CONFIGURATION, () -> store(MACHINE).find("a"), "sealed with a key file");
    assertThat(store(key).find("b")).contains(new Secret(ODD));
    assertThat(store(key).list()).containsEntry("a", NOW);
  }

  @Test
  void aMissingStoreIsSaidAndNotTakenForAnEmptyOne() {
    refused(Reason.CONFIGURATION, () -> store(MACHINE).find("a"), "there is no secret store");
    refused(Reason.CONFIGURATION, () -> store(MACHINE).remove("a"), "there is no secret store");
    refused(Reason.CONFIGURATION, () -> store(MACHINE).rekey(MACHINE), "there is no secret store");
    assertThat(file).doesNotExist();
  }

  @Test
  void idsAndValuesThatCannotBeKeptAreRefused() {
    for (String id : List.of("", "a b", "a:b", "a}", "../x", "-a", "x".repeat(129), "é")) {
      refused(
          Reason.CONFIGURATION, () -> store(MACHINE).put(secret(id, "1"), NOW), "cannot be called");
    }
    refused(Reason.CONFIGURATION, () -> store(MACHINE).put(secret("a", ""), NOW), "is empty");
    refused(
        Reason.CONFIGURATION,
        () -> store(MACHINE).put(secret("a", "s".repeat(65_537)), NOW),
        "is too long");
    assertThat(file).doesNotExist();
  }

  @Test
  void writersWaitForEachOtherAndLoseNothing() throws Exception {
    var pool = Executors.newFixedThreadPool(4);
    try {
      var writers = new ArrayList<Future<?>>();
      for (int i = 0; i < 24; i++) {
        String id = "s" + i;
        writers.add(
            pool.submit(
                () -> {
                  store(MACHINE).put(secret(id, id), NOW);
                  return null;
                }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      pool.shutdownNow();
    }

    assertThat(store(MACHINE).list()).hasSize(24);
    try (Stream<Path> left = Files.list(folder.resolve("etc"))) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("secrets.vya", "secrets.vya.lock");
    }
  }

  @Test
  void aLinkStaysALinkAndWhatAKilledWriterLeftIsSwept() throws Exception {
    Path real = folder.resolve("real.vya");
    store(MACHINE).put(secret("a", "1"), NOW);
    Files.move(file, real);
    Files.createSymbolicLink(file, real);
    Files.writeString(folder.resolve("real.vya.new"), "half");

    store(MACHINE).put(secret("b", "2"), NOW);

    assertThat(file).isSymbolicLink();
    assertThat(store(MACHINE).list()).containsOnlyKeys("a", "b");
    assertThat(folder.resolve("real.vya.new")).doesNotExist();
  }

  @Test
  void theKeyIsChosenByWhatTheStoreNeeds() throws Exception {
    Path key = folder.resolve("k.key");
    Path words = Files.writeString(folder.resolve("words"), "correct horse battery\n");
    Files.setPosixFilePermissions(words, PosixFilePermissions.fromString("rw-------"));
    Map<String, String> environment =
        Map.of(
            "VYA_BACKUP_KEY_FILE", key.toString(), "VYA_BACKUP_PASSPHRASE_FILE", words.toString());

    assertThat(choose(Map.of())).isEqualTo(MACHINE);
    assertThat(choose(Map.of("VYA_BACKUP_PASSPHRASE", "x"))).isEqualTo(words("x"));
    store(keyFile("k.key")).put(secret("a", "1"), NOW);
    assertThat(choose(environment)).isEqualTo(new StoreKey.KeyFile(key));
    refused(Reason.CONFIGURATION, () -> choose(Map.of()), "VYA_BACKUP_KEY_FILE");
    store(keyFile("k.key")).rekey(words("correct horse battery"));
    assertThat(choose(environment)).isEqualTo(words("correct horse battery"));
    refused(
        Reason.CONFIGURATION,
        () -> StoreKey.choose(file, Optional.of(key), Optional.empty(), Map.of()),
        "is sealed with a passphrase, not with a key file");
    Files.writeString(words, "");
    refused(Reason.CONFIGURATION, () -> choose(environment), "is empty");
  }

  private StoreKey choose(Map<String, String> environment) {
    return StoreKey.choose(file, Optional.empty(), Optional.empty(), environment);
  }

  @Test
  void theUsualPlaceIsTheSystemsForWhoMayWriteThereElseTheUsersOwn() throws Exception {
    Path system = Files.createDirectories(folder.resolve("system"));
    Path nobodys = Path.of("/nowhere/etc/vya-backupdb");

    assertThat(StorePlace.usual(system, Map.of("VYA_BACKUP_SECRETS", "/s/x"), "/home/u"))
        .isEqualTo(Path.of("/s/x"));
    assertThat(StorePlace.usual(system, Map.of(), "/home/u"))
        .isEqualTo(system.resolve("secrets.vya"));
    assertThat(StorePlace.usual(nobodys, Map.of(), "/home/u"))
        .isEqualTo(Path.of("/home/u/.config/vya-backup/secrets.vya"));
    assertThat(StorePlace.usual(nobodys, Map.of("XDG_CONFIG_HOME", "/x"), "/home/u"))
        .isEqualTo(Path.of("/x/vya-backup/secrets.vya"));
    refused(Reason.CONFIGURATION, () -> StorePlace.usual(nobodys, Map.of(), "?"), "no home folder");
  }

  private static void refused(Reason reason, ThrowingCallable what, String message) {
    assertThatThrownBy(what)
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining(message)
        .hasMessageNotContaining("s3cret");
  }
}
