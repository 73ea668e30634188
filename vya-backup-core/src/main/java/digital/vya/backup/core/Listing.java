package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Lists the newest backups that fit a query, with no more of them in memory than it asks for. */
final class Listing {

  private final Environment environment;
  private final BackupQuery query;
  private final Consumer<String> unreadable;

  Listing(Environment environment, BackupQuery query, Consumer<String> unreadable) {
    this.environment = environment;
    this.query = query;
    this.unreadable = unreadable;
  }

  /** Of all storages together. */
  List<StoredBackup> everywhere() throws IOException, InterruptedException {
    var found = new ArrayList<StoredBackup>();
    for (Settings.Destination<?> destination : environment.settings().destinations()) {
      found.addAll(in(destination));
    }
    found.sort(Comparator.comparing(StoredBackup::manifest, Newest.OLDEST_FIRST.reversed()));
    return List.copyOf(found.subList(0, Math.min(query.limit(), found.size())));
  }

  private List<StoredBackup> in(Settings.Destination<?> destination)
      throws IOException, InterruptedException {
    var newest = new Newest(query.limit());
    try (LocalHost host = environment.host();
        OpenDestination open = OpenDestination.open(destination.once(), host)) {
      new Catalog(environment.keys()).visit(open.require(), of(), visitor(newest));
    } catch (BackupException | IOException | UncheckedIOException e) {
      unreadable.accept(
          String.valueOf(Failures.of("cannot list " + destination.id(), e).getMessage()));
    }
    return newest.newestFirst().stream()
        .map(manifest -> new StoredBackup(destination.id(), manifest))
        .toList();
  }

  private Catalog.Visitor visitor(Newest newest) {
    return new Catalog.Visitor() {
      @Override
      public void backup(Manifest manifest) {
        if (query.database().map(manifest.source().database()::equals).orElse(true)) {
          newest.add(manifest);
        }
      }

      @Override
      public void broken(String key, String problem) {
        unreadable.accept(key + ": " + problem);
      }
    };
  }

  private ArtifactSource of() {
    String instance = query.instance().orElse("");
    return query
        .database()
        .map(d -> ArtifactSource.database(instance, "", d))
        .orElse(ArtifactSource.instance(instance, ""));
  }
}
