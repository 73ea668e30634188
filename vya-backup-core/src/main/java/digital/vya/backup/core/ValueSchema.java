package digital.vya.backup.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * How {@link Values single values} are written, as JSON Schema. Its patterns are of what Java and
 * JavaScript have in common.
 */
final class ValueSchema {

  /** What every value may be, also where it is not text in the end. */
  static final String OUTSIDE = "\\$\\{(?:env|file|secret):.+\\}";

  private static final String WHOLE = "[+-]?[0-9]{1,1000}";
  private static final String DURATION =
      "\\s*(?:[0-9]{1,18}\\s*(?:ms|s|m|h|d)|\\+?[Pp](?=[0-9Tt])(?:[0-9]+[Dd])?"
          + "(?:[Tt](?=[0-9])(?:[0-9]+[Hh])?(?:[0-9]+[Mm])?(?:[0-9]+(?:[.,][0-9]{0,9})?[Ss])?)?)\\s*";

  private static final Map<Class<?>, String> TEXTS =
      Map.of(
          String.class,
          "",
          Secret.class,
          "",
          Path.class,
          "(?!~(?:/|$))[^\\x00]+",
          Duration.class,
          DURATION,
          ZoneId.class,
          "[A-Za-z][A-Za-z0-9~/._+:-]*|[+-][0-9]{1,2}(?::?[0-9]{2}){0,2}",
          LocalTime.class,
          "(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\\.[0-9]{1,9})?)?");

  private static final Map<Class<?>, long[]> NUMBERS =
      Map.of(
          Integer.class, new long[] {Integer.MIN_VALUE, Integer.MAX_VALUE},
          int.class, new long[] {Integer.MIN_VALUE, Integer.MAX_VALUE},
          Long.class, new long[] {Long.MIN_VALUE, Long.MAX_VALUE},
          long.class, new long[] {Long.MIN_VALUE, Long.MAX_VALUE});

  private ValueSchema() {}

  /**
   * The schema of a single value.
   *
   * @param nullable whether null may stand there, which means the same as nothing
   * @return empty if values of the type are not single ones
   */
  static Optional<ObjectNode> of(Class<?> type, boolean nullable) {
    if (type.isEnum()) {
      return Optional.of(constants(type, nullable));
    }
    if (TEXTS.containsKey(type)) {
      return Optional.of(text(type, nullable));
    }
    if (NUMBERS.containsKey(type)) {
      long[] range = NUMBERS.get(type);
      ObjectNode schema = types(nullable, "integer", "string");
      schema.put("minimum", range[0]).put("maximum", range[1]);
      return Optional.of(schema.put("pattern", whole(WHOLE)));
    }
    if (type == Boolean.class || type == boolean.class) {
      return Optional.of(types(nullable, "boolean", "string").put("pattern", OUTSIDE));
    }
    return type == JsonNode.class
        ? Optional.of(JsonNodeFactory.instance.objectNode())
        : Optional.empty();
  }

  /** An object that says which JSON types it stands for. */
  static ObjectNode types(boolean nullable, String... types) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    if (types.length == 1 && !nullable) {
      return schema.put("type", types[0]);
    }
    ArrayNode several = schema.putArray("type");
    Arrays.stream(types).forEach(several::add);
    if (nullable) {
      several.add("null");
    }
    return schema;
  }

  /** The pattern of a whole text, or of one that comes from outside. */
  static String whole(String pattern) {
    return "^(?:" + pattern + ")$|" + OUTSIDE;
  }

  /** One of a few words, or one that comes from outside. */
  static ObjectNode words(Iterable<String> words, boolean nullable) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    ArrayNode ways = schema.putArray("anyOf");
    ArrayNode constants = ways.addObject().putArray("enum");
    words.forEach(constants::add);
    if (nullable) {
      constants.addNull();
    }
    ways.addObject().put("type", "string").put("pattern", OUTSIDE);
    return schema;
  }

  private static ObjectNode constants(Class<?> type, boolean nullable) {
    return words(
        Arrays.stream(type.getEnumConstants())
            .map(one -> SnakeCase.constant(((Enum<?>) one).name()))
            .toList(),
        nullable);
  }

  private static ObjectNode text(Class<?> type, boolean nullable) {
    ObjectNode schema = types(nullable, "string");
    String pattern = TEXTS.getOrDefault(type, "");
    if (!pattern.isEmpty()) {
      schema.put("pattern", whole(pattern));
    }
    if (type == Secret.class) {
      schema.put("writeOnly", true);
    }
    return schema;
  }
}
