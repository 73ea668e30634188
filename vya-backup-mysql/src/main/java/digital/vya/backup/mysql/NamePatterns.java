package digital.vya.backup.mysql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Names with {@code *} and {@code ?} as wildcards, and which of them were of use. */
final class NamePatterns {

  private final Map<String, Pattern> patterns = new LinkedHashMap<>();
  private final Set<String> used = new LinkedHashSet<>();

  NamePatterns(List<String> texts) {
    texts.forEach(text -> patterns.put(text, regex(text)));
  }

  private static Pattern regex(String text) {
    var regex = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(Character.toString(c)));
              }
            });
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  boolean isEmpty() {
    return patterns.isEmpty();
  }

  /** Whether one of them means that name, or that name after its database's. */
  boolean match(String database, String name) {
    boolean any = false;
    for (var pattern : patterns.entrySet()) {
      Pattern regex = pattern.getValue();
      if (regex.matcher(name).matches() || regex.matcher(database + "." + name).matches()) {
        used.add(pattern.getKey());
        any = true;
      }
    }
    return any;
  }

  /** Those that have meant nothing so far. */
  List<String> unused() {
    var unused = new ArrayList<>(patterns.keySet());
    unused.removeAll(used);
    return unused;
  }
}
