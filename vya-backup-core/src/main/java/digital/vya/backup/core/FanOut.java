package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes one stream to several copies. A copy that fails is left behind and the others go on; only
 * when none is left does writing fail.
 */
final class FanOut extends OutputStream {

  private final List<Copying> copies;

  FanOut(List<Copying> copies) {
    this.copies = List.copyOf(copies);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    for (Copying copy : copies) {
      copy.attempt(pending -> pending.stream().write(buffer, offset, length));
    }
    requireOne();
  }

  void requireOne() {
    if (copies.stream().noneMatch(Copying::ok)) {
      throw failure();
    }
  }

  /**
   * Before anything is dumped at least one copy must be under way; what failed already was tried as
   * often as it is worth.
   */
  void requireOneToBegin() {
    if (copies.stream().noneMatch(Copying::ok)) {
      BackupException failure = failure();
      throw new BackupException(
          failure.reason(), failure.getMessage() + "; nothing was dumped", failure);
    }
  }

  /** Tells of every copy why it failed. */
  private BackupException failure() {
    List<BackupException> failures =
        copies.stream().flatMap(copy -> copy.failure().stream()).toList();
    if (failures.isEmpty()) {
      return BackupException.configuration("there is no destination to write to");
    }
    if (failures.size() == 1) {
      return failures.get(0);
    }
    String message =
        copies.stream()
            .map(copy -> copy.destination() + ": " + copy.result().problem())
            .collect(Collectors.joining("; ", "no destination can be written to: ", ""));
    Optional<BackupException> passing =
        failures.stream().filter(BackupException::worthRetrying).findFirst();
    if (passing.isPresent()) {
      return BackupException.passing(message, passing.get());
    }
    boolean alike = failures.stream().map(BackupException::reason).distinct().count() == 1;
    return new BackupException(
        alike ? failures.get(0).reason() : Reason.ENVIRONMENT, message, failures.get(0));
  }
}
