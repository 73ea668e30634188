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
    String lower = file.toString().toLowerCase(Locale.ROOT);
    boolean yaml = lower.endsWith(".yaml") || lower.endsWith(".yml");
    JsonNode tree =
        yaml ? YamlFile.parse(file.toString(), text) : JsonFile.parse(file.toString(), text);
    return new ConfigDocument(file.toString(), tree, Optional.of(file));
  }

  /** Parses JSON that is in no file. */
  static ConfigDocument parse(String name, String json) {
    return new ConfigDocument(name, JsonFile.parse(name, json), Optional.empty());
  }
}
