package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactResult.Copy;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupEvent.Stage;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.Fingerprints;
import digital.vya.backup.api.Globals;
import digital.vya.backup.api.MissingKeyException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * One attempt at one artifact: dump, archive chain, hash and destinations are one stream. The
 * manifest comes last, after the stored bytes were proven, and makes the artifact a backup.
 */
final class Pipeline<C extends Record> {

  private final Settings.Instance<C> instance;
  private final ArtifactSource source;
  private final RunContext run;
  private final LocalHost host;
  private final Stages stages;
  private final AtomicLong verifiedBytes = new AtomicLong();
  private volatile LongSupplier rawBytes = () -> 0;
  private Evidence most = Evidence.DECODED;

  Pipeline(Settings.Instance<C> instance, ArtifactSource source, RunContext run, LocalHost host) {
    this.instance = instance;
    this.source = source;
    this.run = run;
    this.host = host;
    this.stages = run.stages(source);
  }

  /** How much was dumped so far. */
  long rawBytes() {
    return rawBytes.getAsLong();
  }

  /** A number that grows as long as anything moves. */
  long movement() {
    return rawBytes.getAsLong() + verifiedBytes.get();
  }

  /** An artifact that is a backup now. */
  record Made(Manifest manifest, List<Copy> copies) {

    Made {
      copies = List.copyOf(copies);
    }
  }

  Made make(Attempt attempt) throws IOException, InterruptedException {
    Instant started = run.clock().instant();
    List<OpenDestination> destinations = run.destinations(instance.options().destinations());
    Room.check(source, destinations, run);
    String base = run.freeBase(source, started, destinations);
    String folder = base.substring(0, base.lastIndexOf('/') + 1);
    var chain =
        new ArchiveChain(
            instance.options().archive(), base.substring(folder.length()) + extension());
    var copies = new ArrayList<Copying>();
    try {
      for (OpenDestination destination : destinations) {
        copies.add(Copying.begin(destination, folder + chain.artifactName()));
      }
      Manifest manifest =
          stages.timed(
              Stage.STORE,
              () -> {
                Manifest dumped = dumpAndDecode(chain, folder, started, new FanOut(copies));
                attempt.stillWanted();
                for (Copying copy : copies) {
                  copy.commit(dumped.id());
                }
                new FanOut(copies).requireOne();
                return dumped;
              });
      return stages.timed(Stage.VERIFY, () -> seal(attempt, manifest, copies));
    } finally {
      copies.forEach(Copying::close);
    }
  }

  private Manifest dumpAndDecode(ArchiveChain chain, String folder, Instant started, FanOut fanOut)
      throws IOException, InterruptedException {
    fanOut.requireOneToBegin();
    if (!run.options().verifyAfterBackup().atLeast(Evidence.DECODED)) {
      return dump(chain, folder, started, fanOut).manifest();
    }
    var decoding = run.decoding(host);
    var playback = new Playback(fanOut, artifact -> decoding.undo(chain.archivers(), artifact));
    try {
      Dumped dumped = dump(chain, folder, started, playback);
      playback
          .require(dumped.sum(), dumped.manifest().artifact().name())
          .ifPresent(this::settleForLess);
      return dumped.manifest();
    } finally {
      playback.abandon();
    }
  }

  /** A server that is to write and not to read has no key: that is no failure, and is said. */
  private void settleForLess(MissingKeyException missing) {
    most = Evidence.READ_BACK;
    host.warn("stored and read back, but not decoded: " + missing.getMessage());
  }

  private record Dumped(Manifest manifest, StreamSum sum) {}

  private Dumped dump(ArchiveChain chain, String folder, Instant started, OutputStream sink)
      throws IOException, InterruptedException {
    var stored = new HashingOutputStream(sink);
    var raw = new HashingOutputStream(chain.open(stored, host));
    rawBytes = raw::bytes;
    var fingerprints = new FingerprintList(host);
    DumpInfo info = dumpAndArchive(raw, fingerprints);
    if (raw.bytes() == 0) {
      throw BackupException.data(
          "the dump of "
              + source.label()
              + " is empty although "
              + instance.driver().name()
              + " reported success; nothing was kept");
    }
    String name = folder + chain.artifactName();
    var manifest =
        new Manifest(
            Ids.next(started),
            run.id(),
            run.options().server(),
            source,
            started,
            run.clock().instant(),
            run.options().zone(),
            new Manifest.Content(name, stored.bytes(), stored.sha256Hex()),
            new Manifest.Content(chain.dumpName(), raw.bytes(), raw.sha256Hex()),
            chain.archivers(),
            new Manifest.Origin(info.serverVersion(), info.toolVersion(), info.properties()),
            new Manifest.Proof(Evidence.STORED, run.clock().instant(), Optional.empty()),
            host.omissions(),
            fingerprints.all(),
            Optional.empty(),
            Manifest.Marks.NONE);
    return new Dumped(manifest, raw.sum());
  }

  private DumpInfo dumpAndArchive(OutputStream raw, FingerprintList fingerprints)
      throws IOException, InterruptedException {
    return stages.timed(
        Stage.ARCHIVE,
        () -> {
          try (raw) {
            return stages.timed(Stage.DUMP, () -> dump(raw, fingerprints));
          }
        });
  }

  private DumpInfo dump(OutputStream sink, FingerprintList fingerprints)
      throws IOException, InterruptedException {
    if (source.kind() == ArtifactSource.Kind.GLOBALS) {
      return globals().dumpGlobals(instance.config(), sink, host);
    }
    var what = new DumpRequest(source.database());
    return run.options().fingerprints() && instance.driver() instanceof Fingerprints<C> engine
        ? engine.dump(instance.config(), what, sink, fingerprints::add, host)
        : instance.driver().dump(instance.config(), what, sink, host);
  }

  private Globals<C> globals() {
    return (Globals<C>) instance.driver();
  }

  /**
   * Proves what is stored, then writes the manifests; a copy that fails either is taken away in the
   * end.
   */
  private Made seal(Attempt attempt, Manifest manifest, List<Copying> copies)
      throws InterruptedException {
    Evidence wanted = run.options().verifyAfterBackup();
    // What was written has been decoded already: it is enough that it is what is stored.
    Evidence reading = wanted.atLeast(Evidence.READ_BACK) ? Evidence.READ_BACK : wanted;
    var proving = new Proving(run.decoding(host), verifiedBytes::addAndGet);
    for (Copying copy : copies) {
      copy.inDestination(
          "cannot verify " + source.label(), session -> proving.prove(manifest, session, reading));
    }
    // What needs a restore is shown once this is a backup.
    Evidence shown = wanted.atLeast(most) ? most : wanted;
    Manifest proven = manifest.with(manifest.proof().raised(shown, run.clock().instant()));
    Manifest judged = proven.shrunk(shrink(proven, copies));
    byte[] json = ManifestJson.write(judged);
    for (Copying copy : copies) {
      copy.inDestination(
          "cannot write the manifest of " + source.label(),
          session -> {
            // Before each try: a plugin may have swallowed the interrupt that gave this up.
            attempt.stillWanted();
            Catalog.put(session, manifest.artifact().name(), json);
          });
      copy.sealed();
    }
    new FanOut(copies).requireOne();
    return new Made(judged, copies.stream().map(Copying::result).toList());
  }

  private Optional<Shrink> shrink(Manifest made, List<Copying> copies) throws InterruptedException {
    List<String> sound = copies.stream().filter(Copying::ok).map(Copying::destination).toList();
    return new ShrinkGuard(instance.options().shrinkGuard(), run.keys())
        .judge(made, run.destinations(sound), host);
  }

  private String extension() {
    String name =
        source.kind() == ArtifactSource.Kind.GLOBALS
            ? globals().globalsDumpName(instance.config())
            : instance.driver().dumpName(instance.config(), source.database());
    // All of it where it can be told from a database's name, which may have dots as well.
    String before = source.database() + ".";
    int dot = name.startsWith(before) ? before.length() - 1 : name.lastIndexOf('.');
    return dot < 0 ? "" : "." + ArtifactKeys.encode(name.substring(dot + 1));
  }
}
