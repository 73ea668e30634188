package digital.vya.backup.legacy;

import java.util.List;

/**
 * What is old cannot be used as it is. The message's first line says why; each further line is one
 * thing to mend. No secret is in it.
 */
public final class LegacyException extends RuntimeException {

  private static final long serialVersionUID = 1;

  LegacyException(String why) {
    super(why);
  }

  LegacyException(String why, List<String> problems) {
    super(why + "\n" + String.join("\n", problems));
  }
}
