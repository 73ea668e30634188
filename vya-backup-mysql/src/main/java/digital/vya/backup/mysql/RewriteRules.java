package digital.vya.backup.mysql;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What is changed in a dump on its way to another server. A definer is written {@code user@host}.
 *
 * @param definers for a definer what stands in its place; the same one keeps it, empty strips it
 * @param oldDatabase the name the dump was made of, whose USE and CREATE DATABASE are dropped
 * @param keepSandbox whether the client knows MariaDB's sandbox line
 * @param knownCollations those of the target, in lower case; empty: no check
 * @param collations what to write for one, by its name in lower case; goes before the check
 * @param dropGtid whether lines on GTIDs and the binary log are dropped
 * @param warnings told what was dropped
 */
record RewriteRules(
    Definers definers,
    Optional<String> oldDatabase,
    boolean keepSandbox,
    Set<String> knownCollations,
    Map<String, String> collations,
    boolean dropGtid,
    Consumer<String> warnings) {

  /** Decides on a definer; called for each one found, so that it can also collect them. */
  @FunctionalInterface
  interface Definers {
    Optional<String> replace(String definer);
  }

  RewriteRules {
    knownCollations = Set.copyOf(knownCollations);
    collations = Map.copyOf(collations);
  }

  /** Changes nothing, but refuses what is refused always. */
  static RewriteRules none() {
    return new RewriteRules(
        Optional::of, Optional.empty(), true, Set.of(), Map.of(), false, warning -> {});
  }

  static Definers mapped(Map<String, String> map) {
    UnaryOperator<String> replacement = definer -> map.getOrDefault(definer, definer);
    return definer -> Optional.of(replacement.apply(definer));
  }
}
