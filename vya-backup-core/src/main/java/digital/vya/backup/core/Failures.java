package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever a plugin throws into a failure with a reason. */
final class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private static final int LONGEST_CHAIN = 20;

  private Failures() {}

  /**
   * The failure behind a throwable.
   *
   * @param what what could not be done, to go in front of a message that does not say it
   */
  static BackupException of(String what, @Nullable Throwable thrown) {
    if (thrown instanceof BackupException e) {
      return e;
    }
    if (thrown instanceof IOException && damaged(thrown)) {
      return new BackupException(Reason.DATA, String.valueOf(thrown.getMessage()), thrown);
    }
    if (thrown instanceof IOException || thrown instanceof UncheckedIOException) {
      return new BackupException(Reason.ENVIRONMENT, what + ": " + text(thrown), thrown);
    }
    if (thrown instanceof InterruptedException) {
      return new BackupException(Reason.CANCELLED, what + ": it was cancelled", thrown);
    }
    Mask mask = RunMark.mask();
    LOG.error(
        "{}: unexpected failure",
        mask.text(what),
        thrown == null ? null : MaskedFailure.of(thrown, mask));
    return new BackupException(
        Reason.BUG,
        what + ": " + thrown + "; this is a defect, please report it with the log",
        thrown == null ? new IllegalStateException(what) : thrown);
  }

  /** What stands behind a failure, the nearest first. */
  static List<String> causes(BackupException failure) {
    return Stream.iterate(failure.getCause(), t -> t != null, Throwable::getCause)
        .limit(LONGEST_CHAIN)
        .map(Throwable::toString)
        .toList();
  }

  /** An engine may have added to the message how far it came. */
  private static boolean damaged(Throwable thrown) {
    return Stream.iterate(thrown, t -> t != null, Throwable::getCause)
        .limit(LONGEST_CHAIN)
        .anyMatch(CheckedInputStream.DamagedException.class::isInstance);
  }

  static String text(Throwable thrown) {
    Throwable cause = thrown instanceof UncheckedIOException ? thrown.getCause() : thrown;
    String message = cause == null ? null : cause.getMessage();
    String type = (cause == null ? thrown : cause).getClass().getSimpleName();
    // File exceptions carry the name of the file and nothing else.
    return message == null || cause instanceof java.nio.file.FileSystemException
        ? type + (message == null ? "" : ": " + message)
        : message;
  }
}
