package digital.vya.backup.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A storage as a recovery kit describes it.
 *
 * @param id its id
 * @param type the plugin's name
 * @param settings its settings without secrets
 * @param newest backups of each of its databases, database by database: sound ones first, the
 *     newest of them first
 * @param problem why it could not be read
 */
record KitStorage(
    String id,
    String type,
    ObjectNode settings,
    List<List<Manifest>> newest,
    Optional<String> problem) {

  KitStorage {
    newest = List.copyOf(newest);
  }

  long backups() {
    return newest.stream().mapToLong(List::size).sum();
  }

  /** Lines of the shell that say where the artifacts are. */
  List<String> where() {
    String path = settings.path("path").asText();
    return type.equals("local") && !path.isEmpty()
        ? List.of("STORE=" + ShellText.quoted(path))
        : List.of("STORE=$WORK/from-" + ShellText.fileName(id));
  }

  /** Lines of the shell that bring an artifact to {@code $FILE}. */
  List<String> fetch(String key) {
    var lines = new ArrayList<String>();
    lines.add("FILE=$STORE/" + ShellText.quoted(key));
    if (type.equals("s3")) {
      String prefix = settings.path("prefix").asText().replaceFirst("/$", "");
      String object =
          "s3://" + settings.path("bucket").asText() + "/" + (prefix.isEmpty() ? "" : prefix + "/");
      String endpoint = settings.path("endpoint").asText();
      lines.add(
          "aws s3 cp "
              + (endpoint.isEmpty() ? "" : "--endpoint-url " + ShellText.quoted(endpoint) + " ")
              + ShellText.quoted(object + key)
              + " \"$FILE\"");
    } else if (!type.equals("local")) {
      lines.add("# bring it there from the storage: mkdir -p \"$(dirname \"$FILE\")\"");
    }
    return lines;
  }
}
