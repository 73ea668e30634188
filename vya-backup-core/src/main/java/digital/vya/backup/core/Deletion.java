package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.PendingObject;
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
    try (PendingObject note = session.create(artifact + NOTE)) {
      note.stream().write(manifest);
      note.commit();
    }
    try {
      session.delete(artifact + ArtifactKeys.MANIFEST);
    } catch (IOException | BackupException e) {
      forget(artifact, e);
      throw e;
    }
    session.delete(artifact);
    session.delete(artifact + NOTE);
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
   * @return what could not be finished, and why
   */
  List<String> finish(String prefix) throws IOException, InterruptedException {
    var problems = new ArrayList<String>();
    for (String note : notes(prefix)) {
      try {
        finishOne(note, note.substring(0, note.length() - NOTE.length()));
      } catch (IOException | BackupException e) {
        problems.add(note + " stays: " + Failures.of("cannot delete", e).getMessage());
      }
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
