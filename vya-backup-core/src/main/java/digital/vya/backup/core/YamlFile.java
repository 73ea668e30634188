package digital.vya.backup.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.DuplicateKeyException;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML 1.2, in which {@code no} and {@code 010} are texts. Errors tell the place, never the
 * text around it, which may hold a secret.
 */
final class YamlFile {

  private static final int DEEPEST = 50;
  private static final int MOST_ALIASES = 50;
  private static final int MOST_NODES = 1_000_000;

  private final String file;
  private final Deque<Object> open = new ArrayDeque<>();
  private int nodes;

  private YamlFile(String file) {
    this.file = file;
  }

  static JsonNode parse(String file, String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setAllowDuplicateKeys(false)
            .setMaxAliasesForCollections(MOST_ALIASES)
            .setCodePointLimit(ConfigText.LARGEST)
            .build();
    try {
      @Nullable Object tree = new Load(settings).loadFromString(text);
      return tree == null ? MissingNode.getInstance() : new YamlFile(file).node(tree);
    } catch (MarkedYamlEngineException e) {
      throw new ConfigException(file, List.of(slip(e)));
    } catch (YamlEngineException | StackOverflowError e) {
      // Its message may quote the file.
      throw new ConfigException(file, List.of("this is not YAML, or nested too deeply"));
    }
  }

  private static String slip(MarkedYamlEngineException e) {
    Optional<Mark> at = e.getProblemMark().or(e::getContextMark);
    String place =
        at.map(m -> "line %d, column %d: ".formatted(m.getLine() + 1, m.getColumn() + 1))
            .orElse("");
    return place
        + (e instanceof DuplicateKeyException
            ? "the key is there twice; remove one"
            : "this is not YAML; look at quotes, colons and how far lines are indented, here or"
                + " just before");
  }

  private JsonNode node(@Nullable Object value) {
    if (++nodes > MOST_NODES) {
      throw refused("holds far too much once its aliases are resolved");
    }
    if (value instanceof Map<?, ?> || value instanceof List<?>) {
      return inside(value);
    }
    JsonNodeFactory factory = JsonNodeFactory.instance;
    if (value instanceof Boolean bool) {
      return factory.booleanNode(bool);
    }
    if (value instanceof Integer || value instanceof Long) {
      return factory.numberNode(((Number) value).longValue());
    }
    if (value instanceof BigInteger large) {
      return factory.numberNode(large);
    }
    if (value instanceof Double fraction) {
      return factory.numberNode(fraction);
    }
    return value == null ? factory.nullNode() : TextNode.valueOf(value.toString());
  }

  private JsonNode inside(Object value) {
    // By identity: an alias that stands within what it means would never end.
    if (open.stream().anyMatch(outer -> outer == value)) {
      throw refused("has an alias within what it stands for");
    }
    if (open.size() >= DEEPEST) {
      throw refused("is nested too deeply");
    }
    open.push(value);
    JsonNode node = value instanceof Map<?, ?> map ? object(map) : list((List<?>) value);
    open.pop();
    return node;
  }

  private ObjectNode object(Map<?, ?> map) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    map.forEach(
        (key, value) -> {
          if (node.putIfAbsent(Objects.toString(key), node(value)) != null) {
            throw refused("has a key twice that is written in two ways, such as 1 and \"1\"");
          }
        });
    return node;
  }

  private ArrayNode list(List<?> list) {
    ArrayNode node = JsonNodeFactory.instance.arrayNode();
    list.forEach(value -> node.add(node(value)));
    return node;
  }

  private ConfigException refused(String why) {
    return new ConfigException(file, List.of("the YAML " + why));
  }
}
