package digital.vya.backup.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import digital.vya.backup.core.ConfigSchema;
import digital.vya.backup.core.PluginRegistry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What plugins need to be told, as the schema of configurations has it. */
final class PluginSettings {

  /** What is worth asking for although there are defaults. */
  private static final List<String> USUAL =
      List.of("host", "port", "user", "password", "path", "to");

  private static final Set<String> CORE = Set.of("id", "dbms", "type");

  private final JsonNode definitions;

  PluginSettings(PluginRegistry registry) {
    try {
      this.definitions = new ObjectMapper().readTree(ConfigSchema.of(registry)).path("definitions");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How a setting is written. */
  enum Form {
    TEXT,
    SECRET,
    LIST,
    /** In a way that no single answer can give. */
    OTHER
  }

  /** One setting. */
  record Setting(String key, Form form, boolean required) {}

  /** The names of the engines, without those that are the same by another name. */
  List<String> engines() {
    var names = new ArrayList<String>();
    definitions
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (name.startsWith("dbms.")) {
                names.add(name.substring("dbms.".length()));
              }
            });
    return names;
  }

  boolean hasNotifier(String name) {
    return definitions.has("notifier." + name);
  }

  /** What a plugin is to be asked for. */
  List<Setting> of(String kind, String name) {
    JsonNode definition = definitions.path(kind + "." + name);
    Set<String> required = new HashSet<>();
    definition.path("required").forEach(key -> required.add(key.textValue()));
    JsonNode properties = definition.path("properties");
    var keys = new ArrayList<>(USUAL);
    keys.removeIf(key -> !properties.has(key));
    properties
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (required.contains(key) && !CORE.contains(key) && !keys.contains(key)) {
                keys.add(key);
              }
            });
    return keys.stream()
        .map(key -> new Setting(key, form(properties.path(key)), required.contains(key)))
        .toList();
  }

  /** The setting of that name, whether it is worth asking for or not. */
  Optional<Setting> find(String kind, String name, String key) {
    JsonNode property = definitions.path(kind + "." + name).path("properties").path(key);
    return property.isMissingNode()
        ? Optional.empty()
        : Optional.of(new Setting(key, form(property), false));
  }

  private static Form form(JsonNode property) {
    String type = property.path("type").toString();
    if (property.path("writeOnly").asBoolean()) {
      return Form.SECRET;
    }
    if (type.contains("array")) {
      return property.path("items").path("type").toString().contains("string")
          ? Form.LIST
          : Form.OTHER;
    }
    return type.contains("object") ? Form.OTHER : Form.TEXT;
  }
}
