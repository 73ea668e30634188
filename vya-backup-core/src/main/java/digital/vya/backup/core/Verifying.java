package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.MissingKeyException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.StorageSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads stored backups again, one after the other, and keeps what that shows. */
final class Verifying {

  private static final Duration NO_LIMIT = Duration.ofDays(365);
  private static final int LONGEST_PROBLEM = 1000;

  private final Environment environment;
  private final VerifyOrder order;
  private final Consumer<VerifyResult> sink;
  private final Catalog catalog;
  private final DamageFindings findings;
  private final Optional<Throttle> throttle;
  private long seen;

  Verifying(Environment environment, VerifyOrder order, Consumer<VerifyResult> sink) {
    this.environment = environment;
    this.order = order;
    this.sink = sink;
    this.catalog = new Catalog(environment.keys());
    this.findings = new DamageFindings(environment);
    this.throttle =
        order.rate().stream()
            .mapToObj(bytes -> new Throttle(new Bandwidth(bytes), Throttle.Time.SYSTEM))
            .findAny();
  }

  /** Verifies, and writes that to the audit log; returns how many backups are not sound. */
  static AtomicLong audited(
      Environment environment, String run, VerifyOrder order, Consumer<VerifyResult> sink)
      throws IOException, InterruptedException {
    var problems = new AtomicLong();
    Consumer<VerifyResult> counting =
        result -> {
          problems.addAndGet(result.ok() ? 0 : 1);
          sink.accept(result);
        };
    return new AuditTrail(environment, run, "verify", order.id().orElse("all"))
        .during(
            () -> {
              new Verifying(environment, order, counting).run();
              return problems;
            },
            AuditTrail.End::ofVerified);
  }

  /** Verifies what is ordered in all storages, and alerts once of all that is damaged. */
  void run() throws IOException, InterruptedException {
    try {
      for (Settings.Destination<?> destination : environment.settings().destinations()) {
        in(destination);
      }
    } finally {
      findings.tell();
    }
    if (seen == 0) {
      throw BackupException.configuration(
          order
              .id()
              .map(i -> "there is no backup " + i + "; restore-list shows what there is")
              .orElse("there is no backup to verify"));
    }
    new Metrics(environment).afterSilent();
  }

  /** A storage that cannot be reached says nothing about what it holds, nor about the others. */
  private void in(Settings.Destination<?> destination) throws IOException, InterruptedException {
    try (LocalHost host = environment.host();
        OpenDestination open = OpenDestination.open(destination, host)) {
      Catalog.Visitor visitor = visitor(open, host);
      if (order.sample().isPresent()) {
        var rotation = new Rotation(catalog, order.sample().get());
        for (String key : rotation.keys(open.require(), visitor)) {
          Optional<Manifest> manifest = Catalog.read(open.require(), key);
          if (manifest.isPresent()) {
            visitor.backup(manifest.get());
          }
        }
      } else {
        var all = new DamagedThere(environment.figures(), open.id(), visitor);
        catalog.visit(open.require(), ArtifactSource.instance("", ""), all);
        all.forgetOthers();
      }
    } catch (IOException | UncheckedIOException | BackupException e) {
      BackupException failure = Failures.of("cannot verify what is in " + destination.id(), e);
      Reason reason = failure.reason() == Reason.DATA ? Reason.ENVIRONMENT : failure.reason();
      take(failed(destination.id(), "", String.valueOf(failure.getMessage()), reason));
    }
  }

  private Catalog.Visitor visitor(OpenDestination open, LocalHost host) {
    return new Catalog.Visitor() {
      @Override
      public void backup(Manifest manifest) throws InterruptedException {
        if (order.id().isEmpty() || order.id().get().equals(manifest.id())) {
          take(verify(open, manifest, host));
        }
      }

      @Override
      public void broken(String key, String problem) {
        if (order.id().isEmpty()) {
          take(failed(open.id(), key, problem, Reason.DATA));
        }
      }
    };
  }

  private static VerifyResult failed(
      String destination, String key, String problem, Reason reason) {
    return new VerifyResult(
        destination,
        key,
        Optional.empty(),
        Evidence.STORED,
        problem,
        Optional.of(reason),
        List.of());
  }

  private void take(VerifyResult result) {
    seen++;
    VerifyResult masked = environment.masking().of(result);
    RunLog.verified(masked);
    if (masked.damaged()) {
      findings.add(masked);
    }
    if (masked.ok() || masked.damaged()) {
      masked
          .manifest()
          .ifPresent(
              manifest ->
                  environment.tell(
                      new BackupEvent.BackupVerified(
                          manifest.source(),
                          manifest.id(),
                          masked.destination(),
                          masked.evidence(),
                          masked.ok())));
    }
    sink.accept(masked);
  }

  private VerifyResult verify(OpenDestination destination, Manifest manifest, LocalHost host)
      throws InterruptedException {
    String key = Rotation.key(manifest);
    try {
      Proven proven =
          new Attempt("verifying " + manifest.id(), NO_LIMIT, NO_LIMIT, () -> 0, () -> {})
              .run(() -> prove(destination, manifest, host));
      return new VerifyResult(
          destination.id(),
          key,
          Optional.of(manifest.sound(proven.proof())),
          proven.shown(),
          "",
          Optional.empty(),
          warnings(host));
    } catch (BackupException e) {
      return new VerifyResult(
          destination.id(),
          key,
          Optional.of(manifest),
          Evidence.STORED,
          String.valueOf(e.getMessage()),
          Optional.of(e.reason()),
          warnings(host));
    }
  }

  private static List<String> warnings(LocalHost host) {
    List<String> warnings = host.warnings();
    host.forget();
    return warnings;
  }

  /**
   * What is known now.
   *
   * @param shown what was shown this time, which may be less than what was shown before
   */
  private record Proven(Manifest.Proof proof, Evidence shown) {}

  private Proven prove(OpenDestination destination, Manifest manifest, LocalHost host)
      throws IOException, InterruptedException {
    StorageSession session = paced(destination.require());
    var proving = new Proving(environment.decoding(host), n -> {});
    var missing = new AtomicReference<@Nullable MissingKeyException>();
    try {
      destination.steadily(
          open -> missing.set(proving.prove(manifest, paced(open), Evidence.DECODED).orElse(null)));
    } catch (IOException | BackupException e) {
      BackupException failure = Failures.of("cannot verify " + manifest.id(), e);
      if (failure.reason() == Reason.DATA) {
        noteDamage(session, manifest, failure, host);
      }
      throw failure;
    }
    MissingKeyException key = missing.get();
    if (key != null) {
      return readBack(session, manifest, key, host);
    }
    Manifest.Proof proof = manifest.proof().raised(Evidence.DECODED, environment.clock().instant());
    try {
      if (order.restore() && Drill.isFor(manifest.source())) {
        var drill = new Drill(environment, host, new AtomicLong());
        proof =
            drill.run(
                manifest.with(proof),
                BackupFinder.in(session, manifest),
                drill.place(manifest, order.on()));
      }
      return new Proven(proof, proof.evidence());
    } finally {
      // A drill that fails takes nothing from what was shown before it began.
      noteSound(session, manifest, proof, host);
    }
  }

  /** Its bytes are those that were written; whether they decode nobody can tell without a key. */
  private Proven readBack(
      StorageSession session, Manifest manifest, MissingKeyException missing, LocalHost host)
      throws InterruptedException {
    if (order.restore() && Drill.isFor(manifest.source())) {
      throw new MissingKeyException(
          "it was read back, but its restore cannot be tried: " + missing.getMessage());
    }
    if (manifest.damaged()) {
      throw BackupException.data(
          "it is marked as damaged, and only a verify with the key can clear that: "
              + manifest.marks().damage().map(Manifest.Damage::problem).orElse(""));
    }
    host.warn("read back, but not decoded: " + missing.getMessage());
    Manifest.Proof proof =
        manifest.proof().raised(Evidence.READ_BACK, environment.clock().instant());
    note(session, manifest, now -> now.with(proof), host);
    return new Proven(proof, Evidence.READ_BACK);
  }

  private static void noteSound(
      StorageSession session, Manifest manifest, Manifest.Proof proof, LocalHost host)
      throws InterruptedException {
    note(session, manifest, now -> now.sound(proof), host);
  }

  private static void note(
      StorageSession session, Manifest manifest, UnaryOperator<Manifest> how, LocalHost host)
      throws InterruptedException {
    try {
      Catalog.change(session, manifest, how);
    } catch (IOException | BackupException e) {
      host.warn("the backup is sound, but that could not be noted: " + e.getMessage());
    }
  }

  private StorageSession paced(StorageSession session) {
    return throttle.<StorageSession>map(t -> new ThrottledSession(session, t)).orElse(session);
  }

  /** What was shown before counts no more: the floor of retention is made of sound ones. */
  private void noteDamage(
      StorageSession session, Manifest manifest, BackupException failure, LocalHost host)
      throws InterruptedException {
    String problem = environment.mask().text(String.valueOf(failure.getMessage()));
    String line = problem.replaceAll("\\p{Cntrl}+", " ");
    String kept = line.substring(0, Math.min(line.length(), LONGEST_PROBLEM));
    try {
      Catalog.change(session, manifest, now -> now.damaged(environment.clock().instant(), kept));
    } catch (IOException | BackupException e) {
      host.warn(
          "that it is damaged could not be noted in its manifest, so cleanup and restore --latest"
              + " do not know of it: "
              + e.getMessage());
    }
  }
}
