package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.DumpInfo;
import digital.vya.backup.api.DumpRequest;
import digital.vya.backup.api.Fingerprints;
import digital.vya.backup.api.RestoreOptions;
import digital.vya.backup.api.RestoreReport.Comparison;
import digital.vya.backup.api.RestoreRequest;
import digital.vya.backup.api.TableFingerprint;
import digital.vya.backup.api.TunableRestore;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Restores one backup into an instance, and compares what came out with what went in. */
final class ScratchCopy<C extends Record> {

  private final Settings.Instance<C> instance;
  private final ArtifactSource source;
  private final Optional<Manifest> manifest;
  private final DumpFeed feed;
  private final LocalHost host;

  ScratchCopy(
      Settings.Instance<C> instance,
      ArtifactSource source,
      Optional<Manifest> manifest,
      DumpFeed feed,
      LocalHost host) {
    this.instance = instance;
    this.source = source;
    this.manifest = manifest;
    this.feed = feed;
    this.host = host;
  }

  /** Whether the engine knows a way straight into the target. */
  boolean canBeDirect() {
    return instance.driver() instanceof TunableRestore<C> engine
        && engine.restoreOptions().contains(RestoreOptions.Kind.DIRECT);
  }

  /** Restores to a database, which is a scratch one or the target itself. */
  void restore(Optional<String> to, boolean replace, RestoreOptions options)
      throws IOException, InterruptedException {
    Map<String, String> properties = manifest.map(m -> m.origin().properties()).orElse(Map.of());
    var request = new RestoreRequest(source.database(), to, replace, properties);
    Set<RestoreOptions.Kind> asked = options.asked();
    if (instance.driver() instanceof TunableRestore<C> engine
        && engine.restoreOptions().containsAll(asked)) {
      feed.into(dump -> engine.restore(instance.config(), request, options, dump, host));
    } else if (asked.isEmpty()) {
      feed.into(dump -> instance.driver().restore(instance.config(), request, dump, host));
    } else {
      throw BackupException.configuration(
          "restores of "
              + instance.driver().name()
              + " cannot be told: "
              + asked.stream()
                  .map(k -> k.name().toLowerCase(java.util.Locale.ROOT))
                  .sorted()
                  .collect(Collectors.joining(", ")));
    }
  }

  /** Reads a database that was restored, and compares its tables with those of the backup. */
  Comparison compare(String database) throws IOException, InterruptedException {
    List<TableFingerprint> expected = manifest.map(Manifest::fingerprints).orElse(List.of());
    if (expected.isEmpty() || !(instance.driver() instanceof Fingerprints<C> engine)) {
      return Comparison.NONE;
    }
    var found = new FingerprintList(host);
    DumpInfo info =
        engine.dump(
            instance.config(),
            new DumpRequest(database),
            OutputStream.nullOutputStream(),
            found::add,
            host);
    String backedUp = manifest.map(m -> m.origin().serverVersion()).orElse("");
    if (!engine.comparable(backedUp, info.serverVersion())) {
      host.warn(
          "the restored copy could not be compared: a server "
              + info.serverVersion()
              + " writes rows otherwise than "
              + backedUp
              + ", where the backup is from");
      return Comparison.NONE;
    }
    return Comparing.compare(expected, found.all());
  }
}
