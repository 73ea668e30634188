package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Notes in manifests that backups may be as small as they are. */
final class Acknowledging {

  private final Environment environment;
  private final LockedManifests manifests;
  private final List<String> problems = new ArrayList<>();

  Acknowledging(Environment environment) {
    this.environment = environment;
    this.manifests = new LockedManifests(environment);
  }

  /** Notes it, and writes that to the audit log; returns how many notes were made. */
  int note(String run, String id, String reason) throws IOException, InterruptedException {
    return new AuditTrail(environment, run, "acknowledge", "backup " + id)
        .during(() -> everywhere(id, reason), done -> new AuditTrail.End("complete", reason));
  }

  private int everywhere(String id, String reason) throws IOException, InterruptedException {
    var destinations = new ArrayList<OpenDestination>();
    try (LocalHost host = environment.host()) {
      for (Settings.Destination<?> destination : environment.settings().destinations()) {
        destinations.add(OpenDestination.open(destination, host));
      }
      Manifest backup = find(id, destinations);
      try (var lock = RunLock.take(environment.lockFolder(), backup.source().instance(), now())) {
        return acknowledge(backup, destinations, reason);
      }
    } finally {
      destinations.forEach(OpenDestination::close);
    }
  }

  private int acknowledge(Manifest backup, List<OpenDestination> destinations, String reason)
      throws InterruptedException {
    int noted = 0;
    for (OpenDestination destination : destinations) {
      try {
        noted += in(destination, backup, reason);
      } catch (IOException | UncheckedIOException | BackupException e) {
        problems.add(String.valueOf(Failures.of("cannot use " + destination.id(), e).getMessage()));
      }
    }
    if (!problems.isEmpty()) {
      throw BackupException.environment(
          noted
              + " notes were made, and some could not be: "
              + String.join("; ", problems)
              + "; acknowledge it again once that works");
    }
    if (noted == 0) {
      throw BackupException.configuration(
          "backup "
              + backup.id()
              + " is not far smaller than those before it, nor is one before it"
              + " that was not acknowledged; there is nothing to do");
    }
    environment.figures().acknowledged(backup.source(), backup.id());
    new Metrics(environment).afterSilent();
    return noted;
  }

  /** The backup itself and all of its database that came before it: who looked saw them, too. */
  private int in(OpenDestination destination, Manifest backup, String reason)
      throws IOException, InterruptedException {
    ArtifactSource source = backup.source();
    var shrunk = new ArrayList<Manifest>();
    new Catalog(environment.keys())
        .visit(
            destination.require(),
            source,
            manifest -> {
              if (manifest.shrunk()
                  && manifest.source().equals(source)
                  && Newest.OLDEST_FIRST.compare(manifest, backup) <= 0) {
                shrunk.add(manifest);
              }
            });
    for (Manifest manifest : shrunk) {
      manifests.change(
          destination.id(),
          destination.require(),
          manifest,
          there -> there.shrunk(there.marks().shrink().map(s -> s.acknowledged(now(), reason))));
    }
    return shrunk.size();
  }

  private Manifest find(String id, List<OpenDestination> destinations)
      throws IOException, InterruptedException {
    for (OpenDestination destination : destinations) {
      if (destination.session().isPresent()) {
        Optional<Manifest> found = new Catalog(environment.keys()).find(destination.require(), id);
        if (found.isPresent()) {
          return found.get();
        }
      }
    }
    throw BackupException.configuration(
        "there is no backup " + id + "; restore-list shows what there is");
  }

  private Instant now() {
    return environment.clock().instant();
  }
}
