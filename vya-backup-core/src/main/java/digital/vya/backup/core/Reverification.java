package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.MissingKeyException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.StorageSession;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** Verifies stored backups of one storage, and notes in their manifests what that shows. */
final class Reverification {

  private static final Duration NO_LIMIT = Duration.ofDays(365);

  private final Environment environment;
  private final VerifyOrder order;
  private final OpenDestination destination;
  private final LocalHost host;
  private final Optional<Throttle> throttle;
  private final LockedManifests manifests;
  private Duration stallTimeout = ConfigDefaults.STALL_TIMEOUT;
  private boolean noted;
  private boolean stalled;

  Reverification(
      Environment environment,
      VerifyOrder order,
      OpenDestination destination,
      LocalHost host,
      Optional<Throttle> throttle) {
    this.environment = environment;
    this.order = order;
    this.destination = destination;
    this.host = host;
    this.throttle = throttle;
    this.manifests = new LockedManifests(environment);
  }

  /** Gives a storage up that gives not one byte for so long. */
  Reverification givingUpAfter(Duration limit) {
    stallTimeout = limit;
    return this;
  }

  /**
   * What is known now.
   *
   * @param shown what was shown this time, which may be less than what was shown before
   */
  private record Proven(Manifest.Proof proof, Evidence shown) {}

  /** Verifies one; empty if it was deleted meanwhile. */
  Optional<VerifyResult> of(Manifest manifest) throws InterruptedException {
    noted = false;
    stalled = false;
    try {
      Proven proven = proven(manifest);
      return Optional.of(
          new VerifyResult(
              destination.id(),
              Rotation.key(manifest),
              Optional.of(manifest.sound(proven.proof())),
              proven.shown(),
              "",
              Optional.empty(),
              warnings()));
    } catch (BackupException e) {
      if (e.reason() == Reason.DATA && isGone(manifest)) {
        warnings();
        return Optional.empty();
      }
      return Optional.of(
          new VerifyResult(
              destination.id(),
              Rotation.key(manifest),
              Optional.of(manifest),
              Evidence.STORED,
              String.valueOf(e.getMessage()),
              Optional.of(e.reason()),
              warnings()));
    }
  }

  /** Whether the manifest of the last one says that it was verified. */
  boolean noted() {
    return noted;
  }

  /** Whether the last one was given up, because the storage gave nothing for too long. */
  boolean stalled() {
    return stalled;
  }

  private List<String> warnings() {
    List<String> warnings = host.warnings();
    host.forget();
    return warnings;
  }

  private Proven proven(Manifest manifest) throws InterruptedException {
    Optional<MissingKeyException> missing = read(manifest);
    if (missing.isPresent()) {
      return readBack(manifest, missing.get());
    }
    Manifest.Proof proof = manifest.proof().raised(Evidence.DECODED, now());
    if (order.restore() && Drill.isFor(manifest.source())) {
      proof = drilled(manifest, proof);
    } else if (manifest.damagedByRestore()) {
      note(manifest, there -> there.tried(now()));
      throw BackupException.data(
          "its bytes are as they were written, but a restore drill showed that it is damaged, and only verify --restore can clear that: "
              + problem(manifest));
    }
    Manifest.Proof shown = proof;
    note(manifest, there -> there.sound(shown));
    return new Proven(proof, proof.evidence());
  }

  private Optional<MissingKeyException> read(Manifest manifest) throws InterruptedException {
    var bytes = new AtomicLong();
    var proving = new Proving(environment.decoding(host), bytes::addAndGet);
    var missing = new ArrayList<MissingKeyException>();
    try {
      return new Attempt("verifying " + manifest.id(), NO_LIMIT, stallTimeout, bytes::get, () -> {})
          .run(
              () -> {
                destination.steadily(
                    open ->
                        proving
                            .prove(manifest, paced(open), Evidence.DECODED)
                            .ifPresent(missing::add));
                return missing.stream().findFirst();
              });
    } catch (BackupException e) {
      stalled = e.getCause() instanceof TimeoutException;
      if (e.reason() == Reason.DATA) {
        noteDamage(manifest, e, false);
      }
      throw e;
    }
  }

  /** A drill that cannot be held takes nothing from what was shown before it began. */
  private Manifest.Proof drilled(Manifest manifest, Manifest.Proof proof)
      throws InterruptedException {
    var drill = new Drill(environment, host, new AtomicLong());
    Settings.Instance<?> place = drill.place(manifest, order.on());
    try {
      return new Attempt("trying " + manifest.id(), NO_LIMIT, NO_LIMIT, () -> 0, () -> {})
          .run(
              () ->
                  drill.run(
                      manifest.with(proof),
                      BackupFinder.in(paced(destination.require()), manifest),
                      place));
    } catch (BackupException e) {
      if (e.reason() != Reason.DATA) {
        note(manifest, there -> there.damagedByRestore() ? there.tried(now()) : there.sound(proof));
        throw e;
      }
      if (place.id().equals(manifest.source().instance()) || e instanceof Drill.DiffersException) {
        noteDamage(manifest, e, true);
        throw e;
      }
      throw refused(manifest, e);
    }
  }

  /** Another server may refuse what the one that was backed up takes: that is no damage. */
  private BackupException refused(Manifest manifest, BackupException e)
      throws InterruptedException {
    var decoded = new Manifest.Proof(Evidence.DECODED, now(), manifest.proof().recovery());
    note(manifest, there -> there.damagedByRestore() ? there.tried(now()) : there.sound(decoded));
    return new BackupException(
        Reason.ENVIRONMENT,
        "it can be read, but the instance it was tried on does not take it: %s; try it with --on %s"
            .formatted(e.getMessage(), manifest.source().instance()),
        e);
  }

  /** Its bytes are those that were written; whether they decode nobody can tell without a key. */
  private Proven readBack(Manifest manifest, MissingKeyException missing)
      throws InterruptedException {
    if (order.restore() && Drill.isFor(manifest.source())) {
      throw new MissingKeyException(
          "it was read back, but its restore cannot be tried: " + missing.getMessage());
    }
    if (manifest.damaged()) {
      note(manifest, there -> there.tried(now()));
      throw BackupException.data(
          "it is marked as damaged, and only a verify with the key can clear that: "
              + problem(manifest));
    }
    host.warn("read back, but not decoded: " + missing.getMessage());
    Manifest.Proof proof = manifest.proof().raised(Evidence.READ_BACK, now());
    note(manifest, there -> there.with(proof));
    return new Proven(proof, Evidence.READ_BACK);
  }

  private static String problem(Manifest manifest) {
    return manifest.marks().damage().map(Manifest.Damage::problem).orElse("");
  }

  private void note(Manifest manifest, UnaryOperator<Manifest> how) throws InterruptedException {
    change(manifest, how, "it was verified, but that could not be noted: ");
  }

  /** What was shown before counts no more: the floor of retention is made of sound ones. */
  private void noteDamage(Manifest manifest, BackupException failure, boolean byRestore)
      throws InterruptedException {
    String problem = environment.mask().text(String.valueOf(failure.getMessage()));
    change(
        manifest,
        there -> there.damaged(now(), problem, byRestore),
        "that it is damaged could not be noted in its manifest, so cleanup and restore --latest do not know of it: ");
  }

  private void change(Manifest manifest, UnaryOperator<Manifest> how, String otherwise)
      throws InterruptedException {
    var attempt =
        new Attempt("noting it of " + manifest.id(), stallTimeout, stallTimeout, () -> 0, () -> {});
    try {
      attempt.run(
          () -> {
            manifests.change(
                destination.id(),
                paced(destination.require()),
                manifest,
                there -> {
                  attempt.stillWanted();
                  return how.apply(there);
                });
            return manifest;
          });
      noted = true;
    } catch (BackupException e) {
      host.warn(otherwise + e.getMessage());
    }
  }

  /** A cleanup may have deleted both while the artifact was read: then nothing is damaged. */
  private boolean isGone(Manifest manifest) throws InterruptedException {
    try {
      return !Catalog.isThere(destination.require(), Rotation.key(manifest));
    } catch (IOException | BackupException e) {
      return false;
    }
  }

  private StorageSession paced(StorageSession session) {
    return throttle.<StorageSession>map(t -> new ThrottledSession(session, t)).orElse(session);
  }

  private Instant now() {
    return environment.clock().instant();
  }
}
