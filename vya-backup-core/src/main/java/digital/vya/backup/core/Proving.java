package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.MissingKeyException;
import digital.vya.backup.api.StorageSession;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Reads a stored artifact again and shows that it is what was written. */
final class Proving {

  private final Decoding decoding;
  private final LongConsumer progress;

  /**
   * A proving.
   *
   * @param progress told how many bytes each step read
   */
  Proving(Decoding decoding, LongConsumer progress) {
    this.decoding = decoding;
    this.progress = progress;
  }

  /**
   * Returns if the artifact holds the evidence.
   *
   * @return why it is shown to be {@link Evidence#READ_BACK} only, although more was wanted: no key
   *     is at hand. Empty if it holds what was wanted
   * @throws BackupException with reason DATA if it does not
   */
  Optional<MissingKeyException> prove(Manifest manifest, StorageSession session, Evidence wanted)
      throws IOException, InterruptedException {
    if (wanted == Evidence.STORED) {
      return Optional.empty();
    }
    Optional<MissingKeyException> missing = Optional.empty();
    try (CheckedInputStream stored = open(manifest, session)) {
      if (wanted.atLeast(Evidence.DECODED)) {
        missing = decode(manifest, stored);
      }
      drain(stored);
      return missing;
    } catch (FileNotFoundException e) {
      throw BackupException.data(
          "the artifact " + manifest.artifact().name() + " is gone although its manifest is there");
    } catch (IOException e) {
      if (Thread.interrupted()) {
        // A stream can say so only by failing.
        throw (InterruptedException) new InterruptedException().initCause(e);
      }
      throw e;
    }
  }

  private static CheckedInputStream open(Manifest manifest, StorageSession session)
      throws IOException, InterruptedException {
    Manifest.Content artifact = manifest.artifact();
    return new CheckedInputStream(
        session.read(artifact.name()), artifact.name(), artifact.bytes(), artifact.sha256());
  }

  private Optional<MissingKeyException> decode(Manifest manifest, CheckedInputStream stored)
      throws IOException, InterruptedException {
    Manifest.Content dump = manifest.dump();
    String name = manifest.artifact().name();
    try {
      drain(
          new CheckedInputStream(
              DecodedInputStream.of(stored, name, s -> decoding.undo(manifest.archive(), s)),
              "the dump in " + name,
              dump.bytes(),
              dump.sha256()));
      return Optional.empty();
    } catch (MissingKeyException e) {
      return Optional.of(e);
    }
  }

  private void drain(InputStream stream) throws IOException, InterruptedException {
    byte[] buffer = new byte[1 << 16];
    for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
      progress.accept(n);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
