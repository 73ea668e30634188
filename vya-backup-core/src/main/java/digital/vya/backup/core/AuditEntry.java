package digital.vya.backup.core;

import java.time.Instant;
import java.util.Optional;

/**
 * One line of an {@link AuditLog}.
 *
 * @param sequence 1 for the first line of a log
 * @param time when it was written
 * @param user the account that did it
 * @param sudoUser who became that account by {@code sudo}
 * @param host the name of the machine
 * @param action what was done
 */
public record AuditEntry(
    long sequence,
    Instant time,
    String user,
    Optional<String> sudoUser,
    String host,
    Action action) {

  /**
   * What was done. No text in it may hold a secret.
   *
   * @param what the operation, such as {@code restore}
   * @param on what it was done to, such as {@code main/orders}
   * @param outcome {@code began}, or how it ended, such as {@code complete} or {@code failed}
   * @param detail what else there is to say, such as why it failed; may be empty
   * @param run the id of the run, as on the lines of the log; empty if there is none
   */
  public record Action(
      String what, String on, String outcome, String detail, Optional<String> run) {

    /** Something of which there is nothing else to say. */
    public static Action of(String what, String on, String outcome) {
      return new Action(what, on, outcome, "", Optional.empty());
    }
  }
}
