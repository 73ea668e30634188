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
 */
public record Tool(Path executable, List<String> arguments, Map<String, Secret> environment) {

  /** Copies list and map. */
  public Tool {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** A tool with arguments and nothing added to the environment. */
  public static Tool of(Path executable, String... arguments) {
    return new Tool(executable, List.of(arguments), Map.of());
  }

  /** The same tool with a further variable, whose value is never shown. */
  public Tool with(String variable, Secret value) {
    var environment = new TreeMap<>(this.environment);
    environment.put(variable, value);
    return new Tool(executable, arguments, environment);
  }

  /** The same tool with a further variable. */
  public Tool with(String variable, String value) {
    return with(variable, new Secret(value));
  }

  /** The name of the program without its folder. */
  public String name() {
    return String.valueOf(executable.getFileName());
  }
}
