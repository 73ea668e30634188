package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Reason;
import java.util.List;

/**
 * A configuration that cannot be used, with everything that is wrong in it. The message's first
 * line names the file and the number of problems; each further line is one of them. No value of a
 * secret setting is in it.
 */
public final class ConfigException extends BackupException {

  private static final long serialVersionUID = 1;

  private final String file;

  @SuppressWarnings("serial") // the list of List.copyOf is serializable
  private final List<String> problems;

  /** The problems of one file, at least one. */
  ConfigException(String file, List<String> problems) {
    super(Reason.CONFIGURATION, message(file, problems));
    this.file = file;
    this.problems = List.copyOf(problems);
  }

  /** One line each, such as {@code instances[2].port: must be at most 65535}. */
  public List<String> problems() {
    return problems;
  }

  ConfigException masked(Mask mask) {
    return new ConfigException(mask.text(file), problems.stream().map(mask::text).toList());
  }

  private static String message(String file, List<String> problems) {
    String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
    return file + ": " + count + " to mend\n" + String.join("\n", problems);
  }
}
