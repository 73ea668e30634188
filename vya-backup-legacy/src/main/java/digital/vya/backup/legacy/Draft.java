package digital.vya.backup.legacy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The new configuration, in the making. */
final class Draft {

  private final Installed installed;
  private final ObjectNode root = JsonNodeFactory.instance.objectNode();
  private final List<String> told = new ArrayList<>();
  private final List<String> lacking = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final Map<String, String> secrets = new LinkedHashMap<>();
  private final Map<String, String> folders = new HashMap<>();
  private final Set<String> ids = new HashSet<>();

  Draft(Installed installed) {
    this.installed = installed;
    // In the order in which people read them.
    for (String section : List.of("server", "run", "defaults")) {
      root.putObject(section);
    }
    root.putArray("storages");
    root.putArray("instances");
  }

  /** What holds instead where a text has a meaning of its own. */
  static String literal(String text) {
    return text.replace("${", "$${");
  }

  void tell(String line) {
    told.add(line);
  }

  /** Tells that a run does less than before. */
  void tellLack(String line) {
    told.add(line);
    lacking.add(line);
  }

  void problem(String line) {
    problems.add(line);
  }

  /** A password that must be given anew. */
  String secret(String id, String where) {
    secrets.put(id, where);
    return "${secret:" + id + "}";
  }

  /** An object of the root, made where it is not there yet. */
  ObjectNode section(String name) {
    return root.withObjectProperty(name);
  }

  boolean hasNotifier(String type) {
    return installed.notifiers().contains(type);
  }

  boolean hasExporter(String type) {
    return installed.exporters().contains(type);
  }

  ObjectNode metrics(String type) {
    return root.withArrayProperty("metrics").addObject().put("id", type).put("type", type);
  }

  ObjectNode notification(String id, String type) {
    return root.withArrayProperty("notifications").addObject().put("id", id).put("type", type);
  }

  ObjectNode instance(String wanted, String dbms) {
    return instances()
        .addObject()
        .put("id", unique(wanted.replaceAll("[^A-Za-z0-9.-]+", "-")))
        .put("dbms", dbms);
  }

  ArrayNode instances() {
    return root.withArrayProperty("instances");
  }

  private String unique(String wanted) {
    String id = wanted;
    for (int n = 2; !ids.add(id); n++) {
      id = wanted + "-" + n;
    }
    return id;
  }

  /** The id of the storage of a folder, which is made where it is not there. */
  String folder(String written) {
    String path = written.length() > 1 ? written.replaceFirst("/+$", "") : written;
    return folders.computeIfAbsent(
        path.isEmpty() ? "/" : path,
        folder -> {
          String name = folder.substring(folder.lastIndexOf('/') + 1);
          String plain = name.replaceAll("[^A-Za-z0-9.-]+", "-").replaceFirst("^[.-]+", "");
          String id = unique(plain.isEmpty() ? "folder" : plain);
          storage(id, "local", "").put("path", literal(folder)).put("create", true);
          return id;
        });
  }

  /**
   * A storage.
   *
   * @param said what of the old configuration asks for it
   */
  ObjectNode storage(String id, String type, String said) {
    if (!installed.storages().contains(type)) {
      problem(
          said
              + ": there is no storage "
              + type
              + " here; put the jar vya-backup-"
              + type
              + " and those it needs into the folder plugins of the distribution");
    }
    return root.withArrayProperty("storages").addObject().put("id", id).put("type", type);
  }

  Translation translation(JsonMapper mapper) {
    section("run").put("key_template", keyTemplate());
    tellGlobals();
    if (instances().isEmpty()) {
      problem("there is nothing to back up in it");
    }
    if (!problems.isEmpty()) {
      throw new LegacyException("the old configuration cannot be used as it is", problems);
    }
    for (String section : List.of("server", "run", "defaults")) {
      if (root.path(section).isEmpty()) {
        root.remove(section);
      }
    }
    try {
      String json = mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
      return new Translation(json, told, lacking, secrets);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Roles and accounts were not always dumped, and not every account may read them. */
  private void tellGlobals() {
    List<String> servers = new ArrayList<>();
    for (var instance : instances()) {
      if (instance.has("host") && instance.path("enabled").asBoolean(true)) {
        servers.add(instance.path("id").asText());
      }
    }
    if (!servers.isEmpty()) {
      tell(
          String.join(", ", servers)
              + ": roles and accounts are backed up too, as the database @globals; where the user may"
              + " not read them every run ends as partial, unless globals is set to false");
    }
  }

  /** The names of before; two servers of one engine are told apart by their ids. */
  private String keyTemplate() {
    Set<String> engines = new HashSet<>();
    boolean alone = true;
    for (var instance : instances()) {
      if (instance.path("enabled").asBoolean(true)) {
        alone &= engines.add(instance.path("dbms").asText());
      }
    }
    if (!alone) {
      tell(
          "run.key_template: several servers of one engine are enabled, so the names of artifacts"
              + " hold the instance too, such as 20260113_003000_mysql_mysql-1_shop.sql.gz");
    }
    return alone ? "{timestamp}_{dbms}_{database}" : "{timestamp}_{dbms}_{instance}_{database}";
  }
}
