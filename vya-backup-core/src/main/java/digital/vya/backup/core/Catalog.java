package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.PendingObject;
import digital.vya.backup.api.StorageSession;
import digital.vya.backup.api.StoredObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The backups of a storage, known from its manifests alone. */
final class Catalog {

  private final ArtifactKeys keys;

  Catalog(ArtifactKeys keys) {
    this.keys = keys;
  }

  /** Takes what the catalog finds; a manifest that cannot be read is a finding of its own. */
  interface Visitor {
    void backup(Manifest manifest) throws IOException, InterruptedException;

    default void broken(String key, String problem) throws IOException, InterruptedException {}
  }

  static void put(StorageSession session, String artifactKey, byte[] json)
      throws IOException, InterruptedException {
    try (PendingObject object = session.create(artifactKey + ArtifactKeys.MANIFEST)) {
      object.stream().write(json);
      object.commit();
    }
  }

  static boolean isThere(StorageSession session, String key)
      throws IOException, InterruptedException {
    try (InputStream there = session.read(key)) {
      return there.read() >= 0;
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /**
   * Changes what a manifest says now; nothing where it was deleted meanwhile. Whoever calls this
   * sees to it that nobody deletes it in between: {@link LockedManifests}.
   */
  static void change(StorageSession session, Manifest known, UnaryOperator<Manifest> how)
      throws IOException, InterruptedException {
    String artifact = known.artifact().name();
    Optional<Manifest> there = read(session, artifact + ArtifactKeys.MANIFEST);
    if (there.isPresent()) {
      put(session, artifact, ManifestJson.write(how.apply(there.get())));
    }
  }

  /** Visits the backups of an instance, of one source, or (with an empty instance) all. */
  void visit(StorageSession session, ArtifactSource of, Visitor visitor)
      throws IOException, InterruptedException {
    try (Stream<StoredObject> objects = session.list(keys.prefix(of))) {
      Iterator<StoredObject> all = objects.iterator();
      while (all.hasNext()) {
        String key = all.next().key();
        if (key.endsWith(ArtifactKeys.MANIFEST)) {
          visit(session, key, of, visitor);
        }
      }
    }
  }

  private static void visit(StorageSession session, String key, ArtifactSource of, Visitor visitor)
      throws IOException, InterruptedException {
    Manifest manifest;
    try {
      Optional<Manifest> read = read(session, key);
      if (read.isEmpty()) {
        return;
      }
      manifest = read.get();
    } catch (BackupException e) {
      if (isOurs(session, key)) {
        visitor.broken(key, String.valueOf(e.getMessage()));
      }
      return;
    }
    if (matches(manifest.source(), of)) {
      visitor.backup(manifest);
    }
  }

  /** Older programs called their notes the same. */
  private static boolean isOurs(StorageSession session, String key)
      throws IOException, InterruptedException {
    try (InputStream stream = session.read(key)) {
      return ManifestJson.isOurs(stream.readNBytes(ManifestJson.LONGEST + 1));
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /**
   * The manifest under a key; empty if there is none.
   *
   * @throws BackupException with reason DATA if it is not one
   */
  static Optional<Manifest> read(StorageSession session, String key)
      throws IOException, InterruptedException {
    try (InputStream stream = session.read(key)) {
      Manifest manifest = ManifestJson.read(stream);
      if (!key.equals(manifest.artifact().name() + ArtifactKeys.MANIFEST)) {
        throw BackupException.data(
            "the manifest names another artifact than the one it lies beside; it was moved");
      }
      return Optional.of(manifest);
    } catch (FileNotFoundException e) {
      // Removed since it was listed.
      return Optional.empty();
    }
  }

  private static boolean matches(ArtifactSource source, ArtifactSource of) {
    return (of.instance().isEmpty() || of.instance().equals(source.instance()))
        && (of.kind() == ArtifactSource.Kind.INSTANCE
            || (of.kind() == source.kind() && of.database().equals(source.database())));
  }

  /** The newest backups, newest first. */
  List<Manifest> newest(StorageSession session, ArtifactSource of, int limit)
      throws IOException, InterruptedException {
    return newest(session, of, limit, any -> true);
  }

  /** The newest backups that are wanted, newest first. */
  List<Manifest> newest(
      StorageSession session, ArtifactSource of, int limit, Predicate<Manifest> wanted)
      throws IOException, InterruptedException {
    var newest = new Newest(limit);
    visit(
        session,
        of,
        manifest -> {
          if (wanted.test(manifest)) {
            newest.add(manifest);
          }
        });
    return newest.newestFirst();
  }

  /** The backup with an id; what is listed after it is not read. */
  Optional<Manifest> find(StorageSession session, String id)
      throws IOException, InterruptedException {
    ArtifactSource any = ArtifactSource.instance("", "");
    var found = new ArrayList<Manifest>();
    Visitor visitor =
        manifest -> {
          if (manifest.id().equals(id)) {
            found.add(manifest);
          }
        };
    try (Stream<StoredObject> objects = session.list(keys.prefix(any))) {
      Iterator<StoredObject> all = objects.iterator();
      while (found.isEmpty() && all.hasNext()) {
        String key = all.next().key();
        if (key.endsWith(ArtifactKeys.MANIFEST)) {
          visit(session, key, any, visitor);
        }
      }
    }
    return found.stream().findFirst();
  }
}
