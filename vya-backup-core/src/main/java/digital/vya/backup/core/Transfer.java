package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.PendingObject;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.StorageSession;
import digital.vya.backup.api.StoredObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Brings one backup from one destination into another: the artifact is checked while it is read and
 * read again where it is then, and the manifest comes last and makes it a backup there.
 */
final class Transfer {

  private final OpenDestination from;
  private final OpenDestination to;
  private final Proving proving;
  private final Clock clock;
  private final AtomicLong moved;
  private boolean committed;
  private volatile boolean atSource;

  /**
   * @param moved grows while anything moves
   */
  Transfer(
      OpenDestination from, OpenDestination to, Decoding decoding, Clock clock, AtomicLong moved) {
    this.from = from;
    this.to = to;
    this.proving = new Proving(decoding, moved::addAndGet);
    this.clock = clock;
    this.moved = moved;
  }

  /** Whether it was the source that failed, or kept everything waiting, the last time. */
  boolean failedAtSource() {
    return atSource;
  }

  /** Does what needs the source: as long as it goes on, what fails is the source's. */
  private <T> T inSource(Patience.Work<T> work) throws IOException, InterruptedException {
    atSource = true;
    T result = work.attempt();
    atSource = false;
    return result;
  }

  /**
   * Whether the backup is there, whole and not known to be damaged.
   *
   * @throws BackupException if what is there must not be touched
   */
  boolean isThere(Manifest manifest) throws IOException, InterruptedException {
    atSource = false;
    String key = manifest.artifact().name();
    StorageSession there = to.require();
    Optional<Manifest> other;
    try {
      other = Catalog.read(there, key + ArtifactKeys.MANIFEST);
    } catch (BackupException e) {
      throw e.reason() != Reason.DATA
          ? e
          : BackupException.data(
              "what %s has under %s cannot be read (%s) and is left alone; look at it, and delete both if they are of no use"
                  .formatted(to.id(), key + ArtifactKeys.MANIFEST, e.getMessage()));
    }
    if (other.isEmpty()) {
      return false;
    }
    if (!other.get().id().equals(manifest.id())) {
      throw BackupException.configuration(
          "%s has another backup under %s, %s of the server %s; give each server a prefix or folder of its own there"
              .formatted(to.id(), key, other.get().id(), Shown.name(other.get().server())));
    }
    return !other.get().damaged()
        && other.get().artifact().equals(manifest.artifact())
        && length(there, key) == manifest.artifact().bytes();
  }

  private static long length(StorageSession session, String key)
      throws IOException, InterruptedException {
    try (Stream<StoredObject> objects = session.list(key)) {
      // The key itself is the first of all that begin with it.
      return objects
          .findFirst()
          .filter(o -> o.key().equals(key))
          .map(StoredObject::bytes)
          .orElse(-1L);
    }
  }

  /**
   * What the source says about the backup now; empty if it was deleted there.
   *
   * @throws BackupException with reason DATA if it is marked as damaged: a copy would look sound
   */
  Optional<Manifest> sound(Manifest manifest) throws IOException, InterruptedException {
    String key = manifest.artifact().name();
    Optional<Manifest> now =
        inSource(() -> Catalog.read(from.require(), key + ArtifactKeys.MANIFEST));
    Optional<Manifest.Damage> damage = now.flatMap(m -> m.marks().damage());
    if (damage.isPresent()) {
      throw BackupException.data(
          "%s is damaged in %s (%s) and not copied; verify --backup %s tells whether it still is"
              .formatted(key, from.id(), damage.get().problem(), manifest.id()));
    }
    return now;
  }

  /**
   * Copies it, from the beginning again where what failed may pass.
   *
   * @param stillWanted throws if nobody waits for it any more
   * @return its manifest there
   */
  Manifest copy(Manifest manifest, Runnable stillWanted) throws IOException, InterruptedException {
    String key = manifest.artifact().name();
    // What an interrupted cleanup has noted there would take the new copy away.
    new Deletion(to.require()).finish(key);
    boolean sealed = false;
    committed = false;
    try {
      to.steadily(there -> send(manifest, there, stillWanted));
      to.steadily(there -> proving.prove(manifest, there, Evidence.READ_BACK));
      Manifest shown = shown(manifest);
      byte[] json = ManifestJson.write(shown);
      to.steadily(
          there -> {
            stillWanted.run();
            Catalog.put(there, key, json);
          });
      sealed = true;
      return shown;
    } finally {
      if (committed && !sealed) {
        remove(key);
      }
    }
  }

  private void send(Manifest manifest, StorageSession there, Runnable stillWanted)
      throws IOException, InterruptedException {
    Manifest.Content artifact = manifest.artifact();
    try (InputStream in = source(artifact);
        PendingObject object = there.create(artifact.name())) {
      byte[] buffer = new byte[1 << 16];
      for (int n = read(in, buffer); n >= 0; n = read(in, buffer)) {
        object.stream().write(buffer, 0, n);
        moved.addAndGet(n);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
      stillWanted.run();
      if (Catalog.isThere(there, artifact.name() + ArtifactKeys.MANIFEST)) {
        // It is of an artifact that is gone or cut off; meanwhile it would vouch for this one.
        there.delete(artifact.name() + ArtifactKeys.MANIFEST);
      }
      // Only from here on is what lies there ours to take away.
      committed = true;
      object.commit();
    } catch (FileNotFoundException e) {
      throw gone(artifact.name());
    }
  }

  private InputStream source(Manifest.Content artifact) throws IOException, InterruptedException {
    return inSource(
        () ->
            new CheckedInputStream(
                from.require().read(artifact.name()),
                artifact.name() + " in " + from.id(),
                artifact.bytes(),
                artifact.sha256()));
  }

  private int read(InputStream in, byte[] buffer) throws IOException, InterruptedException {
    return inSource(() -> in.read(buffer));
  }

  private BackupException gone(String key) throws IOException, InterruptedException {
    return Catalog.read(from.require(), key + ArtifactKeys.MANIFEST).isEmpty()
        ? BackupException.environment(
            key + " was deleted from " + from.id() + " before it could be copied")
        : BackupException.data(
            "the artifact %s is gone from %s although its manifest is there"
                .formatted(key, from.id()));
  }

  /** What was shown in this destination, and what somebody has noted about the backup meanwhile. */
  private Manifest shown(Manifest manifest) throws IOException, InterruptedException {
    Optional<String> pin = sound(manifest).map(Manifest::pin).orElse(manifest.pin());
    return manifest
        .sound(new Manifest.Proof(Evidence.READ_BACK, clock.instant(), Optional.empty()))
        .pinned(pin);
  }

  /** An interrupt ends the copying, but not before what it has left is gone. */
  private void remove(String key) throws InterruptedException {
    boolean interrupted = Thread.interrupted();
    try {
      StorageSession there = to.plain().orElseThrow();
      there.delete(key + ArtifactKeys.MANIFEST);
      there.delete(key);
    } catch (IOException | BackupException e) {
      // Without a manifest it is no backup; the failure that led here is the one to report.
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
