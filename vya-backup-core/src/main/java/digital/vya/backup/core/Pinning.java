package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import java.io.IOException;
import java.util.Optional;

/** Notes in manifests that a backup stays, or no longer does. */
final class Pinning {

  private final Environment environment;

  Pinning(Environment environment) {
    this.environment = environment;
  }

  void pin(String id, Optional<String> why) throws IOException, InterruptedException {
    boolean found = false;
    try (LocalHost host = environment.host()) {
      for (Settings.Destination<?> destination : environment.settings().destinations()) {
        try (OpenDestination open = OpenDestination.open(destination, host)) {
          Optional<Manifest> manifest = new Catalog(environment.keys()).find(open.require(), id);
          if (manifest.isPresent()) {
            found = true;
            Catalog.put(
                open.require(),
                manifest.get().artifact().name(),
                ManifestJson.write(manifest.get().pinned(why)));
          }
        }
      }
    }
    if (!found) {
      throw BackupException.configuration(
          "there is no backup " + id + "; restore-list shows what there is");
    }
  }
}
