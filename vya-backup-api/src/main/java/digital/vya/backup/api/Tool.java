package digital.vya.backup.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An external program to run.
 *
 * @param executable its absolute path
 * @param arguments its arguments, each passed as it is: no shell is involved. Arguments are visible
 *     to every user of the machine, so no secret may be among them
 * @param environment variables set beside the inherited ones
 * @param secrets further variables, whose values are masked in whatever the program says
 */
public record Tool(
    Path executable,
    List<String> arguments,
    Map<String, String> environment,
    Map<String, Secret> secrets) {

  /** Copies list and maps. */
  public Tool {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
    secrets = Map.copyOf(secrets);
  }

  /** A tool with arguments and nothing added to the environment. */
  public static Tool of(Path executable, String... arguments) {
    return new Tool(executable, List.of(arguments), Map.of(), Map.of());
  }

  /** The same tool with a further variable, whose value is never shown. */
  public Tool with(String variable, Secret value) {
    var more = new TreeMap<>(secrets);
    more.put(variable, value);
    return new Tool(executable, arguments, environment, more);
  }

  /** The same tool with a further variable. */
  public Tool with(String variable, String value) {
    var more = new TreeMap<>(environment);
    more.put(variable, value);
    return new Tool(executable, arguments, more, secrets);
  }

  /** The name of the program without its folder. */
  public String name() {
    return String.valueOf(executable.getFileName());
  }
}
