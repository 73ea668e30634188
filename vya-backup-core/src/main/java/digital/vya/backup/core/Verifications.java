package digital.vya.backup.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.Evidence;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Optional;

/**
 * When the newest backups of a database were last found to be sound.
 *
 * @param at when that was
 * @param evidence the most that was ever shown of it
 */
record Verifications(Instant at, Evidence evidence) {

  private static final String KEY = "verified";

  /** Newer ones may be none of the good ones that figures are about. */
  private static final int KEPT = 10;

  static void add(ObjectNode entry, BackupEvent.BackupVerified verified, Instant now) {
    Evidence shown =
        of(entry, verified.backupId())
            .map(Verifications::evidence)
            .filter(before -> before.compareTo(verified.evidence()) > 0)
            .orElse(verified.evidence());
    ObjectNode all = entry.get(KEY) instanceof ObjectNode there ? there : entry.putObject(KEY);
    all.putObject(verified.backupId())
        .put("at", now.toString())
        .put("evidence", HistoryLine.Json.lower(shown));
    while (all.size() > KEPT) {
      // Ids begin with their time.
      var ids = new ArrayList<String>();
      all.fieldNames().forEachRemaining(ids::add);
      all.remove(Collections.min(ids));
    }
  }

  /** What was found of one backup. */
  static Optional<Verifications> of(JsonNode entry, String id) {
    JsonNode one = entry.path(KEY).path(id);
    try {
      return one.isObject()
          ? Optional.of(
              new Verifications(
                  Instant.parse(one.path("at").asText()),
                  HistoryLine.Json.constant(Evidence.class, one.path("evidence"))))
          : Optional.empty();
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
