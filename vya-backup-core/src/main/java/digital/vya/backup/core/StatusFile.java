package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.PendingObject;
import digital.vya.backup.api.StorageSession;
import digital.vya.backup.api.StoredObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a machine tells how well it is backed up: beside the backups, for others that look whether
 * runs come. No instance and no database has such a key.
 */
final class StatusFile {

  private static final Logger LOG = LoggerFactory.getLogger(StatusFile.class);

  /** No id begins so, and of templates it is refused. */
  static final String FOLDER = "@status";

  private static final String SUFFIX = ".status.json";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration HURRY = Duration.ofSeconds(5);

  private StatusFile() {}

  static String key(String server) {
    return FOLDER + "/" + ArtifactKeys.encode(server) + SUFFIX;
  }

  /** Puts it in all places; what went wrong there, one line each. */
  static List<String> write(ServerStatus status, Path stateDir, List<OpenDestination> places) {
    byte[] json = StatusJson.write(status);
    var problems = new ArrayList<String>();
    boolean interrupted = Thread.interrupted();
    try {
      StateFile.replace(stateDir.resolve("status.json"), json);
    } catch (IOException e) {
      problems.add("the status cannot be written in " + stateDir + ": " + Failures.text(e));
    }
    Duration patience = interrupted ? HURRY : PATIENCE;
    for (OpenDestination place : places) {
      Optional<StorageSession> session = place.session();
      try {
        if (session.isPresent()) {
          put(session.get(), key(status.server()), json, patience);
        }
      } catch (BackupException e) {
        problems.add(
            "the status cannot be written to %s, so others may think that runs are missing: %s"
                .formatted(place.id(), e.getMessage()));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return problems;
  }

  /**
   * Puts it also where this run put nothing, for it is about what others put there, too. Nobody
   * waits for that long, and what goes wrong is only logged.
   */
  static void writeElsewhere(
      Environment environment, ServerStatus status, List<OpenDestination> used) {
    byte[] json = StatusJson.write(status);
    boolean interrupted = Thread.interrupted();
    for (Settings.Destination<?> place : environment.settings().destinations()) {
      if (used.stream().noneMatch(one -> one.id().equals(place.id()))) {
        try {
          new Attempt("writing the status", HURRY, HURRY, () -> 0, () -> {})
              .run(() -> writeOnce(environment, place, key(status.server()), json));
        } catch (BackupException e) {
          LOG.warn(
              "the status cannot be written to {}, which this run did not use: {}",
              place.id(),
              environment.mask().text(String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static String writeOnce(
      Environment environment, Settings.Destination<?> place, String key, byte[] json)
      throws IOException, InterruptedException {
    try (LocalHost host = environment.host();
        OpenDestination open = OpenDestination.open(place.once(), host);
        PendingObject object = open.require().create(key)) {
      object.stream().write(json);
      object.commit();
    }
    return key;
  }

  /** What this machine wrote last; empty if that cannot be read. */
  static Optional<ServerStatus> last(Path stateDir) {
    try (InputStream stream = Files.newInputStream(stateDir.resolve("status.json"))) {
      return Optional.of(StatusJson.read(stream));
    } catch (IOException | BackupException e) {
      return Optional.empty();
    }
  }

  private static void put(StorageSession session, String key, byte[] json, Duration patience)
      throws InterruptedException {
    new Attempt("writing the status", patience, patience, () -> 0, () -> {})
        .run(
            () -> {
              try (PendingObject object = session.create(key)) {
                object.stream().write(json);
                object.commit();
              }
              return key;
            });
  }

  /**
   * What all machines wrote to a storage.
   *
   * @param unreadable is told of what cannot be read
   */
  static List<ServerStatus> read(StorageSession session, Consumer<String> unreadable)
      throws IOException, InterruptedException {
    List<String> keys;
    try (Stream<StoredObject> objects = session.list(FOLDER + "/")) {
      keys = objects.map(StoredObject::key).filter(key -> key.endsWith(SUFFIX)).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause() == null ? new IOException(e) : e.getCause();
    }
    var all = new ArrayList<ServerStatus>();
    for (String key : keys) {
      try (InputStream stream = session.read(key)) {
        ServerStatus status = StatusJson.read(stream);
        if (!key.equals(key(status.server()))) {
          throw BackupException.data("it is of another server; it was moved or copied");
        }
        all.add(status);
      } catch (FileNotFoundException e) {
        // Removed since it was listed.
      } catch (BackupException e) {
        unreadable.accept(key + " cannot be understood: " + e.getMessage());
      }
    }
    return all;
  }
}
