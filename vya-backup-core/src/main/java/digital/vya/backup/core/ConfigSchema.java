package digital.vya.backup.core;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.Plugin;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The JSON Schema (draft 7, which editors know best) of a configuration, made from the records that
 * configurations are bound to: the core's own, and those of each plugin. It refuses what no value
 * of a key can be; what depends on other keys, such as whether a storage of that name exists, only
 * {@link VyaBackupBuilder#validate} knows.
 */
public final class ConfigSchema {

  private static final String DEFINITIONS = "definitions";

  private final PluginRegistry registry;
  private final ObjectNode definitions = JsonNodeFactory.instance.objectNode();
  private final RecordSchema records = new RecordSchema(this::section);

  private ConfigSchema(PluginRegistry registry) {
    this.registry = registry;
  }

  /** The schema of configurations that may name these plugins, as JSON text. */
  public static String of(PluginRegistry registry) {
    return tree(registry).toPrettyString() + "\n";
  }

  static ObjectNode tree(PluginRegistry registry) {
    return new ConfigSchema(registry).whole();
  }

  private ObjectNode whole() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put(ConfigShape.SCHEMA, "http://json-schema.org/draft-07/schema#");
    schema.put("title", "Configuration of vya-backup");
    for (PluginKind kind : PluginKind.values()) {
      for (String name : registry.names(kind)) {
        registry.plugin(kind, name).ifPresent(plugin -> define(kind, name, plugin));
      }
    }
    ObjectNode root = records.of(ConfigShape.RootKeys.class, false);
    ((ObjectNode) root.path("properties"))
        .putObject(ConfigShape.SCHEMA)
        .put("type", "string")
        .put("description", "where this schema lies, for editors");
    schema.setAll(root);
    schema.set(DEFINITIONS, definitions);
    return schema;
  }

  /** All that may stand in a section that names this plugin. */
  private void define(PluginKind kind, String name, Plugin<?> plugin) {
    ObjectNode core = records.of(kind.coreSettings(), false);
    ObjectNode own = records.of(plugin.configType(), false);
    ObjectNode properties = (ObjectNode) core.path("properties");
    properties.setAll((ObjectNode) own.path("properties"));
    properties.putObject(kind.discriminator()).put("const", name);
    Set<String> required = new LinkedHashSet<>();
    core.path("required").forEach(key -> required.add(key.textValue()));
    own.path("required").forEach(key -> required.add(key.textValue()));
    ArrayNode keys = core.putArray("required");
    required.forEach(keys::add);
    definitions.set(definition(kind, name), core);
  }

  private static String definition(PluginKind kind, String name) {
    return kind.word().replace(' ', '_') + "." + name;
  }

  private ObjectNode section(PluginKind kind) {
    Set<String> names = registry.names(kind);
    ObjectNode schema = ValueSchema.types(false, "object");
    schema.putObject("properties").set(kind.discriminator(), ValueSchema.words(names, false));
    schema.putArray("required").add(kind.discriminator());
    ArrayNode cases = JsonNodeFactory.instance.arrayNode();
    for (String name : names) {
      ObjectNode one = cases.addObject();
      ObjectNode condition = one.putObject("if");
      condition.putObject("properties").putObject(kind.discriminator()).put("const", name);
      condition.putArray("required").add(kind.discriminator());
      one.putObject("then").put("$ref", "#/" + DEFINITIONS + "/" + definition(kind, name));
    }
    if (!cases.isEmpty()) {
      schema.set("allOf", cases);
    }
    return kind == PluginKind.ARCHIVER ? nameOr(schema, names) : schema;
  }

  /** A stage without settings may be its name alone. */
  private static ObjectNode nameOr(ObjectNode section, Set<String> names) {
    ObjectNode schema = ValueSchema.words(names, false);
    ((ArrayNode) schema.path("anyOf")).add(section);
    return schema;
  }
}
