package digital.vya.backup.core;

import digital.vya.backup.api.Reason;
import java.util.List;
import java.util.Optional;

/**
 * Whether something that is configured can be reached and used.
 *
 * @param kind {@code instance}, {@code storage}, {@code notification} or {@code secret source}
 * @param id its id
 * @param failure why it cannot be used, and whose move it is; empty if it can
 * @param details what was found: versions, tools, databases, free space
 */
public record CheckResult(String kind, String id, Optional<Failure> failure, List<String> details) {

  /** Copies the list. */
  public CheckResult {
    details = List.copyOf(details);
  }

  /**
   * Why something cannot be used.
   *
   * @param reason whose move it is
   * @param message what, why, and what to do
   */
  public record Failure(Reason reason, String message) {}
}
