package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.PendingObject;
import digital.vya.backup.api.StorageSession;
import digital.vya.backup.api.StoredObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

  /**
   * Visits the backups of an instance, of one source, or (with an empty instance) all. Some are
   * read before it is their turn: who changes what is there, or takes long with each, wants {@link
   * #visitFresh}.
   */
  void visit(StorageSession session, ArtifactSource of, Visitor visitor)
      throws IOException, InterruptedException {
    visit(session, of, visitor, () -> false);
  }

  private void visit(
      StorageSession session, ArtifactSource of, Visitor visitor, BooleanSupplier enough)
      throws IOException, InterruptedException {
    try (Stream<StoredObject> objects = session.list(keys.prefix(of));
        var ahead = new ReadAhead<Finding>()) {
      var listed = new Listed(objects.iterator());
      while (!enough.getAsBoolean() && listed.hasNext()) {
        StoredObject object = listed.next();
        if (object.key().endsWith(ArtifactKeys.MANIFEST)) {
          while (!enough.getAsBoolean() && !ahead.hasRoomFor(object.bytes())) {
            ahead.take().tell(visitor);
          }
          ahead.add(object.bytes(), () -> finding(session, object.key(), of));
        }
      }
      while (!enough.getAsBoolean() && !ahead.isEmpty()) {
        ahead.take().tell(visitor);
      }
      if (!enough.getAsBoolean()) {
        listed.requireWhole();
      }
    }
  }

  /** A listing whose end may be a failure, which is told after what was listed before it. */
  private static final class Listed {

    private final Iterator<StoredObject> objects;
    private @Nullable RuntimeException failure;

    Listed(Iterator<StoredObject> objects) {
      this.objects = objects;
    }

    boolean hasNext() {
      try {
        return objects.hasNext();
      } catch (UncheckedIOException | BackupException e) {
        failure = e;
        return false;
      }
    }

    StoredObject next() {
      return objects.next();
    }

    void requireWhole() {
      if (failure != null) {
        throw failure;
      }
    }
  }

  /** As {@link #visit}, but each is read when it is its turn. */
  void visitFresh(StorageSession session, ArtifactSource of, Visitor visitor)
      throws IOException, InterruptedException {
    try (Stream<StoredObject> objects = session.list(keys.prefix(of))) {
      Iterator<StoredObject> all = objects.iterator();
      while (all.hasNext()) {
        String key = all.next().key();
        if (key.endsWith(ArtifactKeys.MANIFEST)) {
          finding(session, key, of).tell(visitor);
        }
      }
    }
  }

  /** What lies under the key of a manifest. */
  private interface Finding {
    void tell(Visitor visitor) throws IOException, InterruptedException;
  }

  private static Finding finding(StorageSession session, String key, ArtifactSource of)
      throws IOException, InterruptedException {
    try {
      Optional<Manifest> manifest = read(session, key).filter(m -> matches(m.source(), of));
      return visitor -> {
        if (manifest.isPresent()) {
          visitor.backup(manifest.get());
        }
      };
    } catch (BackupException e) {
      boolean ours = isOurs(session, key);
      return visitor -> {
        if (ours) {
          visitor.broken(key, String.valueOf(e.getMessage()));
        }
      };
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

  /** The backup with an id; not much of what is listed after it is read. */
  Optional<Manifest> find(StorageSession session, String id)
      throws IOException, InterruptedException {
    var found = new ArrayList<Manifest>();
    visit(
        session,
        ArtifactSource.instance("", ""),
        manifest -> {
          if (manifest.id().equals(id)) {
            found.add(manifest);
          }
        },
        () -> !found.isEmpty());
    return found.stream().findFirst();
  }
}
