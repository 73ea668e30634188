package digital.vya.backup.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The marks of a manifest as JSON. Who does not know them ignores them. */
final class MarksJson {

  private MarksJson() {}

  static void write(ObjectNode root, Manifest.Marks marks) {
    marks.damage().ifPresent(damage -> write(root.putObject("damaged"), damage));
    marks.shrink().ifPresent(shrink -> write(root.putObject("shrunk"), shrink));
  }

  private static void write(ObjectNode node, Manifest.Damage damage) {
    node.put("at", damage.at().toString()).put("problem", damage.problem());
    if (damage.byRestore()) {
      node.put("by_restore", true);
    }
  }

  private static void write(ObjectNode node, Shrink shrink) {
    ArrayNode figures = node.putArray("figures");
    for (Shrink.Figure figure : shrink.figures()) {
      figures
          .addObject()
          .put("measure", figure.measure().name().toLowerCase(Locale.ROOT))
          .put("is", figure.is())
          .put("was", figure.was())
          .put("of", figure.of());
    }
    shrink
        .acknowledged()
        .ifPresent(
            said ->
                node.putObject("acknowledged")
                    .put("at", said.at().toString())
                    .put("reason", said.reason()));
  }

  static Manifest.Marks read(JsonNode root) {
    return new Manifest.Marks(
        part(root, "damaged")
            .map(
                n ->
                    new Manifest.Damage(
                        instant(n),
                        ManifestJson.text(n, "problem"),
                        n.path("by_restore").asBoolean())),
        part(root, "shrunk")
            .map(
                n ->
                    new Shrink(
                        figures(n.path("figures")),
                        part(n, "acknowledged")
                            .map(
                                a ->
                                    new Shrink.Acknowledged(
                                        instant(a), ManifestJson.text(a, "reason"))))));
  }

  private static Optional<JsonNode> part(JsonNode node, String field) {
    return node.path(field).isObject() ? Optional.of(node.path(field)) : Optional.empty();
  }

  private static Instant instant(JsonNode node) {
    return InstantText.parse(ManifestJson.text(node, "at"));
  }

  private static List<Shrink.Figure> figures(JsonNode nodes) {
    var figures = new ArrayList<Shrink.Figure>();
    for (JsonNode node : nodes) {
      measure(ManifestJson.text(node, "measure"))
          .ifPresent(
              measure ->
                  figures.add(
                      new Shrink.Figure(
                          measure,
                          ManifestJson.number(node, "is"),
                          ManifestJson.number(node, "was"),
                          (int) Math.min(Integer.MAX_VALUE, ManifestJson.number(node, "of")))));
    }
    return figures;
  }

  /** A measure that a newer version has is no damage. */
  private static Optional<Shrink.Measure> measure(String name) {
    for (Shrink.Measure measure : Shrink.Measure.values()) {
      if (measure.name().toLowerCase(Locale.ROOT).equals(name)) {
        return Optional.of(measure);
      }
    }
    return Optional.empty();
  }
}
