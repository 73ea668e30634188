package digital.vya.backup.age;

import digital.vya.backup.api.Secret;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings of {@code age}: for whom archives are encrypted, and what opens them here.
 *
 * @param recipients public keys, {@code age1…}: who has the private key of any of them can read
 *     what is written
 * @param recipientsFile a file of further ones, one a line, as {@code age -R} reads it
 * @param passphrase encrypts with words instead of keys; whoever writes can then read as well
 * @param workFactor makes guessing a passphrase slow: 2 to this power rounds, which take 1 KiB of
 *     memory each. 16 if not set: 64 MiB and a fraction of a second for every artifact
 * @param identities private keys, {@code AGE-SECRET-KEY-1…}, or whole files of them; needed only
 *     where backups are restored or verified to the last. Where neither recipients nor a passphrase
 *     are set, archives are encrypted to the public keys of these
 * @param identityFile a file of further ones. It need not be there where backups are only written
 */
public record AgeConfig(
    @Size(max = 100) List<String> recipients,
    @Nullable Path recipientsFile,
    @Nullable Secret passphrase,
    @Min(10) @Max(18) Integer workFactor,
    @Size(max = 100) List<Secret> identities,
    @Nullable Path identityFile) {

  private static final int WORK_FACTOR = 16;

  /**
   * Gives what is not set its default.
   *
   * @throws IllegalArgumentException naming what is wrong, and no value of a secret
   */
  public AgeConfig {
    recipients = recipients == null ? List.of() : List.copyOf(recipients);
    identities = identities == null ? List.of() : List.copyOf(identities);
    workFactor = workFactor == null ? WORK_FACTOR : workFactor;
    boolean toKeys = !recipients.isEmpty() || recipientsFile != null;
    if (passphrase != null && (toKeys || passphrase.reveal().isBlank())) {
      throw new IllegalArgumentException(
          toKeys
              ? "takes recipients or a passphrase, not both"
              : "passphrase must not be empty; set one, or set recipients");
    }
    if (!toKeys && passphrase == null && identities.isEmpty() && identityFile == null) {
      throw new IllegalArgumentException(
          "needs recipients (age1…), recipients_file or passphrase;"
              + " vya-backupdb keys generate makes a pair of keys");
    }
    requireAbsolute("recipients_file", recipientsFile);
    requireAbsolute("identity_file", identityFile);
    for (int i = 0; i < recipients.size(); i++) {
      AgeKeys.requireRecipient(recipients.get(i), "recipients[" + i + "]");
    }
    for (int i = 0; i < identities.size(); i++) {
      AgeKeys.identities(identities.get(i).reveal(), "identities[" + i + "]");
    }
  }

  private static void requireAbsolute(String setting, @Nullable Path file) {
    if (file != null && !file.isAbsolute()) {
      throw new IllegalArgumentException(setting + " must be an absolute path");
    }
  }

  /** Encrypts to these public keys, and cannot read what it wrote. */
  public static AgeConfig to(String... recipients) {
    return new AgeConfig(List.of(recipients), null, null, WORK_FACTOR, List.of(), null);
  }

  /** Encrypts to the public keys of these private ones, and reads what was encrypted to them. */
  public static AgeConfig with(Secret... identities) {
    return new AgeConfig(List.of(), null, null, WORK_FACTOR, List.of(identities), null);
  }

  /** Encrypts with a passphrase, and reads what was. */
  public static AgeConfig with(Secret passphrase, int workFactor) {
    return new AgeConfig(List.of(), null, passphrase, workFactor, List.of(), null);
  }
}
