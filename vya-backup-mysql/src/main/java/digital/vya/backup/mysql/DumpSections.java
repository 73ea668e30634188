package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which database the statements of a dump without a manifest are of. Whoever names it may have
 * guessed: a dump of one database alone is taken whatever its name is. That there are several is
 * known only when the second one begins; then what was taken by mistake is thrown away. Each may
 * come in several sections: views are behind the tables of all databases.
 */
final class DumpSections {

  private final String wanted;
  private final boolean canBeginAnew;
  private final Set<String> found = new LinkedHashSet<>();
  private String taken;
  private boolean all;
  private boolean fed;
  private boolean exact;
  private boolean skipping;

  /**
   * For one dump; names are in UTF-8.
   *
   * @param canBeginAnew whether what was taken by mistake can be thrown away
   */
  DumpSections(String wanted, boolean canBeginAnew) {
    this.wanted = wanted;
    this.canBeginAnew = canBeginAnew;
    taken = wanted;
  }

  /** The name of the database whose statements are taken. */
  String taken() {
    return taken;
  }

  /** Whether statements are of a database that is not wanted. */
  boolean skipping() {
    return skipping;
  }

  /** Whether the dump is of a whole server, as its head tells. */
  boolean ofServer() {
    return all;
  }

  /** What the head of the dump tells: one database, the first of several, or all of a server. */
  void header(String name) {
    if (!fed && found.isEmpty()) {
      all = name.isEmpty();
      taken = all ? wanted : name;
    }
  }

  /** A statement that makes or drops a database; those that follow need not be in it. */
  void named(String name) {
    found.add(name);
    if (!fed && !exact && guesses()) {
      taken = name;
    }
  }

  /** A statement of the database that is taken. */
  void feed() {
    if (!fed) {
      fed = true;
      found.add(taken);
    }
  }

  /** Another section begins; returns whether what was taken so far must be thrown away. */
  boolean use(String name) {
    found.add(name);
    boolean mistaken = false;
    if (name.equals(wanted)) {
      mistaken = fed && !taken.equals(wanted);
      taken = wanted;
      exact = true;
    } else if (!fed && !exact) {
      taken = guesses() ? name : wanted;
    }
    skipping = !name.equals(taken);
    return mistaken;
  }

  private boolean guesses() {
    return canBeginAnew && !all;
  }

  /** Whether a name is that of another database of the dump, as far as it was read. */
  boolean isOther(String name) {
    return !name.equals(taken) && found.contains(name);
  }

  /** Refuses a dump of several databases of which none is the wanted one. */
  void end() {
    boolean got = exact || (fed && taken.equals(wanted));
    if (!got && (all || found.size() > 1 || (!guesses() && !found.isEmpty()))) {
      throw BackupException.data(
          "the dump holds several databases, none of which is "
              + wanted
              + "; name one of them with --database: "
              + String.join(", ", found));
    }
  }

  static String utf8(String latin) {
    return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
