package digital.vya.backup.launcher;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.core.CheckResult;
import digital.vya.backup.core.ConnectReport;
import digital.vya.backup.core.PluginRegistry;
import digital.vya.backup.core.VyaBackup;
import java.util.ArrayList;
import java.util.List;

/** Tries a configuration before it is written. */
final class Trial {

  private final NewConfig config;
  private final PluginRegistry registry;

  Trial(NewConfig config, PluginRegistry registry) {
    this.config = config;
    this.registry = registry;
  }

  /**
   * How one section did.
   *
   * @param faults what is wrong, with it or behind it
   * @param details what was found
   */
  record Outcome(List<String> faults, List<String> details) {}

  /** Tries the last section of a list. */
  Outcome last(String list, String kind, String id) throws InterruptedException {
    ConnectReport report = connect();
    String at = list + "[" + (config.count(list) - 1) + "]";
    var faults = new ArrayList<String>();
    var details = new ArrayList<String>();
    report.problems().stream().filter(p -> p.startsWith(at)).forEach(faults::add);
    for (CheckResult check : report.checks()) {
      if (check.kind().equals(kind) && check.id().equals(id)) {
        check.failure().ifPresent(failure -> faults.add(failure.message()));
        details.addAll(check.details());
      }
    }
    return new Outcome(faults, details);
  }

  /**
   * Tries all of it.
   *
   * @throws BackupException with all that is wrong
   */
  void requireAll() throws InterruptedException {
    ConnectReport report = connect();
    var faults = new ArrayList<>(report.problems());
    boolean environment = faults.isEmpty();
    for (CheckResult check : report.checks()) {
      check
          .failure()
          .ifPresent(f -> faults.add(check.kind() + " " + check.id() + ": " + f.message()));
      environment &= check.failure().filter(f -> f.reason() != Reason.ENVIRONMENT).isEmpty();
    }
    if (!faults.isEmpty()) {
      String message = "nothing was written: " + String.join("\n", faults);
      throw environment
          ? BackupException.environment(message)
          : BackupException.configuration(message);
    }
  }

  private ConnectReport connect() throws InterruptedException {
    return VyaBackup.builder()
        .registry(registry)
        .mask(Main.MASK)
        .config("the new configuration", config::tried)
        .connect();
  }

  /** Reads what was written, as the next command will. */
  void validateWritten() {
    VyaBackup.builder().registry(registry).mask(Main.MASK).config(config.file()).validate();
  }
}
