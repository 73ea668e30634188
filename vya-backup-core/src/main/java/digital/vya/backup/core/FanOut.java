package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

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
      throw lastFailure();
    }
  }

  private BackupException lastFailure() {
    return copies.stream()
        .flatMap(copy -> copy.failure().stream())
        .findFirst()
        .orElseGet(() -> BackupException.configuration("there is no destination to write to"));
  }
}
