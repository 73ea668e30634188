package digital.vya.backup.core;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.RestoreReport;
import digital.vya.backup.api.TableFingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What metrics tell and neither the history nor a single run knows: what was verified, restored,
 * cleaned up and not delivered. A small file in the state directory; losing it costs figures and
 * nothing else.
 */
final class Figures {

  static final String KEPT = "kept";
  static final String DATABASES = "databases";
  static final String DAMAGED = "damaged";
  static final String NOTIFIER_FAILURES = "notifier_failures";

  private static final Logger LOG = LoggerFactory.getLogger(Figures.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LARGEST = 64 << 20;

  /** More damaged backups of one database than this are not told apart. */
  private static final int MOST_DAMAGED = 1000;

  private final Path file;
  private final Clock clock;

  Figures(Path stateDir, Clock clock) {
    this.file = stateDir.resolve("figures.json");
    this.clock = clock;
  }

  /** All of it; empty if there is none, or none that can be read. */
  ObjectNode read() {
    try {
      return load();
    } catch (IOException e) {
      LOG.warn("figures of the past cannot be read: {}", Failures.text(e));
      return JSON.createObjectNode();
    }
  }

  private ObjectNode load() throws IOException {
    try {
      if (Files.size(file) > LARGEST) {
        return JSON.createObjectNode();
      }
      JsonNode tree = JSON.readTree(Files.readAllBytes(file));
      return tree instanceof ObjectNode object ? object : JSON.createObjectNode();
    } catch (NoSuchFileException | JsonProcessingException e) {
      return JSON.createObjectNode();
    }
  }

  /** Takes note of what changes a figure. */
  void take(BackupEvent event) {
    if (event instanceof BackupEvent.BackupVerified verified) {
      change(root -> verified(database(root, verified.source()), verified));
    } else if (event instanceof BackupEvent.CleanedUp cleaned) {
      change(root -> cleaned(array(root, KEPT), cleaned));
    } else if (event instanceof BackupEvent.NotificationFailed) {
      change(root -> count(root, NOTIFIER_FAILURES));
    }
  }

  /** A restore ended; to be called before anybody is told, so that figures told then hold it. */
  void restored(RestoreReport report) {
    change(root -> restored(database(root, report.source()), report));
  }

  /** These results are about to be written to the history, which holds all before them. */
  void attempted(History history, List<PastResult> results) {
    change(root -> AttemptCounts.add(root, history, results));
  }

  /** A backup was made. */
  void made(Manifest manifest) {
    change(
        root -> {
          ObjectNode entry = database(root, manifest.source());
          entry.put("shrunk", manifest.shrunk()).put("made", manifest.id());
          if (manifest.fingerprints().isEmpty()) {
            entry.remove(Set.of("tables", "rows"));
          } else {
            entry.put("tables", manifest.fingerprints().size());
            entry.put(
                "rows", manifest.fingerprints().stream().mapToLong(TableFingerprint::rows).sum());
          }
          manifest.proof().recovery().ifPresent(took -> entry.put("recovery_ms", took.toMillis()));
        });
  }

  /** Somebody looked at a backup and all before it. */
  void acknowledged(ArtifactSource source, String id) {
    change(
        root -> {
          ObjectNode entry = database(root, source);
          // Ids begin with their time.
          if (entry.path("made").asText().compareTo(id) <= 0) {
            entry.put("shrunk", false);
          }
        });
  }

  private void verified(ObjectNode entry, BackupEvent.BackupVerified verified) {
    String which = copy(verified.destination(), verified.backupId());
    ArrayNode damaged = array(entry, DAMAGED);
    remove(damaged, Set.of(which));
    if (verified.ok()) {
      Verifications.add(entry, verified, clock.instant());
    } else if (damaged.size() < MOST_DAMAGED) {
      damaged.add(which);
    }
  }

  /** The ids of the damaged backups in a destination. */
  Set<String> damaged(String destination) {
    var ids = new HashSet<String>();
    String prefix = copy(destination, "");
    for (JsonNode entry : read().path(DATABASES)) {
      for (JsonNode which : entry.path(DAMAGED)) {
        if (which.asText().startsWith(prefix)) {
          ids.add(which.asText().substring(prefix.length()));
        }
      }
    }
    return ids;
  }

  /** Backups are in a destination no more, so they are not damaged either. */
  void gone(String destination, Collection<String> ids) {
    Set<String> damaged = damaged(destination);
    damaged.retainAll(Set.copyOf(ids));
    if (damaged.isEmpty()) {
      return;
    }
    Set<String> copies =
        damaged.stream().map(id -> copy(destination, id)).collect(Collectors.toSet());
    change(root -> array(root, DATABASES).forEach(entry -> remove(entry.path(DAMAGED), copies)));
  }

  private static void remove(JsonNode damaged, Set<String> copies) {
    for (int n = damaged.size() - 1; n >= 0; n--) {
      if (damaged instanceof ArrayNode array && copies.contains(array.path(n).asText())) {
        array.remove(n);
      }
    }
  }

  private static String copy(String destination, String id) {
    return destination + " " + id;
  }

  /** What somebody else has put there gives way. */
  private static ArrayNode array(ObjectNode node, String key) {
    return node.get(key) instanceof ArrayNode array ? array : node.putArray(key);
  }

  private static void cleaned(ArrayNode kept, BackupEvent.CleanedUp cleaned) {
    ObjectNode entry = null;
    for (JsonNode one : kept) {
      if (one.path("destination").asText().equals(cleaned.destination())
          && is(one, cleaned.source())) {
        entry = (ObjectNode) one;
      }
    }
    if (entry == null) {
      entry = kept.addObject().put("destination", cleaned.destination());
      HistoryLine.Json.source(entry, cleaned.source());
    }
    entry.put("count", cleaned.keptCount()).put("freed", cleaned.freedBytes());
  }

  private static void restored(ObjectNode entry, RestoreReport report) {
    count(entry, report.ok() ? "restored" : "restores_failed");
    if (report.ok()) {
      entry.put("restore_ms", report.elapsed().toMillis());
    }
  }

  private static void count(ObjectNode entry, String key) {
    entry.put(key, entry.path(key).asLong() + 1);
  }

  /** The entry of a source, which is made if there is none. */
  static ObjectNode database(ObjectNode root, ArtifactSource source) {
    ArrayNode all = array(root, DATABASES);
    for (JsonNode one : all) {
      if (is(one, source)) {
        return (ObjectNode) one;
      }
    }
    ObjectNode entry = all.addObject();
    HistoryLine.Json.source(entry, source);
    return entry;
  }

  /** Whether an entry is of that source. */
  static boolean is(JsonNode entry, ArtifactSource source) {
    return entry.isObject()
        && entry.path("instance").asText().equals(source.instance())
        && entry.path("dbms").asText().equals(source.dbms())
        && entry.path("kind").asText().equals(HistoryLine.Json.lower(source.kind()))
        && entry.path("database").asText().equals(source.database());
  }

  /** Several processes may do this at once. */
  private void change(Consumer<ObjectNode> how) {
    try {
      PatientLock.alone(
          file,
          () -> {
            ObjectNode root = load();
            how.accept(root);
            StateFile.replace(file, JSON.writeValueAsBytes(root));
          });
    } catch (IOException e) {
      LOG.warn("figures cannot be kept in {}: {}", file, Failures.text(e));
    }
  }
}
