package digital.vya.backup.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The vaults were made by the library that the old program used; see make.py beside them. */
final class LegacyVaultTest {

  private static final String HOST = "backup-sp-01";

  @Test
  void everySecretComesOutAsItWentIn() {
    assertThat(LegacyVault.open(Samples.bytes("vault/flat.json.enc"), HOST))
        .containsExactly(
            entry("mysql", "p#ss \"quoted\" \\ ç"),
            entry("empty", ""),
            entry("long", "x".repeat(5000)));
  }

  @Test
  void whatLiesDeeperIsCalledByItsPathAndWhatIsNoTokenIsTakenAsItIs() {
    assertThat(LegacyVault.open(Samples.bytes("vault/nested.json.enc"), HOST))
        .containsExactly(
            entry("version", "1.0"),
            entry("created", "1700000000"),
            entry("credentials.smtp.username", "robot"),
            entry("credentials.smtp.password", "s3cr:et@/%"),
            entry("credentials.tokens.0", "a"),
            entry("credentials.tokens.1", "${env:HOME}"));
  }

  @Test
  void aVaultOfAnotherHostSaysHowToNameIt() {
    refused(Samples.bytes("vault/flat.json.enc"), "backup-sp-02", "--hostname");
    refused(Samples.bytes("vault/flat.json.enc"), "BACKUP-SP-01", "--hostname");
  }

  @Test
  void everyChangedByteIsSeen() {
    byte[] vault = Samples.bytes("vault/list.json.enc");
    for (int at = 0; at < 100; at++) {
      byte[] changed = vault.clone();
      changed[at] = (byte) (changed[at] == 'A' ? 'B' : 'A');
      assertThatThrownBy(() -> LegacyVault.open(changed, HOST))
          .as("byte %d", at)
          .isInstanceOf(LegacyException.class);
    }
  }

  @Test
  void aValueSealedWithAnotherKeyIsNamedAndNothingIsGivenOut() {
    refused(Samples.bytes("vault/foreign.json.enc"), HOST, "\nbad");
  }

  @Test
  void whatIsNoVaultIsRefused() {
    refused(Samples.bytes("vault/list.json.enc"), HOST, "no JSON object");
    refused(new byte[0], HOST, "no vault");
    refused("{\"mysql\": \"x\"}".getBytes(StandardCharsets.UTF_8), HOST, "no vault");
    refused(new byte[200_000], HOST, "no vault");
    byte[] half = Samples.bytes("vault/flat.json.enc");
    refused(java.util.Arrays.copyOf(half, half.length / 2), HOST, "vault");
  }

  private static void refused(byte[] file, String host, String why) {
    assertThatThrownBy(() -> LegacyVault.open(file, host))
        .isInstanceOf(LegacyException.class)
        .hasMessageContaining(why)
        .hasNoCause();
  }
}
