package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.RestoreReport;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one operation of the facade to the audit log, if there is one. */
final class AuditTrail {

  private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);

  private final Environment environment;
  private final String run;
  private final String what;
  private final String on;

  /**
   * @param run the id of the operation
   * @param what its name
   * @param on what it is done to
   */
  AuditTrail(Environment environment, String run, String what, String on) {
    this.environment = environment;
    this.run = run;
    this.what = what;
    this.on = environment.mask().text(on);
  }

  /** The operation itself. */
  interface Work<T, E extends Exception> {
    T run() throws IOException, E;
  }

  /** How an operation ended. */
  record End(String outcome, String detail) {

    static final End COMPLETE = new End("complete", "");

    static End of(BackupReport report) {
      return new End(
          report.outcome().name().toLowerCase(Locale.ROOT),
          report.stored().size() + " stored, " + report.failed().size() + " failed");
    }

    static End of(RestoreReport report) {
      return new End(
          report.omissions().count() == 0 ? "complete" : "partial",
          "%s/%s".formatted(report.destination().instance(), report.source().database()));
    }

    static End ofVerified(AtomicLong problems) {
      return problems.get() == 0
          ? COMPLETE
          : new End("failed", problems.get() + " backups are not sound");
    }
  }

  /**
   * Notes that something begins that must not happen unnoticed.
   *
   * @throws BackupException if it cannot be noted; nothing must be done then
   */
  AuditTrail begin() {
    try {
      write("began", "");
    } catch (IOException e) {
      throw new BackupException(
          Reason.ENVIRONMENT,
          "cannot write the audit log: "
              + Failures.text(e)
              + "; nothing was done, for nobody would know of this "
              + what
              + "; make the file writable, name another one (audit.file), or do without this once"
              + " (--no-audit)",
          e);
    }
    return this;
  }

  /** Does it, and notes how it ended. */
  <T, E extends Exception> T during(Work<T, E> work, Function<T, End> how) throws IOException, E {
    End end = new End("failed", "");
    try {
      T result = work.run();
      end = how.apply(result);
      return result;
    } catch (BackupException e) {
      end =
          new End(
              e.reason() == Reason.CANCELLED ? "cancelled" : "failed",
              String.valueOf(e.getMessage()));
      throw e;
    } finally {
      end(end);
    }
  }

  private void end(End end) {
    try {
      write(end.outcome(), end.detail());
    } catch (IOException e) {
      LOG.warn(
          "cannot write the audit log: {}; it does not tell how this {} ended ({})",
          Failures.text(e),
          what,
          end.outcome());
    }
  }

  private void write(String outcome, String detail) throws IOException {
    if (environment.options().audit().isPresent()) {
      AuditLog.in(environment.options().audit().get(), environment.clock())
          .append(
              new AuditEntry.Action(
                  what, on, outcome, environment.mask().text(detail), Optional.of(run)));
    }
  }

  static String text(BackupSelection selection) {
    String database = selection.database().map(name -> "/" + name).orElse("");
    return selection
        .instance()
        .map(id -> id + database)
        .or(() -> selection.dbms().map(name -> "all of " + name))
        .orElse("all");
  }

  static String text(CopyOrder order) {
    CopyOrder.Which which = order.which();
    String what =
        which
            .id()
            .map(id -> "backup " + id)
            .orElse(
                (which.latest() ? "the latest" : "all")
                    + which.instance().map(i -> " of " + i).orElse(""));
    return what + " from " + order.from() + " to " + order.to();
  }

  static String text(RestoreOrder order) {
    String origin =
        order.origin() instanceof RestoreOrder.Origin.Id byId
            ? "backup " + byId.id()
            : order.origin() instanceof RestoreOrder.Origin.Latest latest
                ? "latest backup of "
                    + latest.instance()
                    + latest.database().map(name -> "/" + name).orElse(" (globals)")
                : "file " + ((RestoreOrder.Origin.Dump) order.origin()).file();
    String separator = order.into().isPresent() ? "/" : "";
    String to =
        order.into().orElse("") + order.target().map(target -> separator + target).orElse("");
    return origin
        + (to.isEmpty() ? "" : " to " + to)
        + ", "
        + order.mode().name().toLowerCase(Locale.ROOT)
        + (order.force() ? ", force" : "");
  }
}
