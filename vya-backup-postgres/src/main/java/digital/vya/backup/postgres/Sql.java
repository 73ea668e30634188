package digital.vya.backup.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Quotes what comes from elsewhere. */
final class Sql {

  private Sql() {}

  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String literal(String text) {
    String doubled = text.replace("'", "''");
    return doubled.contains("\\")
        ? " E'" + doubled.replace("\\", "\\\\") + "'"
        : "'" + doubled + "'";
  }

  /** The elements of a list of identifiers such as {@code "$user", public}, each as a literal. */
  static String literals(String list) {
    List<String> names = new ArrayList<>();
    var name = new StringBuilder();
    boolean quoted = false;
    for (int at = 0; at < list.length(); at++) {
      char c = list.charAt(at);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        names.add(name.toString().strip());
        name.setLength(0);
      } else {
        name.append(c);
      }
    }
    names.add(name.toString().strip());
    return names.stream().map(Sql::literal).collect(Collectors.joining(", "));
  }
}
