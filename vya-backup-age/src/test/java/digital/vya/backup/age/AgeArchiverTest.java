package digital.vya.backup.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.MissingKeyException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AgeArchiverTest {

  private static final int CHUNK = 64 * 1024;
  private static final Secret WORDS = new Secret("correct horse battery staple");

  @TempDir Path folder;
  private Crypt crypt;

  @BeforeEach
  void prepare() {
    crypt = new Crypt(folder);
  }

  @Test
  void whoHasThePublicKeyAloneCannotReadWhatHeWrote() throws IOException {
    var writer = AgeConfig.to(Keys.ONE.publicKey(), Keys.TWO.publicKey());
    byte[] archive = crypt.encrypt(writer, Crypt.noise(1000));

    assertThatThrownBy(() -> crypt.decrypt(writer, archive))
        .isInstanceOf(MissingKeyException.class)
        .hasMessageContaining("one of 2 age keys (X25519) and no private key is at hand")
        .hasMessageContaining("set identity_file");
    assertThat(crypt.decrypt(AgeConfig.with(Keys.ONE.file()), archive))
        .isEqualTo(crypt.decrypt(AgeConfig.with(Keys.TWO.file()), archive))
        .isEqualTo(Crypt.noise(1000));
  }

  @Test
  void aWrongKeyIsToldAsAWrongKey() throws IOException {
    byte[] archive = crypt.encrypt(AgeConfig.with(Keys.ONE.file()), Crypt.noise(1000));
    byte[] words = crypt.encrypt(AgeConfig.with(WORDS, 10), Crypt.noise(1000));
    var other = AgeConfig.with(Keys.TWO.file());

    assertThatThrownBy(() -> crypt.decrypt(other, archive))
        .isInstanceOf(MissingKeyException.class)
        .hasMessageContaining("an age key (X25519) and none of the private keys at hand (1)");
    assertThatThrownBy(() -> crypt.decrypt(other, words))
        .isInstanceOf(MissingKeyException.class)
        .hasMessageContaining("with a passphrase and none is at hand");
    assertThatThrownBy(() -> crypt.decrypt(AgeConfig.with(new Secret("x"), 10), words))
        .isInstanceOf(MissingKeyException.class)
        .hasMessageContaining("with another passphrase than the one at hand");
  }

  @Test
  void aKeyFileThatIsNotThereOrNoneIsSaidAndStopsNoWriting() throws IOException {
    Path file = folder.resolve("stick/backup.key");
    var config = new AgeConfig(List.of(Keys.ONE.publicKey()), null, null, 16, List.of(), file);
    byte[] archive = crypt.encrypt(config, Crypt.noise(10));

    assertThatThrownBy(() -> crypt.decrypt(config, archive))
        .isInstanceOf(MissingKeyException.class)
        .hasMessageContaining("(identity_file " + file + " is not there)");
    Files.createDirectory(file.getParent());
    Files.writeString(file, Keys.ONE.publicKey());
    assertThatThrownBy(() -> crypt.decrypt(config, archive))
        .isInstanceOf(MissingKeyException.class)
        .hasMessageContaining("holds a public key (age1…) where the private one");
    Files.writeString(file, Keys.ONE.file().reveal());
    assertThat(crypt.decrypt(config, archive)).isEqualTo(Crypt.noise(10));
  }

  @Test
  void a4_anArchiveCutAtTheEndOfABlockOrLongerThrows() throws IOException {
    var config = AgeConfig.with(Keys.ONE.file());
    for (int blocks = 1; blocks <= 3; blocks++) {
      byte[] whole = crypt.encrypt(config, Crypt.noise(blocks * CHUNK + (blocks == 3 ? 1 : 0)));
      int header = headerOf(whole);
      for (int block = 0; header + block * (CHUNK + 16) < whole.length; block++) {
        byte[] cut = Arrays.copyOf(whole, header + block * (CHUNK + 16));
        assertThatThrownBy(() -> crypt.decrypt(config, cut)).isInstanceOf(IOException.class);
      }
      byte[] longer = Arrays.copyOf(whole, whole.length + 1);
      byte[] twice = Arrays.copyOf(whole, 2 * whole.length);
      System.arraycopy(whole, 0, twice, whole.length, whole.length);
      assertThatThrownBy(() -> crypt.decrypt(config, longer)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> crypt.decrypt(config, twice)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void a4_blocksInAnotherOrderThrow() throws IOException {
    var config = AgeConfig.with(Keys.ONE.file());
    byte[] archive = crypt.encrypt(config, Crypt.noise(3 * CHUNK));
    int first = headerOf(archive);
    byte[] swapped = archive.clone();
    System.arraycopy(archive, first, swapped, first + CHUNK + 16, CHUNK + 16);
    System.arraycopy(archive, first + CHUNK + 16, swapped, first, CHUNK + 16);
    assertThatThrownBy(() -> crypt.decrypt(config, swapped)).isInstanceOf(IOException.class);
  }

  /** The blocks come after a line that begins with ---, and a nonce. */
  private static int headerOf(byte[] archive) {
    String text = new String(archive, StandardCharsets.ISO_8859_1);
    return text.indexOf('\n', text.indexOf("\n--- ") + 1) + 1 + 16;
  }

  @Test
  void aWorkFactorThatWouldKeepUsBusyIsRefused() throws IOException {
    byte[] archive = crypt.encrypt(AgeConfig.with(WORDS, 10), Crypt.noise(10));
    String head = new String(archive, StandardCharsets.ISO_8859_1);
    byte[] greedy = head.replaceFirst(" 10\n", " 30\n").getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> crypt.decrypt(AgeConfig.with(WORDS, 10), greedy))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("its work factor is 30, and more than 18 is refused");
  }

  @Test
  void aHundredRecipientsFitAndFurtherOnesAreRefusedPlainly() throws IOException {
    String all =
        java.util.stream.Stream.generate(() -> AgeKeys.generate(java.time.Instant.EPOCH))
            .limit(100)
            .map(digital.vya.backup.api.EncryptionKeys.Pair::publicKey)
            .collect(Collectors.joining("\n", "# everybody\n\n", "\n"));
    Path file = Files.writeString(folder.resolve("everybody.txt"), all);
    var reader = AgeConfig.with(Keys.ONE.file());
    byte[] archive =
        crypt.encrypt(
            new AgeConfig(List.of(), file, null, 16, List.of(), null), Crypt.noise(100_000));
    assertThatThrownBy(() -> crypt.decrypt(reader, archive))
        .hasMessageContaining("one of 100 age keys");

    var more = new AgeConfig(List.of(Keys.ONE.publicKey()), file, null, 16, List.of(), null);
    assertThatThrownBy(() -> crypt.encrypt(more, Crypt.noise(10)))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("101 recipients and takes at most 100");
  }

  @Test
  void aRecipientsFileThatIsNotThereIsAMatterOfTheSettings() {
    var config = new AgeConfig(List.of(), folder.resolve("gone"), null, 16, List.of(), null);
    assertThatThrownBy(() -> crypt.encrypt(config, new byte[1]))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("gone is not there")
        .extracting(e -> ((BackupException) e).reason())
        .isEqualTo(Reason.CONFIGURATION);
  }

  @Test
  void settingsThatMeanNothingAreRefusedWithoutShowingASecret() {
    String secret = Keys.ONE.file().reveal().lines().reduce((a, b) -> b).orElseThrow();
    assertRefused(
        () -> new AgeConfig(List.of(), null, null, 16, List.of(), null), "needs recipients");
    assertRefused(() -> AgeConfig.to("age1nonsense"), "recipients[0] is no age public key");
    assertRefused(() -> AgeConfig.to(secret), "recipients[0] is a private key");
    assertRefused(
        () -> AgeConfig.with(new Secret(secret.toLowerCase(java.util.Locale.ROOT))),
        "identities[0] holds a line that is no age private key");
    assertRefused(() -> AgeConfig.with(new Secret(" "), 10), "passphrase must not be empty");
    assertRefused(
        () -> new AgeConfig(List.of(Keys.ONE.publicKey()), null, WORDS, 16, List.of(), null),
        "takes recipients or a passphrase, not both");
    assertRefused(
        () -> new AgeConfig(List.of(), null, null, 16, List.of(), Path.of("key.txt")),
        "identity_file must be an absolute path");
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable made, String message) {
    assertThatThrownBy(made)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageNotContainingAny("QQQ", Keys.ONE.file().reveal().substring(100, 150));
  }
}
