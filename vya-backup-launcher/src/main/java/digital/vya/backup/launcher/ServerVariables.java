package digital.vya.backup.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import digital.vya.backup.api.BackupException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The variables of each server, from a table. */
final class ServerVariables {

  private final Path file;

  private ServerVariables(Path file) {
    this.file = file;
  }

  /** Reads a file: JSON if its name says so, else CSV. */
  static Map<String, Map<String, String>> read(Path file) {
    var variables = new ServerVariables(file);
    String text = ServerTemplate.text(file);
    return file.toString().endsWith(".json") ? variables.json(text) : variables.csv(text);
  }

  private Map<String, Map<String, String>> json(String text) {
    JsonNode tree;
    try {
      tree = new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw BackupException.configuration(
          "%s, line %d: this is not JSON".formatted(file, e.getLocation().getLineNr()));
    }
    var servers = new LinkedHashMap<String, Map<String, String>>();
    tree.properties()
        .forEach(
            server -> {
              var values = new LinkedHashMap<String, String>();
              server
                  .getValue()
                  .properties()
                  .forEach(value -> values.put(value.getKey(), single(value.getValue())));
              servers.put(server.getKey(), values);
            });
    return servers;
  }

  private String single(JsonNode value) {
    if (!value.isValueNode() || value.isNull()) {
      throw BackupException.configuration(
          file + " must say {\"NAME\": {\"KEY\": \"VALUE\"}} with single values");
    }
    return value.asText();
  }

  private Map<String, Map<String, String>> csv(String text) {
    List<List<String>> rows = rows(text);
    if (rows.isEmpty() || !rows.get(0).get(0).equals(ServerTemplate.NAME)) {
      throw BackupException.configuration(
          file + " must begin with a line of variables, the first of them SERVER_NAME");
    }
    List<String> keys = rows.get(0);
    var servers = new LinkedHashMap<String, Map<String, String>>();
    for (int i = 1; i < rows.size(); i++) {
      List<String> row = rows.get(i);
      if (row.size() != keys.size()) {
        throw BackupException.configuration(
            "%s: row %d has %d values for %d variables"
                .formatted(file, i + 1, row.size(), keys.size()));
      }
      var values = new LinkedHashMap<String, String>();
      for (int k = 0; k < keys.size(); k++) {
        values.put(keys.get(k), row.get(k));
      }
      if (servers.put(row.get(0), values) != null) {
        throw BackupException.configuration(
            file + ": " + Output.plain(row.get(0)) + " is there twice; remove one");
      }
    }
    return servers;
  }

  /** As spreadsheets write them: in quotes, where a doubled one stands for itself, or without. */
  private List<List<String>> rows(String text) {
    var rows = new ArrayList<List<String>>();
    var row = new ArrayList<String>();
    var value = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        boolean doubled = quoted && i + 1 < text.length() && text.charAt(i + 1) == '"';
        if (doubled) {
          value.append(c);
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (quoted || ",\n\r".indexOf(c) < 0) {
        value.append(c);
      } else if (c != '\r') {
        row.add(value.toString());
        value.setLength(0);
        if (c == '\n') {
          end(rows, row);
        }
      }
    }
    if (quoted) {
      throw BackupException.configuration(file + ": a quote is not closed");
    }
    row.add(value.toString());
    end(rows, row);
    return rows;
  }

  private static void end(List<List<String>> rows, List<String> row) {
    if (row.size() > 1 || !row.get(0).isBlank()) {
      rows.add(List.copyOf(row));
    }
    row.clear();
  }
}
