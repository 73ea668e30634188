package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.StorageSession;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads stored backups again, one after the other, and keeps what that shows. */
final class Verifying {

  private static final Logger LOG = LoggerFactory.getLogger(Verifying.class);

  private static final Duration NO_LIMIT = Duration.ofDays(365);

  private final Environment environment;
  private final VerifyOrder order;
  private final Consumer<VerifyResult> sink;

  Verifying(Environment environment, VerifyOrder order, Consumer<VerifyResult> sink) {
    this.environment = environment;
    this.order = order;
    this.sink =
        result -> {
          VerifyResult masked = environment.masking().of(result);
          RunLog.verified(masked);
          sink.accept(masked);
        };
  }

  /** Verifies one backup wherever it is, or all. */
  void run() throws IOException, InterruptedException {
    var seen = new AtomicLong();
    for (Settings.Destination<?> destination : environment.settings().destinations()) {
      try (LocalHost host = environment.host();
          OpenDestination open = OpenDestination.open(destination, host)) {
        new Catalog(environment.keys())
            .visit(open.require(), ArtifactSource.instance("", ""), visitor(open, host, seen));
      }
    }
    if (seen.get() == 0) {
      throw BackupException.configuration(
          order
              .id()
              .map(i -> "there is no backup " + i + "; restore-list shows what there is")
              .orElse("there is no backup to verify"));
    }
    new Metrics(environment).afterSilent();
  }

  private Catalog.Visitor visitor(OpenDestination open, LocalHost host, AtomicLong seen) {
    return new Catalog.Visitor() {
      @Override
      public void backup(Manifest manifest) throws InterruptedException {
        if (order.id().isEmpty() || order.id().get().equals(manifest.id())) {
          seen.incrementAndGet();
          sink.accept(verify(open, manifest, host));
        }
      }

      @Override
      public void broken(String key, String problem) {
        if (order.id().isEmpty()) {
          seen.incrementAndGet();
          sink.accept(
              new VerifyResult(
                  open.id(),
                  key,
                  Optional.empty(),
                  Evidence.STORED,
                  problem,
                  Optional.of(Reason.DATA),
                  List.of()));
        }
      }
    };
  }

  private VerifyResult verify(OpenDestination destination, Manifest manifest, LocalHost host)
      throws InterruptedException {
    String key = manifest.artifact().name() + ArtifactKeys.MANIFEST;
    try {
      Manifest.Proof proof =
          new Attempt("verifying " + manifest.id(), NO_LIMIT, NO_LIMIT, () -> 0, () -> {})
              .run(() -> prove(destination.require(), manifest, host));
      return new VerifyResult(
          destination.id(),
          key,
          Optional.of(manifest.with(proof)),
          proof.evidence(),
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

  /** What was shown before counts no more: the floor of retention is made of better ones. */
  private void noteDamage(StorageSession session, Manifest manifest) throws InterruptedException {
    var proof =
        new Manifest.Proof(
            Evidence.STORED, environment.clock().instant(), manifest.proof().recovery());
    try {
      Catalog.replace(session, manifest.with(proof));
    } catch (IOException | BackupException e) {
      LOG.warn("that {} is damaged could not be noted: {}", manifest.id(), e.getMessage());
    }
  }

  private static List<String> warnings(LocalHost host) {
    List<String> warnings = host.warnings();
    host.forget();
    return warnings;
  }

  private Manifest.Proof prove(StorageSession session, Manifest manifest, LocalHost host)
      throws IOException, InterruptedException {
    try {
      new Proving(environment.decoding(host), n -> {}).prove(manifest, session, Evidence.DECODED);
    } catch (BackupException e) {
      if (e.reason() == Reason.DATA) {
        noteDamage(session, manifest);
      }
      throw e;
    }
    Manifest.Proof proof = manifest.proof().raised(Evidence.DECODED, environment.clock().instant());
    if (order.restore() && Drill.isFor(manifest.source())) {
      var drill = new Drill(environment, host, new AtomicLong());
      proof =
          drill.run(
              manifest.with(proof),
              BackupFinder.in(session, manifest),
              drill.place(manifest, order.on()));
    }
    try {
      Catalog.replace(session, manifest.with(proof));
    } catch (IOException | BackupException e) {
      host.warn("the backup is sound, but that could not be noted: " + e.getMessage());
    }
    return proof;
  }
}
