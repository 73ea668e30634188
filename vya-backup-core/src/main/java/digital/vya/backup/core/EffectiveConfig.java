package digital.vya.backup.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A configuration as it works: with all defaults, and what it points to in its place. It is a
 * configuration itself, but for the secrets, which are three stars.
 */
public final class EffectiveConfig {

  private final ObjectNode tree;

  private EffectiveConfig(ObjectNode tree) {
    this.tree = tree;
  }

  static EffectiveConfig of(ConfigReader.Found found) {
    ConfigReader.Whole whole = found.sound();
    return new EffectiveConfig(
        new Writing(whole, new RecordWriter(whole.settings().secrets()))
            .tree(found.resolver().sources().configured()));
  }

  /** The configuration as JSON. */
  public String json() {
    return tree.toPrettyString();
  }

  /** The configuration as YAML. */
  public String yaml() {
    return YamlText.of(tree);
  }

  /** How it is put together. */
  private record Writing(ConfigReader.Whole whole, RecordWriter writer) {

    ObjectNode tree(List<SecretSources.Source<?>> sources) {
      Settings settings = whole.settings();
      RunOptions run = settings.run();
      ObjectNode tree = JsonNodeFactory.instance.objectNode();
      tree.set("server", writer.object(EffectiveKeys.server(run)));
      if (!sources.isEmpty()) {
        tree.set("secrets", each(sources, "secrets", (source, said) -> source(source)));
      }
      tree.set("run", writer.object(EffectiveKeys.run(run, whole.keys().run())));
      tree.set("storages", each(settings.destinations(), "storages", this::storage));
      tree.set("instances", each(settings.instances(), "instances", this::instance));
      add(tree, "retention", whole.keys().retention());
      tree.set("notifications", each(settings.channels(), "notifications", this::channel));
      tree.set("metrics", each(settings.exporters(), "metrics", (one, said) -> exporter(one)));
      tree.set("logging", writer.object(EffectiveKeys.logging(run.logging())));
      add(tree, "schedule", whole.keys().schedule());
      tree.set("audit", writer.object(EffectiveKeys.audit(run)));
      return tree;
    }

    private void add(ObjectNode tree, String key, @Nullable Record section) {
      if (section != null) {
        tree.set(key, writer.object(section));
      }
    }

    /** The settings are as many as the sections they were made from, and in the same order. */
    private <T> ArrayNode each(
        List<T> settings, String list, BiFunction<T, JsonNode, ObjectNode> write) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < settings.size(); i++) {
        array.add(write.apply(settings.get(i), whole.tree().path(list).path(i)));
      }
      return array;
    }

    private ObjectNode source(SecretSources.Source<?> source) {
      ObjectNode node = named("type", source.id(), source.source().name());
      return node.setAll(writer.object(source.config()));
    }

    private ObjectNode storage(Settings.Destination<?> storage, JsonNode said) {
      ObjectNode node = writer.object(EffectiveKeys.storage(storage));
      copy(said, node, "retention");
      copy(said, node, "old_files");
      return node.setAll(writer.object(storage.config()));
    }

    private ObjectNode instance(Settings.Instance<?> instance, JsonNode said) {
      ObjectNode node = named("dbms", instance.id(), instance.driver().name());
      List<JsonNode> stages = instance.options().archive().stream().map(this::stage).toList();
      node.setAll(writer.object(EffectiveKeys.instance(instance, stages)));
      copy(said, node, "retention");
      copy(said, node, "schedule");
      return node.setAll(writer.object(instance.config()));
    }

    private JsonNode stage(Settings.Stage<?> stage) {
      ObjectNode node = JsonNodeFactory.instance.objectNode().put("type", stage.archiver().name());
      return node.setAll(writer.object(stage.config()));
    }

    private ObjectNode channel(Settings.Channel<?> channel, JsonNode said) {
      ObjectNode node = named("type", channel.id(), channel.notifier().name());
      ArrayNode on = node.putArray("on");
      channel.on().stream().sorted().forEach(one -> on.add(SnakeCase.constant(one.name())));
      node.put("timeout", RecordWriter.text(channel.timeout()));
      return node.setAll(writer.object(channel.config()));
    }

    private ObjectNode exporter(Settings.Exporter<?> exporter) {
      ObjectNode node = named("type", exporter.id(), exporter.exporter().name());
      node.put("timeout", RecordWriter.text(exporter.timeout()));
      return node.setAll(writer.object(exporter.config()));
    }

    private static ObjectNode named(String kind, String id, String plugin) {
      return JsonNodeFactory.instance.objectNode().put("id", id).put(kind, plugin);
    }

    private static void copy(JsonNode from, ObjectNode to, String key) {
      if (from.hasNonNull(key)) {
        to.set(key, from.get(key));
      }
    }
  }
}
