package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A configuration in the making, in two forms: one to try, which holds its secrets, and one to
 * write, which points to a file for each.
 */
final class NewConfig {

  private static final String HEAD =
      "# Made by vya-backupdb config init. Every setting is described in docs/config.md.\n";

  private final Path file;
  private final ObjectNode tried = JsonNodeFactory.instance.objectNode();
  private final ObjectNode written = JsonNodeFactory.instance.objectNode();
  private final Map<Path, String> secrets = new LinkedHashMap<>();
  private final Map<String, Set<Path>> places = new HashMap<>();

  /**
   * @param file where it will lie
   */
  NewConfig(Path file) {
    this.file = file.toAbsolutePath().normalize();
  }

  /** What is said in one section of a list. */
  static final class Section {
    final String plugin;
    final Map<String, JsonNode> settings = new LinkedHashMap<>();
    final Map<String, String> secrets = new LinkedHashMap<>();

    Section(String plugin) {
      this.plugin = plugin;
    }

    Section set(String key, String value) {
      settings.put(key, JsonNodeFactory.instance.textNode(value));
      return this;
    }
  }

  Path file() {
    return file;
  }

  /** What reports call this machine; empty for the name of the host. */
  void server(String name) {
    if (name.isBlank()) {
      return;
    }
    for (ObjectNode tree : new ObjectNode[] {tried, written}) {
      tree.withObject("/server").put("name", name);
    }
  }

  /** Adds to {@code instances}, {@code storages} or {@code notifications}. */
  void add(String list, String id, Section section) {
    ObjectNode toTry = add(tried, list, id, section);
    ObjectNode toWrite = add(written, list, id, section);
    section.secrets.forEach(
        (key, value) -> {
          Path place = secretsFolder().resolve(list + "-" + id + "-" + key);
          secrets.put(place, value);
          places.computeIfAbsent(list + "/" + id, any -> new HashSet<>()).add(place);
          toTry.put(key, value.replace("${", "$${"));
          toWrite.put(key, "${file:" + place + "}");
        });
  }

  /** A folder for each configuration: two of them often have an instance of the same id. */
  private Path secretsFolder() {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.(json|ya?ml)$", "");
    return file.resolveSibling("secrets").resolve(name);
  }

  private static ObjectNode add(ObjectNode tree, String list, String id, Section section) {
    String kind = list.equals("instances") ? "dbms" : "type";
    ObjectNode node = tree.withArray(list).addObject().put("id", id).put(kind, section.plugin);
    return node.setAll(section.settings);
  }

  /** Takes back what was added last. */
  void removeLast(String list) {
    for (ObjectNode tree : new ObjectNode[] {tried, written}) {
      ArrayNode nodes = tree.withArray(list);
      String id = nodes.remove(nodes.size() - 1).path("id").asText();
      Set<Path> gone = places.remove(list + "/" + id);
      if (gone != null) {
        secrets.keySet().removeAll(gone);
      }
    }
  }

  int count(String list) {
    return written.path(list).size();
  }

  /** The form to try. */
  String tried() {
    return tried.toString();
  }

  /** Writes it and its secrets, each for the owner alone, in the place of what may be there. */
  void write() throws IOException {
    Path folder = file.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
    for (Map.Entry<Path, String> secret : secrets.entrySet()) {
      Path place = secret.getKey().getParent();
      if (place != null && !Files.isDirectory(place)) {
        Files.createDirectories(
            place,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      replace(secret.getKey(), secret.getValue() + "\n");
    }
    replace(file, HEAD + written.toPrettyString() + "\n");
  }

  /** Writes a file for its owner alone, in the place of what may be there. */
  static void replace(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new-" + ProcessHandle.current().pid());
    NewFile.write(fresh, text);
    try {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
