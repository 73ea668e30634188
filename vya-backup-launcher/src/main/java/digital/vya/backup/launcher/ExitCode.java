package digital.vya.backup.launcher;

import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Reason;
import java.util.List;

/** What the command exits with; told to users by {@code --help} and {@code docs/cli.md}. */
final class ExitCode {

  static final int COMPLETE = 0;
  static final int BUG = 1;
  static final int CONFIGURATION = 2;
  static final int PARTIAL = 3;
  static final int ENVIRONMENT = 4;
  static final int LOCKED = 5;
  static final int DAMAGED = 6;
  static final int INTERRUPTED = 130;

  static final String[] HELP = {
    "0:complete",
    "1:a defect of this program or a plugin; please report it",
    "2:the configuration or the command line is wrong",
    "3:partial: something is stored and something is not; of status: not all is well",
    "4:the environment (server, tool, disk) failed; nothing is stored",
    "5:another run works on the instance",
    "6:stored data is damaged",
    "130:interrupted"
  };

  private ExitCode() {}

  static int of(Reason reason) {
    return switch (reason) {
      case CONFIGURATION -> CONFIGURATION;
      case ENVIRONMENT -> ENVIRONMENT;
      case DATA -> DAMAGED;
      case LOCKED -> LOCKED;
      case CANCELLED -> INTERRUPTED;
      case BUG -> BUG;
    };
  }

  static int of(BackupReport report) {
    List<Reason> reasons =
        report.failed().stream().map(ArtifactResult.Failed::reason).distinct().toList();
    if (reasons.contains(Reason.CANCELLED)) {
      return INTERRUPTED;
    }
    return switch (report.outcome()) {
      case COMPLETE -> COMPLETE;
      case PARTIAL -> PARTIAL;
      case FAILED -> worst(reasons);
    };
  }

  /** What a run or a plan that achieved nothing exits with. */
  static int worst(List<Reason> reasons) {
    if (reasons.contains(Reason.BUG)) {
      return BUG;
    }
    if (reasons.contains(Reason.ENVIRONMENT) || reasons.contains(Reason.DATA)) {
      return ENVIRONMENT;
    }
    return reasons.contains(Reason.CONFIGURATION) ? CONFIGURATION : LOCKED;
  }
}
