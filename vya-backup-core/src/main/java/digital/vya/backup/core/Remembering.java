package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one run takes from the history and adds to it; trouble with that never fails the run. */
final class Remembering {

  private final Environment environment;
  private final PastResult.Run run;
  private final List<String> problems = new ArrayList<>();
  private @Nullable Known known;

  Remembering(Environment environment, String id, Instant began, BackupSelection selection) {
    this.environment = environment;
    this.run = new PastResult.Run(id, began, selection.database().isEmpty());
  }

  /** The run works on these instances from now on. */
  void begin(List<Settings.Instance<?>> instances) {
    known();
    if (!instances.isEmpty()) {
      append(
          List.of(
              new HistoryLine.Begun(run, instances.stream().map(Settings.Instance::id).toList())));
    }
  }

  private Known known() {
    Known read = known;
    if (read == null) {
      Instant now = environment.clock().instant();
      try {
        read = Known.of(environment.history(), now);
      } catch (IOException e) {
        problems.add("the history cannot be read, so nothing is compared: " + Failures.text(e));
        read = Known.nothing(now);
      }
      known = read;
    }
    return read;
  }

  private boolean append(List<? extends HistoryLine> lines) {
    try {
      environment.history().append(lines);
      return true;
    } catch (IOException e) {
      problems.add(
          "the history cannot be written: %s; make run.state_dir writable, or status and schedule"
                  .formatted(Failures.text(e))
              + " do not know of this run");
      return false;
    }
  }

  /** What is known when the run is over: others may have ended since it began. */
  private Known now(List<HistoryLine.Result> lines, boolean appended) {
    Known fresh;
    try {
      fresh = Known.of(environment.history(), environment.clock().instant());
      if (appended) {
        return fresh;
      }
    } catch (IOException e) {
      // That was told when the run began, or is told when its figures are put together.
      fresh = known();
    }
    lines.forEach(fresh::add);
    return fresh;
  }

  /** The result with what was known before this run. */
  ArtifactResult compared(ArtifactResult result) {
    return result.after(known().before(result.source()));
  }

  /**
   * Keeps how the run ended. That another run worked on an instance is not kept: that one tells.
   *
   * @param report without secrets
   * @param destinations where others may look how it ended
   * @return what went wrong with that, from the beginning on
   */
  List<String> end(BackupReport report, List<OpenDestination> destinations) {
    List<HistoryLine.Result> lines =
        report.artifacts().stream()
            .filter(r -> !(r instanceof ArtifactResult.Failed f && f.reason() == Reason.LOCKED))
            .map(r -> new HistoryLine.Result(PastResult.of(run, r)))
            .toList();
    if (!lines.isEmpty()) {
      environment
          .figures()
          .attempted(
              environment.history(), lines.stream().map(HistoryLine.Result::result).toList());
      boolean appended = append(lines);
      ServerStatus status =
          new Assessment(environment, now(lines, appended)).remembered(destinations);
      problems.addAll(StatusFile.write(status, environment.options().stateDir(), destinations));
      StatusFile.writeElsewhere(environment, status, destinations);
    }
    return problems.stream().distinct().toList();
  }
}
