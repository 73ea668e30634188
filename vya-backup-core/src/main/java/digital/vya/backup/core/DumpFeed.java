package digital.vya.backup.core;

import digital.vya.backup.api.MissingKeyException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Reads the dump out of a stored backup, checked to its last byte, as often as is asked for. */
final class DumpFeed {

  private final BackupFinder.Found found;
  private final Decoding decoding;
  private final AtomicLong bytes;

  /**
   * A backup to read.
   *
   * @param bytes told how much of the dump was read, the last time it was
   */
  DumpFeed(BackupFinder.Found found, Decoding decoding, AtomicLong bytes) {
    this.found = found;
    this.decoding = decoding;
    this.bytes = bytes;
  }

  /** Takes a dump; it need not read to the end. */
  interface Taker {
    void take(InputStream dump) throws IOException, InterruptedException;
  }

  /** Returns only if all that was stored, and all that was dumped, is as it was written. */
  void into(Taker taker) throws IOException, InterruptedException {
    bytes.set(0);
    try (InputStream stored = stored()) {
      InputStream dump = new CountingInputStream(decoded(stored), bytes);
      taker.take(dump);
      // A driver may stop at its own end mark; what follows must be as it was written, too.
      drain(dump);
      drain(stored);
    }
  }

  /** Reads everything once and changes nothing. */
  void prove() throws IOException, InterruptedException {
    into(DumpFeed::drain);
  }

  private InputStream stored() throws IOException, InterruptedException {
    InputStream stored = found.source().open();
    return found
        .manifest()
        .map(Manifest::artifact)
        .<InputStream>map(a -> new CheckedInputStream(stored, found.name(), a.bytes(), a.sha256()))
        .orElse(stored);
  }

  private InputStream decoded(InputStream stored) throws IOException {
    try {
      return undone(stored);
    } catch (MissingKeyException e) {
      throw new MissingKeyException(
          "%s cannot be decoded: %s".formatted(found.name(), e.getMessage()));
    }
  }

  private InputStream undone(InputStream stored) throws IOException {
    if (found.manifest().isEmpty()) {
      return DecodedInputStream.of(stored, found.name(), decoding::undoAll);
    }
    Manifest manifest = found.manifest().get();
    return new CheckedInputStream(
        DecodedInputStream.of(stored, found.name(), s -> decoding.undo(manifest.archive(), s)),
        "the dump in " + found.name(),
        manifest.dump().bytes(),
        manifest.dump().sha256());
  }

  private static void drain(InputStream stream) throws IOException, InterruptedException {
    byte[] buffer = new byte[1 << 16];
    for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }
}
