package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.StorageSession;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds the backup that a restore names. */
final class BackupFinder {

  private final Environment environment;
  private final List<OpenDestination> destinations;
  private final Consumer<String> warn;

  /**
   * A finder.
   *
   * @param warn is told why a backup is not the one that was to be expected
   */
  BackupFinder(Environment environment, List<OpenDestination> destinations, Consumer<String> warn) {
    this.environment = environment;
    this.destinations = List.copyOf(destinations);
    this.warn = warn;
  }

  /** Opens an artifact. */
  interface Source {
    InputStream open() throws IOException, InterruptedException;
  }

  /**
   * A backup that can be read.
   *
   * @param name its artifact's name, for people
   */
  record Found(String name, Optional<Manifest> manifest, Source source) {}

  /**
   * Finds it.
   *
   * @param into the instance that it is to be restored into, if that is said
   */
  Found find(RestoreOrder.Origin origin, Optional<String> into)
      throws IOException, InterruptedException {
    if (origin instanceof RestoreOrder.Origin.Id id) {
      return byId(id.id());
    }
    if (origin instanceof RestoreOrder.Origin.Latest latest) {
      return latest(latest);
    }
    var dump = (RestoreOrder.Origin.Dump) origin;
    Found file = file(dump.file());
    Optional<RunArchive> run =
        file.manifest().isPresent() ? Optional.empty() : RunArchive.of(dump.file());
    return run.map(archive -> archive.dumpOf(dump.database(), name -> fits(name, into)))
        .orElse(file);
  }

  private boolean fits(DumpName name, Optional<String> into) {
    return into.map(id -> name.isFor(environment.settings().instance(id).driver())).orElse(true);
  }

  private Found byId(String id) throws InterruptedException {
    var catalog = new Catalog(environment.keys());
    var copies = new StoredCopies(destinations, warn);
    Optional<Found> damaged = Optional.empty();
    for (OpenDestination destination : destinations) {
      Optional<Manifest> found = copies.ask(destination, session -> catalog.find(session, id));
      if (found.isPresent() && !found.get().damaged()) {
        return copies.found(destination, found.get());
      }
      if (found.isPresent()) {
        damaged = Optional.of(copies.found(destination, found.get()));
      }
    }
    return damaged.orElseThrow(
        () -> copies.nothing("there is no backup " + id + "; restore-list shows what there is"));
  }

  /**
   * The newest of this server; of another one only if there is no other choice, for that is what a
   * new machine in the place of a lost one sees.
   */
  private Found latest(RestoreOrder.Origin.Latest latest) throws InterruptedException {
    String own = environment.options().server();
    var copies = new StoredCopies(destinations, warn);
    Optional<Found> ours = newest(latest, copies, own::equals, new Newest(1));
    if (ours.isPresent()) {
      return ours.get();
    }
    var servers = new TreeSet<String>();
    var passedOver = new Newest(1);
    Optional<Found> any =
        newest(
            latest,
            copies,
            server -> {
              servers.add(server);
              return true;
            },
            passedOver);
    if (servers.size() > 1) {
      throw BackupException.configuration(
          "there is no backup of %s made on %s, but some made on %s; set server.name, or name one by its id"
              .formatted(
                  source(latest).label(),
                  Shown.name(own),
                  servers.stream().map(Shown::name).collect(Collectors.joining(", "))));
    }
    any.flatMap(Found::manifest)
        .ifPresent(
            manifest ->
                warn.accept(
                    "the backup was made on %s; this machine is called %s"
                        .formatted(Shown.name(manifest.server()), Shown.name(own))));
    return any.orElseThrow(
        () -> {
          String message = nothing(source(latest), latest.atLeast(), passedOver);
          return passedOver.newestFirst().isEmpty()
              ? copies.nothing(message)
              : BackupException.data(message);
        });
  }

  private static ArtifactSource source(RestoreOrder.Origin.Latest latest) {
    return latest
        .database()
        .map(d -> ArtifactSource.database(latest.instance(), "", d))
        .orElse(ArtifactSource.globals(latest.instance(), ""));
  }

  private Optional<Found> newest(
      RestoreOrder.Origin.Latest latest,
      StoredCopies copies,
      Predicate<String> server,
      Newest passedOver)
      throws InterruptedException {
    var catalog = new Catalog(environment.keys());
    Manifest newest = null;
    OpenDestination in = null;
    for (OpenDestination destination : destinations) {
      Optional<Manifest> candidate =
          copies.ask(
              destination,
              session ->
                  catalog
                      .newest(
                          session,
                          source(latest),
                          1,
                          m -> server.test(m.server()) && fits(m, latest.atLeast(), passedOver))
                      .stream()
                      .findFirst());
      if (candidate.isPresent()
          && (newest == null || candidate.get().started().isAfter(newest.started()))) {
        newest = candidate.get();
        in = destination;
      }
    }
    if (newest == null || in == null) {
      return Optional.empty();
    }
    warn(newest, passedOver);
    return Optional.of(copies.found(in, newest));
  }

  private static String nothing(ArtifactSource source, Evidence atLeast, Newest passedOver) {
    return "there is no backup of "
        + source.label()
        + (atLeast == Evidence.STORED
            ? ""
            : " that is proven to be " + atLeast.name().toLowerCase(Locale.ROOT))
        + passedOver.newestFirst().stream()
            .map(m -> "; " + m.id() + " is damaged, restore --backup tries it all the same")
            .findAny()
            .orElse("")
        + "; restore-list shows what there is";
  }

  private static boolean fits(Manifest manifest, Evidence atLeast, Newest passedOver) {
    if (manifest.damaged()) {
      passedOver.add(manifest);
      return false;
    }
    return manifest.proof().evidence().atLeast(atLeast);
  }

  private void warn(Manifest chosen, Newest passedOver) {
    for (Manifest damaged : passedOver.newestFirst()) {
      if (damaged.started().isAfter(chosen.started())) {
        warn.accept(
            "the newer backup "
                + damaged.id()
                + " is passed over, as it is damaged: "
                + damaged.marks().damage().map(Manifest.Damage::problem).orElse(""));
      }
    }
    if (chosen.shrunk()) {
      warn.accept(
          "backup %s is far smaller than those before it (%s); look whether an older one is what you want"
              .formatted(chosen.id(), chosen.marks().shrink().orElseThrow()));
    }
  }

  static Found in(StorageSession session, Manifest manifest) {
    String key = manifest.artifact().name();
    return new Found(key, Optional.of(manifest), () -> session.read(key));
  }

  private static Found file(Path file) throws IOException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw BackupException.configuration(
          "cannot read " + file + "; name an existing file that this user may read");
    }
    String name = String.valueOf(file.getFileName());
    return new Found(
        name,
        manifestBeside(file),
        () -> {
          try {
            return Files.newInputStream(file);
          } catch (NoSuchFileException e) {
            throw BackupException.configuration(file + " has just vanished");
          }
        });
  }

  private static Optional<Manifest> manifestBeside(Path file) throws IOException {
    Path manifest = file.resolveSibling(file.getFileName() + ArtifactKeys.MANIFEST);
    if (!Files.isRegularFile(manifest)) {
      return Optional.empty();
    }
    try (InputStream stream = Files.newInputStream(manifest)) {
      byte[] bytes = stream.readNBytes(ManifestJson.LONGEST + 1);
      return ManifestJson.isOurs(bytes)
          ? Optional.of(ManifestJson.read(new ByteArrayInputStream(bytes)))
          : Optional.empty();
    }
  }
}
