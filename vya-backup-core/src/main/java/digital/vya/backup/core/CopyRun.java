package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Brings backups from one storage into another, one after the other. */
final class CopyRun {

  private static final Duration NO_LIMIT = Duration.ofDays(365);

  private final Environment environment;
  private final CopyOrder order;
  private final CopyOrder.Which which;
  private final Consumer<CopyResult> sink;
  private final Map<CopyResult.Fate, Integer> counts = new EnumMap<>(CopyResult.Fate.class);
  private final Map<String, RunLock> locks = new HashMap<>();
  private final AtomicLong moved = new AtomicLong();
  private int found;
  private int ofOthers;

  CopyRun(Environment environment, CopyOrder order, Consumer<CopyResult> sink) {
    this.environment = environment;
    this.order = order;
    this.which = order.which();
    this.sink = sink;
  }

  /** Copies, and writes that to the audit log; a dry run does not count. */
  CopyOrder audited(String run) throws IOException, InterruptedException {
    if (order.dryRun()) {
      copy();
      return order;
    }
    return new AuditTrail(environment, run, "copy", AuditTrail.text(order))
        .during(
            () -> {
              copy();
              return order;
            },
            done -> end());
  }

  private AuditTrail.End end() {
    int failed = count(CopyResult.Fate.FAILED);
    int copied = count(CopyResult.Fate.COPIED);
    String outcome =
        failed == 0 ? "complete" : copied + count(CopyResult.Fate.THERE) > 0 ? "partial" : "failed";
    return new AuditTrail.End(outcome, copied + " copied, " + failed + " failed");
  }

  private int count(CopyResult.Fate fate) {
    return counts.getOrDefault(fate, 0);
  }

  private void copy() throws IOException, InterruptedException {
    Settings settings = environment.settings();
    Settings.Destination<?> from = settings.destination(order.from());
    Settings.Destination<?> to = settings.destination(order.to());
    try (LocalHost host = environment.host();
        OpenDestination source = OpenDestination.open(from, host);
        OpenDestination target = OpenDestination.open(to, host)) {
      target.require();
      var transfer =
          new Transfer(source, target, environment.decoding(host), environment.clock(), moved);
      var one = new One(transfer, new CopySides(source, target, transfer::failedAtSource));
      if (which.latest()) {
        for (String key : latest(source)) {
          Optional<Manifest> manifest = Catalog.read(source.require(), key);
          if (manifest.isPresent()) {
            one.copy(manifest.get());
          }
        }
      } else {
        visit(source, one::copy, true);
      }
    } finally {
      locks.values().forEach(RunLock::end);
    }
    if (found == 0 && count(CopyResult.Fate.FAILED) == 0) {
      throw nothing();
    }
  }

  private BackupException nothing() {
    String what =
        which
            .id()
            .map(id -> "backup " + id)
            .orElse("backup" + which.instance().map(i -> " of " + Shown.name(i)).orElse(""));
    return BackupException.configuration(
        "there is no %s in %s%s; restore-list shows what there is"
            .formatted(
                what,
                order.from(),
                ofOthers == 0
                    ? ""
                    : " of this server, but " + ofOthers + " of others (--any-server)"));
  }

  /** Takes a backup that is to be copied. */
  private interface Taker {
    void take(Manifest manifest) throws IOException, InterruptedException;
  }

  private void visit(OpenDestination source, Taker taker, boolean tellBroken)
      throws IOException, InterruptedException {
    Catalog.Visitor visitor =
        new Catalog.Visitor() {
          @Override
          public void backup(Manifest manifest) throws IOException, InterruptedException {
            if (isWanted(manifest)) {
              found++;
              taker.take(manifest);
            }
          }

          @Override
          public void broken(String key, String problem) {
            if (tellBroken && which.id().isEmpty()) {
              tell(
                  new CopyResult(
                      key,
                      Optional.empty(),
                      CopyResult.Fate.FAILED,
                      problem + "; it is left alone",
                      Optional.of(Reason.DATA)));
            }
          }
        };
    new Catalog(environment.keys())
        .visitFresh(
            source.require(), ArtifactSource.instance(which.instance().orElse(""), ""), visitor);
  }

  private boolean isWanted(Manifest manifest) {
    if (which.id().isPresent() && !which.id().get().equals(manifest.id())) {
      return false;
    }
    if (!which.anyServer() && !manifest.server().equals(environment.options().server())) {
      ofOthers++;
      return false;
    }
    return true;
  }

  private record Group(String server, ArtifactSource source) {}

  private record Newest(Instant started, String key) {}

  private List<String> latest(OpenDestination source) throws IOException, InterruptedException {
    var newest = new LinkedHashMap<Group, Newest>();
    visit(
        source,
        manifest ->
            newest.merge(
                new Group(manifest.server(), manifest.source()),
                new Newest(manifest.started(), manifest.artifact().name() + ArtifactKeys.MANIFEST),
                (one, other) -> other.started().isBefore(one.started()) ? one : other),
        false);
    return new ArrayList<>(newest.values()).stream().map(Newest::key).toList();
  }

  private void tell(CopyResult result) {
    CopyResult masked = environment.masking().of(result);
    counts.merge(masked.fate(), 1, Integer::sum);
    RunLog.copied(order, masked);
    sink.accept(masked);
  }

  /** Copies one after the other into a target. */
  private final class One {

    private final Transfer transfer;
    private final CopySides sides;

    One(Transfer transfer, CopySides sides) {
      this.sides = sides;
      this.transfer = transfer;
    }

    void copy(Manifest manifest) throws InterruptedException {
      try {
        tell(sides.during(() -> tried(manifest)));
      } catch (IOException | UncheckedIOException | BackupException e) {
        BackupException failure = Failures.of("cannot copy " + manifest.artifact().name(), e);
        tell(
            new CopyResult(
                manifest.artifact().name(),
                Optional.of(manifest),
                CopyResult.Fate.FAILED,
                String.valueOf(failure.getMessage()),
                Optional.of(failure.reason())));
      }
    }

    private CopyResult tried(Manifest manifest) throws IOException, InterruptedException {
      if (transfer.isThere(manifest)) {
        return CopyResult.of(manifest, CopyResult.Fate.THERE);
      }
      transfer.sound(manifest);
      if (order.dryRun()) {
        return CopyResult.of(manifest, CopyResult.Fate.WOULD_COPY);
      }
      String instance = manifest.source().instance();
      if (!locks.containsKey(instance)) {
        locks.put(instance, RunLock.there(environment, instance, order.to()));
      }
      var attempt =
          new Attempt(
              "copying " + manifest.id(),
              NO_LIMIT,
              ConfigDefaults.STALL_TIMEOUT,
              moved::get,
              () -> {});
      Manifest copied = attempt.run(() -> transfer.copy(manifest, attempt::stillWanted));
      return CopyResult.of(copied, CopyResult.Fate.COPIED);
    }
  }
}
