package digital.vya.backup.core;

import digital.vya.backup.api.Evidence;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * What holds for every run on this machine.
 *
 * @param server the name of this machine in reports and manifests
 * @param zone the time zone of the timestamps in artifact names, and the one people here think in
 * @param parallel how many databases are backed up at once, at least 1
 * @param stateDir a folder for locks and temporary files, created owner-only where missing
 * @param keyTemplate where an artifact goes, see {@link ArtifactKeys}
 * @param verifyAfterBackup how far a backup is proven before it is reported good
 * @param fingerprints whether what each table holds is kept in the manifest, where an engine can
 *     tell
 * @param keepReplaced how long what a restore replaced can be brought back
 * @param environment what kind of system this is, such as {@code production}; empty if not said
 * @param labels what else is said of this machine, by name
 * @param logging what is logged, for a program that has no other place to configure it
 * @param audit the file that who did what is written to; empty for none
 */
public record RunOptions(
    String server,
    ZoneId zone,
    int parallel,
    Path stateDir,
    String keyTemplate,
    Evidence verifyAfterBackup,
    boolean fingerprints,
    Duration keepReplaced,
    String environment,
    Map<String, String> labels,
    LoggingOptions logging,
    Optional<Path> audit) {

  /** Copies the labels. */
  public RunOptions {
    labels = Map.copyOf(labels);
  }

  RunOptions withoutAudit() {
    return new RunOptions(
        server,
        zone,
        parallel,
        stateDir,
        keyTemplate,
        verifyAfterBackup,
        fingerprints,
        keepReplaced,
        environment,
        labels,
        logging,
        Optional.empty());
  }
}
