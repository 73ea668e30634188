package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import java.util.List;

/**
 * A pattern over names: {@code *} is any text, {@code ?} any one character, {@code [a-c_]} one of
 * these, {@code [!a-c]} none of these, <code>{a,b}</code> either; a backslash takes the next
 * character as it is. A name may hold any character, and {@code /} is one like any other. Case
 * counts.
 */
final class Glob {

  private final List<List<GlobToken>> alternatives;

  private Glob(List<List<GlobToken>> alternatives) {
    this.alternatives = alternatives;
  }

  /**
   * Reads a pattern.
   *
   * @throws BackupException with {@code CONFIGURATION} if it is none
   */
  static Glob of(String pattern) {
    if (pattern.isEmpty()) {
      throw BackupException.configuration("an empty pattern matches nothing; remove it");
    }
    return new Glob(new GlobParser(pattern).parse());
  }

  /** Whether this is the pattern of the whole name. */
  boolean matches(String name) {
    int[] characters = name.codePoints().toArray();
    return alternatives.stream().anyMatch(tokens -> matches(tokens, characters));
  }

  // Only the last star is ever tried again, so that no pattern takes exponential time.
  private static boolean matches(List<GlobToken> tokens, int[] name) {
    int token = 0;
    int star = -1;
    int starred = 0;
    int at = 0;
    while (at < name.length) {
      if (token < tokens.size() && tokens.get(token) == GlobToken.Wild.TEXT) {
        star = token++;
        starred = at;
      } else if (token < tokens.size() && tokens.get(token).accepts(name[at])) {
        token++;
        at++;
      } else if (star >= 0) {
        token = star + 1;
        at = ++starred;
      } else {
        return false;
      }
    }
    while (token < tokens.size() && tokens.get(token) == GlobToken.Wild.TEXT) {
      token++;
    }
    return token == tokens.size();
  }
}
