package digital.vya.backup.core;

import java.util.List;

/**
 * What is wrong with a configuration, and with what it leads to.
 *
 * @param problems what is wrong with it, one line each; what has problems was not reached
 * @param notes what else should be known of it
 * @param checks what was reached, and how that went
 */
public record ConnectReport(List<String> problems, List<String> notes, List<CheckResult> checks) {

  /** Copies the lists. */
  public ConnectReport {
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
    checks = List.copyOf(checks);
  }
}
