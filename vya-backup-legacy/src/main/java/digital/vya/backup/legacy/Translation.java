package digital.vya.backup.legacy;

import java.util.List;
import java.util.Map;

/**
 * An old configuration, translated.
 *
 * @param json the new configuration. It holds the passwords that the old one held, and for those of
 *     the environment placeholders
 * @param told what was assumed, left out or needs a hand, one line each
 * @param lacking the lines among them that a run should say too: it does less than before
 * @param secrets the passwords that must be given anew: the id of the secret, and where the old
 *     configuration had it
 */
public record Translation(
    String json, List<String> told, List<String> lacking, Map<String, String> secrets) {

  /** Copies the lists. */
  public Translation {
    told = List.copyOf(told);
    lacking = List.copyOf(lacking);
    secrets = Map.copyOf(secrets);
  }

  /** Without the configuration, which holds passwords. */
  @Override
  public String toString() {
    return "Translation" + told;
  }
}
