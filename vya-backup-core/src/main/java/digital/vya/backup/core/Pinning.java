package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import java.io.IOException;
import java.util.Optional;

/** Notes in manifests that a backup stays, or no longer does. */
final class Pinning {

  private final Environment environment;
  private final LockedManifests manifests;

  Pinning(Environment environment) {
    this.environment = environment;
    this.manifests = new LockedManifests(environment);
  }

  /** Notes it, and writes that to the audit log; returns the backup's id. */
  String pin(String run, String id, Optional<String> why) throws IOException, InterruptedException {
    return new AuditTrail(environment, run, why.isPresent() ? "pin" : "unpin", "backup " + id)
        .during(() -> noted(id, why), done -> AuditTrail.End.COMPLETE);
  }

  private String noted(String id, Optional<String> why) throws IOException, InterruptedException {
    boolean found = false;
    try (LocalHost host = environment.host()) {
      for (Settings.Destination<?> destination : environment.settings().destinations()) {
        try (OpenDestination open = OpenDestination.open(destination, host)) {
          Optional<Manifest> manifest = new Catalog(environment.keys()).find(open.require(), id);
          if (manifest.isPresent()) {
            found = true;
            pin(open, manifest.get(), why);
          }
        }
      }
    }
    if (!found) {
      throw BackupException.configuration(
          "there is no backup " + id + "; restore-list shows what there is");
    }
    return id;
  }

  /**
   * Under the locks of cleanup and copies, which could delete it between reading and writing, and
   * on what the manifest says then: a verification may have noted something.
   */
  private void pin(OpenDestination destination, Manifest manifest, Optional<String> why)
      throws IOException, InterruptedException {
    try (var lock =
        RunLock.take(
            environment.lockFolder(),
            manifest.source().instance(),
            environment.clock().instant())) {
      manifests.change(
          destination.id(), destination.require(), manifest, there -> there.pinned(why));
    }
  }
}
