package digital.vya.backup.launcher;

import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.core.BackupPlan;
import digital.vya.backup.core.CheckResult;
import digital.vya.backup.core.Manifest;
import digital.vya.backup.core.Sizes;
import digital.vya.backup.core.StoredBackup;
import digital.vya.backup.core.VerifyResult;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** What commands found, as text for people: one line a thing, the conclusion last. */
final class Texts {

  private static final int OMISSIONS_SHOWN = 20;

  private Texts() {}

  static void report(BackupReport report, PrintWriter out) {
    report.artifacts().forEach(result -> result(result, out));
    report.warnings().forEach(w -> line(out, "warning: " + w));
    long raw = report.stored().stream().mapToLong(ArtifactResult.Stored::rawBytes).sum();
    long stored = report.stored().stream().mapToLong(ArtifactResult.Stored::storedBytes).sum();
    line(
        out,
        Json.lower(report.outcome()).toUpperCase(Locale.ROOT)
            + ": "
            + report.stored().size()
            + " of "
            + report.artifacts().size()
            + " stored, "
            + Sizes.text(raw)
            + " as "
            + Sizes.text(stored)
            + " in "
            + seconds(Duration.between(report.started(), report.finished())));
  }

  private static void result(ArtifactResult result, PrintWriter out) {
    String label = result.source().label();
    if (result instanceof ArtifactResult.Stored stored) {
      line(
          out,
          "%-10s %s: %s as %s in %s, %s, id %s"
              .formatted(
                  stored.complete() ? "stored" : "INCOMPLETE",
                  label,
                  Sizes.text(stored.rawBytes()),
                  Sizes.text(stored.storedBytes()),
                  seconds(stored.elapsed()),
                  Json.lower(stored.evidence()),
                  stored.id()));
      stored.copies().forEach(copy -> copy(copy, out));
      if (!stored.doubt().isEmpty()) {
        line(out, "           IN DOUBT: " + stored.doubt());
      }
      omissions(stored.omissions(), out);
    } else if (result instanceof ArtifactResult.Failed failed) {
      failed(failed, out);
    }
    result.warnings().forEach(w -> line(out, "           warning: " + w));
  }

  private static void copy(ArtifactResult.Copy copy, PrintWriter out) {
    if (copy.ok()) {
      line(out, "           in " + copy.destination() + ": " + copy.key());
    } else if (copy.required()) {
      line(out, "           NOT in " + copy.destination() + ": " + copy.problem());
    }
    // Why one is not there that need not be is among the warnings.
  }

  private static void failed(ArtifactResult.Failed failed, PrintWriter out) {
    line(out, "FAILED     " + failed.source().label() + ": " + failed.message());
  }

  static void omissions(ArtifactResult.Omissions omissions, PrintWriter out) {
    omissions.first().stream()
        .limit(OMISSIONS_SHOWN)
        .forEach(o -> line(out, "           missing: " + o));
    if (omissions.count() > OMISSIONS_SHOWN) {
      line(out, "           missing: " + (omissions.count() - OMISSIONS_SHOWN) + " more");
    }
  }

  static void plan(BackupPlan plan, PrintWriter out) {
    for (ArtifactSource source : plan.sources()) {
      line(out, "would back up " + source.label() + " (" + source.dbms() + ")");
    }
    plan.problems().forEach(problem -> failed(problem, out));
    plan.warnings().forEach(w -> line(out, "warning: " + w));
  }

  static void backups(List<StoredBackup> backups, ZoneId zone, PrintWriter out) {
    var time = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(zone);
    String format = "%-25s  %-19s  %10s  %-9s  %-8s  %-10s  %s";
    line(out, format.formatted("ID", "STARTED", "STORED", "EVIDENCE", "RECOVERY", "IN", "WHAT"));
    for (StoredBackup backup : backups) {
      Manifest manifest = backup.manifest();
      line(
          out,
          format.formatted(
              manifest.id(),
              time.format(manifest.started()),
              Sizes.text(manifest.artifact().bytes()),
              Json.lower(manifest.proof().evidence()),
              manifest.proof().recovery().map(Texts::seconds).orElse("-"),
              backup.destination(),
              manifest.source().label() + marks(manifest)));
    }
  }

  /** What speaks against a backup, in front of everything else that could be said of it. */
  static String marks(Manifest manifest) {
    long missing = manifest.omissions().count();
    return (manifest.damaged() ? " (DAMAGED)" : "")
        + (manifest.shrunk() ? " (shrunk: " + manifest.marks().shrink().orElseThrow() + ")" : "")
        + (missing == 0 ? "" : " (" + missing + " missing)");
  }

  static void verified(VerifyResult result, PrintWriter out) {
    line(
        out,
        result.ok()
            ? "%-10s %s: %s"
                .formatted(
                    result.evidence().atLeast(Evidence.RESTORED)
                        ? Json.lower(result.evidence())
                        : "sound",
                    result.destination(),
                    artifact(result))
            : (result.damaged() ? "DAMAGED    " : "FAILED     ")
                + result.destination()
                + ": "
                + (result.key().isEmpty() ? "" : result.key() + ": ")
                + result.problem());
  }

  static void warnings(VerifyResult result, PrintWriter out) {
    result.warnings().forEach(w -> line(out, "           warning: " + w));
  }

  private static String artifact(VerifyResult result) {
    return result.manifest().map(m -> m.artifact().name()).orElse(result.key());
  }

  static void checks(List<CheckResult> results, PrintWriter out) {
    for (CheckResult result : results) {
      line(
          out,
          result
              .failure()
              .map(f -> "FAILED     " + result.kind() + " " + result.id() + ": " + f.message())
              .orElse("ok         " + result.kind() + " " + result.id()));
      result.details().forEach(d -> line(out, "           " + d));
    }
  }

  /** What a tool said in several lines is indented, so that none of them looks like one of ours. */
  static void line(PrintWriter out, String text) {
    out.println(Output.plain(text).replace("\n", "\n           "));
  }

  static String seconds(Duration elapsed) {
    return elapsed.compareTo(Duration.ofMinutes(1)) < 0
        ? String.format(Locale.ROOT, "%.1f s", elapsed.toMillis() / 1000.0)
        : String.format(
            Locale.ROOT,
            "%d:%02d:%02d",
            elapsed.toHours(),
            elapsed.toMinutesPart(),
            elapsed.toSecondsPart());
  }
}
