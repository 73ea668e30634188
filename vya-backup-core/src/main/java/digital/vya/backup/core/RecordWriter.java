package digital.vya.backup.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.Secret;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes records as the JSON that {@link RecordBinder} would make them from, without secrets. */
final class RecordWriter {

  private static final String HIDDEN = "***";

  /** A shorter one may be a part of any text by chance. */
  private static final int SHORTEST_HIDDEN_WITHIN = 4;

  private static final Map<String, Duration> UNITS = units();

  private final Set<String> secrets;

  /**
   * @param secrets what is hidden wherever it stands
   */
  RecordWriter(Set<String> secrets) {
    this.secrets = Set.copyOf(secrets);
  }

  private static Map<String, Duration> units() {
    var units = new LinkedHashMap<String, Duration>();
    units.put("d", Duration.ofDays(1));
    units.put("h", Duration.ofHours(1));
    units.put("m", Duration.ofMinutes(1));
    units.put("s", Duration.ofSeconds(1));
    units.put("ms", Duration.ofMillis(1));
    return units;
  }

  /** An object of what is not null. */
  ObjectNode object(Record settings) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      @Nullable Object value = SecretsIn.valueOf(component, settings);
      if (value != null) {
        object.set(SnakeCase.of(component.getName()), node(value));
      }
    }
    return object;
  }

  private JsonNode node(Object value) {
    JsonNodeFactory factory = JsonNodeFactory.instance;
    if (value instanceof JsonNode node) {
      return node;
    }
    if (value instanceof Secret secret) {
      return factory.textNode(secret.reveal().isEmpty() ? "" : HIDDEN);
    }
    if (value instanceof Record settings) {
      return object(settings);
    }
    if (value instanceof Boolean bool) {
      return factory.booleanNode(bool);
    }
    if (value instanceof Number number) {
      return factory.numberNode(number.longValue());
    }
    if (value instanceof Enum<?> constant) {
      return factory.textNode(SnakeCase.constant(constant.name()));
    }
    if (value instanceof Duration duration) {
      return factory.textNode(text(duration));
    }
    if (value instanceof List<?> || value instanceof Set<?> || value instanceof Map<?, ?>) {
      return collection(value);
    }
    return factory.textNode(shown(value.toString()));
  }

  private JsonNode collection(Object value) {
    if (value instanceof Map<?, ?> map) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      var sorted = new TreeMap<String, JsonNode>();
      map.forEach((key, one) -> sorted.put(String.valueOf(key), node(Objects.requireNonNull(one))));
      return object.setAll(sorted);
    }
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    ((Iterable<?>) value).forEach(one -> array.add(node(Objects.requireNonNull(one))));
    return array;
  }

  /** A text without secrets, as a configuration would have it. */
  private String shown(String text) {
    String shown = text;
    for (String secret : secrets) {
      if (text.equals(secret)) {
        return HIDDEN;
      }
      if (secret.length() >= SHORTEST_HIDDEN_WITHIN) {
        shown = shown.replace(secret, HIDDEN);
      }
    }
    return SecretPatterns.masked(shown).replace("${", "$${");
  }

  static String text(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    for (Map.Entry<String, Duration> unit : UNITS.entrySet()) {
      long count = duration.dividedBy(unit.getValue());
      if (unit.getValue().multipliedBy(count).equals(duration)) {
        return count + unit.getKey();
      }
    }
    return duration.toString();
  }
}
