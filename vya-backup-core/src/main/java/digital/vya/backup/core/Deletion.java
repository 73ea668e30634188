package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.PendingObject;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.StorageSession;
import digital.vya.backup.api.StoredObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Deletes a backup so that an interruption never leaves a manifest without its artifact: what is to
 * go is noted beside it, the manifest goes before the artifact, and the note goes last. A note that
 * is found later is finished where the manifest is gone, and forgotten where it is still there.
 */
final class Deletion {

  static final String NOTE = ".deleting.json";

  private final StorageSession session;

  /** The storage does not let it be deleted: these credentials may not, or it is locked. */
  static final class DeniedException extends BackupException {
    private static final long serialVersionUID = 1;

    DeniedException(BackupException cause) {
      super(Reason.CONFIGURATION, String.valueOf(cause.getMessage()), cause);
    }
  }

  Deletion(StorageSession session) {
    this.session = session;
  }

  void delete(String artifact) throws IOException, InterruptedException {
    byte[] manifest;
    try (InputStream stream = session.read(artifact + ArtifactKeys.MANIFEST)) {
      manifest = stream.readNBytes(ManifestJson.LONGEST + 1);
    } catch (FileNotFoundException e) {
      // Somebody else was faster.
      return;
    }
    note(artifact, manifest);
    try {
      session.delete(artifact + ArtifactKeys.MANIFEST);
    } catch (IOException e) {
      forget(artifact, e);
      throw e;
    } catch (BackupException e) {
      forget(artifact, e);
      throw isDenial(e) ? new DeniedException(e) : e;
    }
    session.delete(artifact);
    session.delete(artifact + NOTE);
  }

  /** One that could not be taken back serves again: a locked store would keep each of them. */
  private void note(String artifact, byte[] manifest) throws IOException, InterruptedException {
    if (Catalog.isThere(session, artifact + NOTE)) {
      return;
    }
    try (PendingObject note = session.create(artifact + NOTE)) {
      note.stream().write(manifest);
      note.commit();
    }
  }

  /** What could be listed, read and written with these settings is only not to be deleted. */
  static boolean isDenial(Exception e) {
    return e instanceof BackupException failure && failure.reason() == Reason.CONFIGURATION;
  }

  /** Takes the note back, but for a manifest that is gone and whose deletion was only not told. */
  private void forget(String artifact, Exception failure) throws InterruptedException {
    try {
      if (Catalog.isThere(session, artifact + ArtifactKeys.MANIFEST)) {
        session.delete(artifact + NOTE);
      }
    } catch (IOException | BackupException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Finishes what was cut off, below a prefix.
   *
   * @return what could not be finished, and why; one line for all that is denied
   */
  List<String> finish(String prefix) throws IOException, InterruptedException {
    var problems = new ArrayList<String>();
    var denied = new ArrayList<String>();
    for (String note : notes(prefix)) {
      try {
        finishOne(note, note.substring(0, note.length() - NOTE.length()));
      } catch (IOException | BackupException e) {
        String problem = note + " stays: " + Failures.of("cannot delete", e).getMessage();
        (isDenial(e) ? denied : problems).add(problem);
      }
    }
    if (!denied.isEmpty()) {
      problems.add(
          denied.size() == 1
              ? denied.get(0)
              : denied.size() + " notes of deletions stay, the first: " + denied.get(0));
    }
    return problems;
  }

  private void finishOne(String note, String artifact) throws IOException, InterruptedException {
    if (!ours(note, artifact)) {
      return;
    }
    if (!Catalog.isThere(session, artifact + ArtifactKeys.MANIFEST)) {
      session.delete(artifact);
    }
    session.delete(note);
  }

  private List<String> notes(String prefix) throws IOException, InterruptedException {
    try (Stream<StoredObject> objects = session.list(prefix)) {
      return objects.map(StoredObject::key).filter(key -> key.endsWith(NOTE)).toList();
    }
  }

  /** Whether a note says what its name says: anybody may call a file so. */
  private boolean ours(String note, String artifact) throws IOException, InterruptedException {
    try (InputStream stream = session.read(note)) {
      return ManifestJson.read(stream).artifact().name().equals(artifact);
    } catch (FileNotFoundException | BackupException e) {
      return false;
    }
  }
}
