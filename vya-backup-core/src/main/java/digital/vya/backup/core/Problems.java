package digital.vya.backup.core;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is wrong in a configuration, in the order it was found; each thing once. */
final class Problems {

  private final Set<String> lines = new LinkedHashSet<>();

  /** The path of a setting below another one. */
  static String at(String path, String key) {
    return path.isEmpty() ? Shown.name(key) : path + "." + Shown.name(key);
  }

  /** The path of an element of a list. */
  static String at(String path, int index) {
    return path + "[" + index + "]";
  }

  /** Adds one; {@code path} is empty for the whole file. */
  void add(String path, String text) {
    lines.add(path.isEmpty() ? text : path + ": " + text);
  }

  List<String> all() {
    return List.copyOf(lines);
  }
}
