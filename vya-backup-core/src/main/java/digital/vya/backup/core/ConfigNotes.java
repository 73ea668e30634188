package digital.vya.backup.core;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What is not wrong with a configuration, and yet seldom meant. */
final class ConfigNotes {

  private ConfigNotes() {}

  /** One line for each such thing. */
  static List<String> of(JsonNode root) {
    var notes = new ArrayList<String>();
    if (!isAnywhere(root, "retention")) {
      notes.add("retention: there are no rules, so no backup is ever deleted");
    }
    if (root.path("notifications").isEmpty()) {
      notes.add("notifications: there are none, so nobody is told when a run fails");
    }
    return notes;
  }

  private static boolean isAnywhere(JsonNode root, String key) {
    if (root.hasNonNull(key)) {
      return true;
    }
    for (String list : List.of("storages", "instances")) {
      for (JsonNode section : root.path(list)) {
        if (section.hasNonNull(key)) {
          return true;
        }
      }
    }
    return false;
  }
}
