package digital.vya.backup.core;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.ArtifactResult.Omissions;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Evidence;
import digital.vya.backup.api.TableFingerprint;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The JSON form of a manifest. Storage is not trusted: reading checks every field. */
final class ManifestJson {

  static final int FORMAT = 1;

  static final int LONGEST = 16 << 20;
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxDocumentLength(LONGEST)
                      .maxNestingDepth(20)
                      .maxStringLength(1 << 20)
                      .build())
              .build());

  private ManifestJson() {}

  static byte[] write(Manifest manifest) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    root.put("id", manifest.id());
    root.put("run", manifest.run());
    root.put("server", manifest.server());
    ArtifactSource source = manifest.source();
    root.put("instance", source.instance());
    root.put("dbms", source.dbms());
    root.put("kind", lower(source.kind()));
    root.put("database", source.database());
    root.put("started", manifest.started().toString());
    root.put("finished", manifest.finished().toString());
    root.put("zone", manifest.zone().getId());
    content(root.putObject("artifact"), "key", manifest.artifact());
    content(root.putObject("dump"), "name", manifest.dump());
    manifest.archive().forEach(root.putArray("archive")::add);
    root.put("server_version", manifest.origin().serverVersion());
    root.put("tool_version", manifest.origin().toolVersion());
    ObjectNode properties = root.putObject("properties");
    new TreeMap<>(manifest.origin().properties()).forEach(properties::put);
    root.put("evidence", lower(manifest.proof().evidence()));
    root.put("evidence_at", manifest.proof().at().toString());
    ObjectNode omitted = root.putObject("omitted");
    omitted.put("count", manifest.omissions().count());
    manifest.omissions().first().forEach(omitted.putArray("first")::add);
    manifest.proof().recovery().ifPresent(took -> root.put("recovery_ms", took.toMillis()));
    manifest.pin().ifPresent(why -> root.put("pin", why));
    MarksJson.write(root, manifest.marks());
    fingerprints(root.putArray("fingerprints"), manifest.fingerprints());
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void fingerprints(ArrayNode array, List<TableFingerprint> fingerprints) {
    for (TableFingerprint table : fingerprints) {
      ObjectNode node = array.addObject();
      node.put("table", table.table());
      node.put("rows", table.rows());
      node.put("hash", table.hash());
    }
  }

  private static void content(ObjectNode node, String nameField, Manifest.Content content) {
    node.put(nameField, content.name());
    node.put("bytes", content.bytes());
    node.put("sha256", content.sha256());
  }

  /** Whether this may be one of ours: other programs call their own files by the same name. */
  static boolean isOurs(byte[] bytes) throws IOException {
    try {
      return bytes.length > LONGEST
          || !JSON.readTree(bytes).isObject()
          || JSON.readTree(bytes).has("format");
    } catch (JsonProcessingException e) {
      return true;
    }
  }

  /**
   * Reads a manifest.
   *
   * @throws BackupException with reason DATA if it is not one, saying what is wrong with it
   */
  static Manifest read(InputStream stream) throws IOException {
    try (JsonParser parser = JSON.createParser(stream)) {
      return read(parser);
    } catch (StreamConstraintsException e) {
      throw BackupException.data(
          "the manifest is beyond what one can be: " + e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      throw BackupException.data("the manifest is not JSON: " + e.getOriginalMessage());
    } catch (DateTimeException e) {
      throw BackupException.data("the manifest is damaged: " + e.getMessage());
    }
  }

  /** The fingerprints, of which there may be many, are read one by one. */
  private static Manifest read(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw BackupException.data("the manifest is not a JSON object");
    }
    ObjectNode root = JSON.createObjectNode();
    var fingerprints = new ArrayList<TableFingerprint>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("fingerprints")) {
        if (root.has("format")) {
          checkFormat(root);
        }
        fingerprints(parser, value, fingerprints);
      } else {
        root.set(field, JSON.<JsonNode>readTree(parser));
      }
    }
    if (parser.nextToken() != null) {
      throw BackupException.data("the manifest is not JSON: there is more behind its end");
    }
    checkFormat(root);
    return manifest(root, fingerprints);
  }

  private static void checkFormat(JsonNode root) {
    long format = number(root, "format");
    if (format != FORMAT) {
      throw BackupException.data(
          "the manifest has format " + format + "; this version reads " + FORMAT + ": upgrade");
    }
  }

  private static void fingerprints(
      JsonParser parser, JsonToken value, List<TableFingerprint> fingerprints) throws IOException {
    fingerprints.clear();
    if (value == JsonToken.VALUE_NULL) {
      return;
    }
    if (value != JsonToken.START_ARRAY) {
      throw damaged("fingerprints");
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      JsonNode table = JSON.readTree(parser);
      fingerprints.add(
          new TableFingerprint(text(table, "table"), number(table, "rows"), text(table, "hash")));
    }
  }

  private static Manifest manifest(JsonNode root, List<TableFingerprint> fingerprints) {
    return new Manifest(
        text(root, "id"),
        text(root, "run"),
        text(root, "server"),
        new ArtifactSource(
            text(root, "instance"),
            text(root, "dbms"),
            constant(ArtifactSource.Kind.class, text(root, "kind")),
            text(root, "database")),
        InstantText.parse(text(root, "started")),
        InstantText.parse(text(root, "finished")),
        ZoneId.of(text(root, "zone")),
        content(root.path("artifact"), "key"),
        content(root.path("dump"), "name"),
        texts(root.path("archive")),
        new Manifest.Origin(
            text(root, "server_version"),
            text(root, "tool_version"),
            properties(root.path("properties"))),
        new Manifest.Proof(
            constant(Evidence.class, text(root, "evidence")),
            InstantText.parse(text(root, "evidence_at")),
            recovery(root)),
        new Omissions(
            number(root.path("omitted"), "count"), texts(root.path("omitted").path("first"))),
        fingerprints,
        root.has("pin") ? Optional.of(text(root, "pin")) : Optional.empty(),
        MarksJson.read(root));
  }

  private static Optional<Duration> recovery(JsonNode root) {
    return root.has("recovery_ms")
        ? Optional.of(Duration.ofMillis(number(root, "recovery_ms")))
        : Optional.empty();
  }

  private static Manifest.Content content(JsonNode node, String nameField) {
    String sha256 = text(node, "sha256");
    if (!SHA256.matcher(sha256).matches()) {
      throw damaged("sha256");
    }
    return new Manifest.Content(text(node, nameField), number(node, "bytes"), sha256);
  }

  static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isTextual()) {
      throw damaged(field);
    }
    return value.textValue();
  }

  static long number(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw damaged(field);
    }
    return value.longValue();
  }

  private static List<String> texts(JsonNode node) {
    var texts = new ArrayList<String>();
    for (JsonNode element : node) {
      if (!element.isTextual()) {
        throw damaged("a list");
      }
      texts.add(element.textValue());
    }
    return texts;
  }

  private static Map<String, String> properties(JsonNode node) {
    var properties = new TreeMap<String, String>();
    node.properties().forEach(e -> properties.put(e.getKey(), text(node, e.getKey())));
    return properties;
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String name) {
    for (E constant : type.getEnumConstants()) {
      if (lower(constant).equals(name)) {
        return constant;
      }
    }
    throw damaged(type.getSimpleName().toLowerCase(Locale.ROOT));
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static BackupException damaged(String field) {
    return BackupException.data("the manifest is damaged: " + field + " is missing or malformed");
  }
}
