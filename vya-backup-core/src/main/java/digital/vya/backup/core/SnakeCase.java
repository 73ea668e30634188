package digital.vya.backup.core;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** How the names of record components and constants are written in a configuration. */
final class SnakeCase {

  private SnakeCase() {}

  /** {@code toolsDir} is written {@code tools_dir}. */
  static String of(String component) {
    return component
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_")
        .toLowerCase(Locale.ROOT);
  }

  /** {@code READ_BACK} is written {@code read_back}. */
  static String constant(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The keys of a record, in its order. */
  static Set<String> keys(Class<? extends Record> type) {
    Set<String> keys = new LinkedHashSet<>();
    Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getName)
        .forEach(name -> keys.add(of(name)));
    return keys;
  }
}
