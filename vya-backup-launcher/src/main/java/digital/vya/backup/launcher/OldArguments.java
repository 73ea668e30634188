package digital.vya.backup.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The command lines of the programs before: {@code -b}, {@code -b -d}, {@code -r FILE}, {@code -t}.
 */
final class OldArguments {

  private static final String DRY = "-d";

  private static final Set<String> CONFIG = Set.of("-c", "--config");

  private static final Map<String, List<String>> COMMANDS =
      Map.of(
          "-b", List.of("backup", "--all"),
          "-r", List.of("restore", "--file"),
          "-t", List.of("test-connection"));

  private OldArguments() {}

  /** The same in today's words; what is not old stays as it is. */
  static String[] translated(String... arguments) {
    List<String> before = new ArrayList<>();
    List<String> words = new ArrayList<>(List.of(arguments));
    while (!words.isEmpty() && CONFIG.contains(words.get(0).replaceFirst("=.*", ""))) {
      boolean apart = CONFIG.contains(words.get(0)) && words.size() > 1;
      before.addAll(words.subList(0, apart ? 2 : 1));
      words.subList(0, apart ? 2 : 1).clear();
    }
    boolean dry = !words.isEmpty() && words.get(0).equals(DRY) && words.remove(DRY);
    List<String> today = words.isEmpty() ? null : COMMANDS.get(words.get(0));
    if (today == null) {
      return arguments;
    }
    words.remove(0);
    dry |= words.remove(DRY);
    before.add(today.get(0));
    if (dry) {
      before.add("--dry-run");
    }
    before.addAll(today.subList(1, today.size()));
    before.addAll(words);
    return before.toArray(String[]::new);
  }
}
