package digital.vya.backup.core;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The sections that are read and checked although nothing acts on them yet. */
final class NotYet {

  private static final List<String> SECTIONS = List.of("schedule");
  private static final List<String> LISTS = List.of("storages", "instances");

  private NotYet() {}

  /** One line for each such section of a configuration. */
  static List<String> notes(JsonNode root) {
    List<String> notes = new ArrayList<>(notes(root, ""));
    for (String list : LISTS) {
      for (int i = 0; i < root.path(list).size(); i++) {
        notes.addAll(notes(root.path(list).path(i), Problems.at(list, i)));
      }
    }
    return notes;
  }

  private static List<String> notes(JsonNode section, String path) {
    return SECTIONS.stream()
        .filter(section::hasNonNull)
        .map(key -> Problems.at(path, key) + ": nothing acts on this yet")
        .toList();
  }
}
