package digital.vya.backup.core;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The objects that {@link RecordBinder} makes records from, as JSON Schema. */
final class RecordSchema {

  private final Function<PluginKind, ObjectNode> sections;

  /** What is being described, as a record may hold one of its own kind. */
  private final Deque<Class<?>> open = new ArrayDeque<>();

  /**
   * @param sections the schema of the elements of a list of plugins' settings
   */
  RecordSchema(Function<PluginKind, ObjectNode> sections) {
    this.sections = sections;
  }

  /** The schema of an object. */
  ObjectNode of(Class<? extends Record> type, boolean nullable) {
    ObjectNode schema = ValueSchema.types(nullable, "object");
    if (open.contains(type)) {
      return schema;
    }
    open.push(type);
    ObjectNode properties = schema.putObject("properties");
    Set<String> required = required(type);
    for (RecordComponent component : type.getRecordComponents()) {
      String key = SnakeCase.of(component.getName());
      properties.set(key, component(component, !required.contains(key)));
    }
    if (!required.isEmpty()) {
      ArrayNode names = schema.putArray("required");
      required.forEach(names::add);
    }
    open.pop();
    return schema.put("additionalProperties", false);
  }

  /** The keys that an object must have: what the binder misses in an empty one. */
  private static Set<String> required(Class<? extends Record> type) {
    var problems = new Problems();
    new RecordBinder(problems)
        .bind(type, JsonNodeFactory.instance.objectNode(), "", Set.of())
        .ifPresent(made -> {});
    Set<String> required = new LinkedHashSet<>(SnakeCase.keys(type));
    Set<String> missed = new LinkedHashSet<>();
    problems.all().forEach(line -> missed.add(line.replaceFirst(": .*", "")));
    required.retainAll(missed);
    return required;
  }

  private ObjectNode component(RecordComponent component, boolean nullable) {
    Sections kind = component.getAnnotation(Sections.class);
    if (component.isAnnotationPresent(OrOne.class)) {
      ObjectNode list = value(component.getAnnotatedType(), nullable);
      ObjectNode either = JsonNodeFactory.instance.objectNode();
      either.putArray("anyOf").add(list).add(list.path("items").deepCopy());
      return either;
    }
    if (kind == null) {
      return value(component.getAnnotatedType(), nullable);
    }
    ObjectNode schema = ValueSchema.types(nullable, "array");
    schema.set("items", sections.apply(kind.value()));
    RuleSchema.add(component.getAnnotatedType(), schema);
    return schema;
  }

  private ObjectNode value(AnnotatedType type, boolean nullable) {
    ObjectNode schema =
        type instanceof AnnotatedParameterizedType several
            ? collection(several, nullable)
            : single(type, nullable);
    RuleSchema.add(type, schema);
    return schema;
  }

  private ObjectNode collection(AnnotatedParameterizedType type, boolean nullable) {
    AnnotatedType[] arguments = type.getAnnotatedActualTypeArguments();
    boolean list = ((ParameterizedType) type.getType()).getRawType() == List.class;
    ObjectNode schema = ValueSchema.types(nullable, list ? "array" : "object");
    schema.set(
        list ? "items" : "additionalProperties", value(arguments[arguments.length - 1], false));
    return schema;
  }

  private ObjectNode single(AnnotatedType type, boolean nullable) {
    if (type.getType() instanceof Class<?> one) {
      Optional<ObjectNode> single = ValueSchema.of(one, nullable);
      if (single.isPresent()) {
        return single.get();
      }
      if (one.isRecord()) {
        return of(one.asSubclass(Record.class), nullable);
      }
    }
    throw new BackupException(
        Reason.BUG,
        "settings cannot have the type %s; report this to the plugin's author"
            .formatted(type.getType().getTypeName()));
  }
}
