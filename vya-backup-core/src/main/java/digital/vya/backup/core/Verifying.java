package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Reads stored backups again, one after the other, and keeps what that shows. */
final class Verifying {

  private final Environment environment;
  private final VerifyOrder order;
  private final Consumer<VerifyResult> sink;
  private final Catalog catalog;
  private final DamageFindings findings;
  private final Optional<Throttle> throttle;
  private final VerifyTurns turns;
  private long seen;

  Verifying(Environment environment, VerifyOrder order, Consumer<VerifyResult> sink) {
    this.environment = environment;
    this.order = order;
    this.sink = sink;
    this.catalog = new Catalog(environment.keys());
    this.findings = new DamageFindings(environment);
    this.turns = VerifyTurns.read(environment.options().stateDir());
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
        var rotation = new Rotation(catalog, order.sample().get(), open.id(), turns);
        for (String key : rotation.keys(open.require(), visitor)) {
          Optional<Manifest> manifest = Catalog.read(open.require(), key);
          if (manifest.isPresent()) {
            visitor.backup(manifest.get());
          }
        }
      } else {
        var all = new DamagedThere(environment.figures(), open.id(), visitor);
        catalog.visitFresh(open.require(), ArtifactSource.instance("", ""), all);
        all.forgetOthers();
      }
    } catch (IOException | UncheckedIOException | BackupException e) {
      BackupException failure = Failures.of("cannot verify what is in " + destination.id(), e);
      Reason reason = failure.reason() == Reason.DATA ? Reason.ENVIRONMENT : failure.reason();
      tell(failed(destination.id(), "", String.valueOf(failure.getMessage()), reason), false);
    } finally {
      turns.write();
    }
  }

  private Catalog.Visitor visitor(OpenDestination open, LocalHost host) {
    var reverification = new Reverification(environment, order, open, host, throttle);
    return new Catalog.Visitor() {
      @Override
      public void backup(Manifest manifest) throws InterruptedException {
        if (order.id().isPresent() && !order.id().get().equals(manifest.id())) {
          return;
        }
        Optional<VerifyResult> result = reverification.of(manifest);
        result.ifPresent(shown -> take(shown, reverification.noted(), manifest.damaged()));
        if (reverification.stalled()) {
          throw BackupException.environment(
              "storage %s gives nothing any more, so what else it holds was not verified; look at it"
                  .formatted(open.id()));
        }
      }

      @Override
      public void broken(String key, String problem) {
        if (order.id().isEmpty()) {
          take(failed(open.id(), key, problem, Reason.DATA), false, false);
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

  /**
   * Takes what was shown of one.
   *
   * @param noted whether its manifest says so; what it does not is remembered here
   * @param marked whether it was known before that it is damaged
   */
  private void take(VerifyResult result, boolean noted, boolean marked) {
    String in = result.destination();
    boolean known = marked || turns.damaged(in, result.key());
    if (noted) {
      turns.noted(in, result.key());
    } else {
      turns.tried(in, result.key(), environment.clock().instant(), result.damaged());
    }
    tell(result, known);
  }

  private void tell(VerifyResult result, boolean known) {
    seen++;
    VerifyResult masked = environment.masking().of(result);
    RunLog.verified(masked);
    if (masked.damaged() && !known) {
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
}
