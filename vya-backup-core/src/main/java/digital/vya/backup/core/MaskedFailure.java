package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is left of a throwable that showed a secret: its text without it, and where it was. */
final class MaskedFailure extends Exception {

  private static final long serialVersionUID = 1;

  private static final int LONGEST_CHAIN = 50;

  private MaskedFailure(Throwable shown, String text, @Nullable Throwable cause) {
    super(text, cause);
    setStackTrace(shown.getStackTrace());
  }

  /** The same failure if it shows no secret, else its like. */
  static BackupException of(BackupException e, Mask mask) {
    if (!shows(e, mask)) {
      return e;
    }
    String message = mask.text(String.valueOf(e.getMessage()));
    BackupException masked = masked(e, message, mask);
    masked.setStackTrace(e.getStackTrace());
    return masked;
  }

  private static BackupException masked(BackupException e, String message, Mask mask) {
    Throwable cause = cause(e, mask, 0);
    if (e instanceof RestoreFailedException failed) {
      return new RestoreFailedException(
          new Masking(mask).of(failed.report()), new BackupException(e.reason(), message));
    }
    if (e instanceof ConfigException config) {
      return config.masked(mask);
    }
    if (e.worthRetrying() && e.reason() == Reason.ENVIRONMENT) {
      return BackupException.passing(
          message, cause == null ? new MaskedFailure(e, message, null) : cause);
    }
    return cause == null
        ? new BackupException(e.reason(), message)
        : new BackupException(e.reason(), message, cause);
  }

  static IOException of(IOException e, Mask mask) {
    if (!shows(e, mask)) {
      return e;
    }
    var masked = new IOException(mask.text(String.valueOf(e.getMessage())), cause(e, mask, 0));
    masked.setStackTrace(e.getStackTrace());
    return masked;
  }

  /** Any throwable, for the log. */
  static Throwable of(Throwable thrown, Mask mask) {
    return shows(thrown, mask) ? masked(thrown, mask, 0) : thrown;
  }

  private static boolean shows(Throwable thrown, Mask mask) {
    return Stream.iterate(thrown, t -> t != null, Throwable::getCause)
        .limit(LONGEST_CHAIN)
        .flatMap(t -> Stream.concat(Stream.of(t), Stream.of(t.getSuppressed())))
        .map(Throwable::toString)
        .anyMatch(text -> !mask.text(text).equals(text));
  }

  private static @Nullable Throwable cause(Throwable thrown, Mask mask, int depth) {
    Throwable cause = thrown.getCause();
    return cause == null || depth > LONGEST_CHAIN ? null : masked(cause, mask, depth + 1);
  }

  private static MaskedFailure masked(Throwable thrown, Mask mask, int depth) {
    return new MaskedFailure(thrown, mask.text(thrown.toString()), cause(thrown, mask, depth));
  }
}
