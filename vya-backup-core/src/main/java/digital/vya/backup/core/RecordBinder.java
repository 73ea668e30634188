package digital.vya.backup.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.Secret;
import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes records from JSON objects. Everything that is wrong becomes a problem with its path; a
 * value that cannot be read is left out, so that the rest is looked at all the same.
 */
final class RecordBinder {

  private final Problems problems;
  private final RecordMaker maker;
  private final Set<String> secrets = new HashSet<>();
  private final List<String> written = new ArrayList<>();

  RecordBinder(Problems problems) {
    this.problems = problems;
    this.maker = new RecordMaker(problems);
  }

  /**
   * Makes one record.
   *
   * @param others keys of the object that somebody else binds
   * @return empty, or a record that may break its own rules, if problems were found
   */
  <R extends Record> Optional<R> bind(
      Class<R> type, JsonNode node, String path, Set<String> others) {
    if (!node.isObject()) {
      problems.add(path, "must be an object, { … }");
      return Optional.empty();
    }
    refuseUnknownKeys(type, node, path, others);
    refuseSeveral(type, node, path);
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Object[] values = new @Nullable Object[components.length];
    Set<String> failed = new HashSet<>();
    for (int i = 0; i < components.length; i++) {
      String key = SnakeCase.of(components[i].getName());
      JsonNode said = said(components[i], node.path(key));
      Optional<Object> value = component(components[i], said, Problems.at(path, key));
      values[i] = value.isPresent() ? value.get() : absent(components[i].getType());
      if (value.isEmpty() && (node.hasNonNull(key) || components[i].getType().isPrimitive())) {
        failed.add(components[i].getName());
      }
    }
    return maker.make(type, values, path, failed);
  }

  /** The values of all secrets that were bound. */
  Set<String> secrets() {
    return Set.copyOf(secrets);
  }

  /** The paths of the secrets that stand in the configuration itself. */
  List<String> writtenSecrets() {
    return List.copyOf(written);
  }

  private void refuseUnknownKeys(
      Class<? extends Record> type, JsonNode node, String path, Set<String> others) {
    Set<String> known = new LinkedHashSet<>(SnakeCase.keys(type));
    known.addAll(others);
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!known.contains(key)) {
                problems.add(Problems.at(path, key), NearMiss.hint("no such setting", key, known));
              }
            });
  }

  /** Told by what is said, whether it can be read or not. */
  private void refuseSeveral(Class<? extends Record> type, JsonNode node, String path) {
    ExactlyOne one = type.getAnnotation(ExactlyOne.class);
    if (one != null && Arrays.stream(one.value()).filter(node::hasNonNull).count() != 1) {
      String all = String.join(", ", one.value());
      int last = all.lastIndexOf(", ");
      problems.add(
          path,
          "must say exactly one of " + all.substring(0, last) + " and " + all.substring(last + 2));
    }
  }

  private static JsonNode said(RecordComponent component, JsonNode node) {
    return component.isAnnotationPresent(OrOne.class) && node.isValueNode() && !node.isNull()
        ? JsonNodeFactory.instance.arrayNode().add(node)
        : node;
  }

  private static @Nullable Object absent(Class<?> type) {
    // An array's elements are what reflection takes for "no value": null, 0 or false.
    return Array.get(Array.newInstance(type, 1), 0);
  }

  private Optional<Object> component(RecordComponent component, JsonNode node, String path) {
    if (!node.isMissingNode() && !node.isNull()) {
      return value(component.getGenericType(), node, path);
    }
    if (component.getType().isPrimitive()) {
      problems.add(path, "is required");
    }
    return Optional.empty();
  }

  private Optional<Object> value(Type type, JsonNode node, String path) {
    if (node instanceof UnknownText) {
      return Optional.empty();
    }
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        return list(arguments[0], node, path);
      }
      if (generic.getRawType() == Map.class && arguments[0] == String.class) {
        return map(arguments[1], node, path);
      }
    }
    if (type instanceof Class<?> single) {
      // A secret is a record too, but not one with settings.
      Optional<Values.Reading> reading = Values.reading(single);
      if (reading.isPresent()) {
        return single(reading.get(), node, path);
      }
      if (single.isRecord()) {
        return bind(single.asSubclass(Record.class), node, path, Set.of()).map(record -> record);
      }
    }
    throw new BackupException(
        Reason.BUG,
        "%s has the type %s, which settings cannot have; report this to the plugin's author"
            .formatted(path, type.getTypeName()));
  }

  private Optional<Object> single(Values.Reading reading, JsonNode node, String path) {
    try {
      Object value = reading.read(node);
      if (value instanceof Secret secret && !secret.reveal().isEmpty()) {
        maker.keepQuietAbout(secret);
        secrets.add(secret.reveal());
        if (!(node instanceof ResolvedText)) {
          written.add(path);
        }
      }
      return Optional.of(value);
    } catch (Values.Mismatch e) {
      problems.add(path, e.complaint());
      return Optional.empty();
    }
  }

  private Optional<Object> list(Type element, JsonNode node, String path) {
    if (!node.isArray()) {
      problems.add(path, "must be a list, [ … ]");
      return Optional.empty();
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      element(element, node.path(i), Problems.at(path, i)).ifPresent(values::add);
    }
    return values.size() == node.size() ? Optional.of(List.copyOf(values)) : Optional.empty();
  }

  private Optional<Object> map(Type element, JsonNode node, String path) {
    if (!node.isObject()) {
      problems.add(path, "must be an object, { … }");
      return Optional.empty();
    }
    Map<String, Object> values = new LinkedHashMap<>();
    node.properties()
        .forEach(
            entry ->
                element(element, entry.getValue(), Problems.at(path, entry.getKey()))
                    .ifPresent(value -> values.put(entry.getKey(), value)));
    return values.size() == node.size()
        ? Optional.of(Collections.unmodifiableMap(values))
        : Optional.empty();
  }

  private Optional<Object> element(Type type, JsonNode node, String path) {
    if (node.isNull()) {
      problems.add(path, "must not be null");
      return Optional.empty();
    }
    return value(type, node, path);
  }
}
