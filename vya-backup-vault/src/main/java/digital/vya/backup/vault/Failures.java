package digital.vya.backup.vault;

import com.fasterxml.jackson.databind.JsonNode;
import digital.vya.backup.api.BackupException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells what an answer other than the expected one means, and what to do. */
final class Failures {

  private static final int LONGEST = 200;

  private Failures() {}

  /**
   * A failure behind a status.
   *
   * @param what what could not be done
   */
  static BackupException of(VaultConfig config, Http.Answer answer, String what) {
    String said = said(answer.body());
    int status = answer.status();
    if (status == 503 && (said.contains("sealed") || said.isEmpty())) {
      return passing(
          "%s: Vault at %s is sealed or starting; unseal it".formatted(what, config.address()));
    }
    if (status >= 300 && status < 400) {
      return BackupException.environment(
          "%s: Vault at %s sends us elsewhere (%d), and the token goes nowhere else; name the active node in address"
              .formatted(what, config.address(), status));
    }
    if (status == 429 || status == 412 || status >= 500) {
      return passing(
          "%s: Vault at %s answers %d; look at its log".formatted(what, config.address(), status));
    }
    return BackupException.configuration(
        "%s: Vault at %s answers %d%s; look at address, namespace and mount"
            .formatted(what, config.address(), status, said.isEmpty() ? "" : " (" + said + ")"));
  }

  /** What Vault says itself; it quotes no token. */
  static String said(JsonNode body) {
    return line(body.path("errors").path(0).asText(""));
  }

  /** A text from elsewhere on one line, and not longer than it helps. */
  static String line(@Nullable String text) {
    String line =
        Objects.requireNonNullElse(text, "no reason was given")
            .replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+", " ")
            .strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  private static BackupException passing(String message) {
    return BackupException.passing(message, new IllegalStateException("an answer that may change"));
  }
}
