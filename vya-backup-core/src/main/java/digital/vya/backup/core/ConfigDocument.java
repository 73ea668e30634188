package digital.vya.backup.core;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * A configuration that is parsed and not yet understood.
 *
 * @param name how messages call it
 * @param tree what it says
 * @param file where it lies; empty if it is in no file
 */
record ConfigDocument(String name, JsonNode tree, Optional<Path> file) {

  /** Reads a file: YAML if its name ends in {@code .yaml} or {@code .yml}, else JSON. */
  static ConfigDocument read(Path file) {
    String text = ConfigText.read(file);
    return new ConfigDocument(file.toString(), tree(file.toString(), text), Optional.of(file));
  }

  /** Parses a text that is in no file: YAML if its name says so, else JSON. */
  static ConfigDocument parse(String name, String text) {
    return new ConfigDocument(name, tree(name, text), Optional.empty());
  }

  private static JsonNode tree(String name, String text) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean yaml = lower.endsWith(".yaml") || lower.endsWith(".yml");
    return yaml ? YamlFile.parse(name, text) : JsonFile.parse(name, text);
  }
}
