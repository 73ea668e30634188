package digital.vya.backup.legacy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The engines by their old names, and what their instances have in common. */
final class Dbms {

  static final String FILES = "files";

  private static final Set<String> MYSQL = Set.of("mysql", "mariadb");

  /** What the engines take for this host, too. */
  private static final Pattern HERE = Pattern.compile("localhost|127\\.[0-9.]+|::1|/.*");

  private Dbms() {}

  static String of(String written) {
    String name = written.strip().toLowerCase(Locale.ROOT);
    return switch (name) {
      case "postgres", "pgsql", "pg" -> "postgresql";
      case "file" -> FILES;
      default -> name;
    };
  }

  static boolean isMysql(String dbms) {
    return MYSQL.contains(dbms);
  }

  /** Whether a host can only be this one. */
  static boolean isHere(String host) {
    return HERE.matcher(host).matches();
  }

  /** The old programs took whatever protection the server offered; today's default is stricter. */
  static void takeAnyTls(ObjectNode instance, String dbms, String host, Draft draft) {
    if (isHere(host)) {
      return;
    }
    String word = isMysql(dbms) ? "preferred" : "prefer";
    instance.put("tls", word);
    draft.tell(
        "%s: tls is \"%s\", as nothing was said of it: the connection is not encrypted if %s offers"
                .formatted(instance.path("id").asText(), word, host)
            + " none; set \"%s\" once it does".formatted(isMysql(dbms) ? "required" : "require"));
  }

  /** Puts a list there, unless it is empty. */
  static void put(ObjectNode node, String key, List<String> values) {
    if (!values.isEmpty()) {
      ArrayNode list = node.putArray(key);
      values.forEach(value -> list.add(Draft.literal(value)));
    }
  }

  /** One set for each pattern, as there was one archive for each. */
  static void putSets(ObjectNode instance, List<String> patterns, List<String> excludes) {
    ObjectNode sets = instance.putObject("sets");
    for (String pattern : patterns) {
      String name = setName(pattern);
      String free = name;
      for (int n = 2; sets.has(free); n++) {
        free = name + "-" + n;
      }
      ObjectNode set = sets.putObject(free);
      put(set, "include", List.of(pattern));
      put(set, "exclude", excludes);
    }
  }

  /** {@code /srv/uploads/**}{@code /*.{jpg,png}} becomes {@code srv-uploads-jpg-png}. */
  private static String setName(String pattern) {
    String name =
        pattern.replaceAll("[^\\p{L}\\p{N}_]+", "-").replaceFirst("^-", "").replaceFirst("-$", "");
    return name.isEmpty() ? "root" : name;
  }
}
