package digital.vya.backup.core;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * What archivers make of an artifact. Where they fail although the artifact itself could be read,
 * it is the artifact that is damaged, and no trouble of the storage that may pass.
 */
final class DecodedInputStream extends FilterInputStream {

  private final Watched artifact;
  private final String what;

  private DecodedInputStream(InputStream decoded, Watched artifact, String what) {
    super(decoded);
    this.artifact = artifact;
    this.what = what;
  }

  /** How an artifact is decoded. */
  interface Undo {
    InputStream undo(InputStream artifact) throws IOException;
  }

  static InputStream of(InputStream stored, String what, Undo undo) throws IOException {
    var artifact = new Watched(stored);
    try {
      return new DecodedInputStream(undo.undo(artifact), artifact, what);
    } catch (IOException e) {
      throw artifact.explained(what, e);
    }
  }

  @Override
  public int read() throws IOException {
    try {
      return super.read();
    } catch (IOException e) {
      throw artifact.explained(what, e);
    }
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      return super.read(buffer, offset, length);
    } catch (IOException e) {
      throw artifact.explained(what, e);
    }
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** Remembers whether reading failed, and how. */
  private static final class Watched extends FilterInputStream {

    private @Nullable IOException failure;

    Watched(InputStream stored) {
      super(stored);
    }

    IOException explained(String what, IOException e) {
      if (failure instanceof CheckedInputStream.DamagedException) {
        // An archiver may have made something else of it.
        return failure;
      }
      return failure != null
          ? e
          : new CheckedInputStream.DamagedException(
              what
                  + " cannot be decoded: "
                  + e.getMessage()
                  + "; restore another one that restore-list shows",
              e);
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return super.read(buffer, offset, length);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }
}
