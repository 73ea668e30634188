package digital.vya.backup.metrics;

import digital.vya.backup.api.BackupException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells what a Pushgateway's answer means that is none of success, and what to do. */
final class Refusals {

  private static final int LONGEST = 200;

  private Refusals() {}

  static BackupException of(String url, int status, String body) {
    String at = "the Pushgateway at " + url;
    if (status >= 300 && status < 400) {
      return BackupException.configuration(
          "%s sends us elsewhere (%d), where we do not follow; write the address it means in url"
              .formatted(at, status));
    }
    if (status == 401 || status == 403) {
      return BackupException.configuration(
          "%s does not let us in (%d); look at user and password".formatted(at, status));
    }
    if (status == 404 || status == 405) {
      return BackupException.configuration(
          "there is no Pushgateway at %s (%d); look at url".formatted(url, status));
    }
    String said = body.isBlank() ? "" : ": " + line(body);
    if (status >= 500) {
      return BackupException.environment(
          "%s answered %d%s; look at its log".formatted(at, status, said));
    }
    return BackupException.environment(
        "%s refused the figures (%d)%s; look at what else is pushed to the same job"
            .formatted(at, status, said));
  }

  /** A text from elsewhere on one line, and not longer than it helps. */
  static String line(@Nullable String text) {
    String line =
        Objects.requireNonNullElse(text, "no reason was given")
            .replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+", " ")
            .strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
