package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is changed in a dump on its way to another server. A definer is written {@code user@host}.
 *
 * @param definers for a definer what stands in its place; the same one keeps it, empty strips it
 * @param databases the names of the database; empty: the dump must not name one
 * @param target the server that will run it, which decides on executable comments; empty: only what
 *     all servers read alike passes
 * @param keepSandbox whether the client knows MariaDB's sandbox line
 * @param knownCollations those of the target, in lower case; empty: no check
 * @param collations what to write for one, by its name in lower case; goes before the check
 * @param dropGtid whether lines on GTIDs and the binary log are dropped
 * @param warnings told what was dropped
 * @param events which events run by themselves once they are there
 * @param choice the tables to restore and nothing else; empty: everything
 */
record RewriteRules(
    Definers definers,
    Optional<Databases> databases,
    Optional<Version> target,
    boolean keepSandbox,
    Set<String> knownCollations,
    Map<String, String> collations,
    boolean dropGtid,
    Consumer<String> warnings,
    Events events,
    Optional<TableChoice> choice) {

  /** The first version that MariaDB takes for one of MySQL's own. */
  private static final int ONLY_MYSQL = 50_700;

  private static final int ONLY_MARIADB = 100_000;

  /** Decides on a definer; called for each one found, so that it can also collect them. */
  @FunctionalInterface
  interface Definers {
    Optional<String> replace(String definer);
  }

  /**
   * The name that the dump was made of and the one it is restored to.
   *
   * @param guessed whether the former may be wrong, or one of several: then the dump itself tells
   *     it
   * @param creation what makes the latter as empty as it was, once it is dropped; empty where
   *     nothing that was restored can be thrown away
   */
  record Databases(String dumped, String restored, boolean guessed, Optional<String> creation) {

    Databases(String dumped, String restored) {
      this(dumped, restored, false, Optional.empty());
    }
  }

  /** Decides on an event; called for each one that does not belong to a replica. */
  @FunctionalInterface
  interface Events {
    Events AS_DUMPED = (event, enabled) -> enabled;

    boolean enabled(String event, boolean asDumped);
  }

  RewriteRules {
    knownCollations = Set.copyOf(knownCollations);
    collations = Map.copyOf(collations);
  }

  /** Changes nothing, but refuses what is refused always. */
  static RewriteRules none() {
    return new RewriteRules(
        Optional::of,
        Optional.empty(),
        Optional.empty(),
        true,
        Set.of(),
        Map.of(),
        false,
        warning -> {},
        Events.AS_DUMPED,
        Optional.empty());
  }

  /** These rules for a dump of one database that is restored to another, or to the same. */
  RewriteRules between(String dumped, String restored) {
    return between(new Databases(dumped, restored));
  }

  RewriteRules between(Databases names) {
    return new RewriteRules(
        definers,
        Optional.of(names),
        target,
        keepSandbox,
        knownCollations,
        collations,
        dropGtid,
        warnings,
        events,
        choice);
  }

  /** These rules for that server. */
  RewriteRules to(Version server) {
    return new RewriteRules(
        definers,
        databases,
        Optional.of(server),
        keepSandbox,
        knownCollations,
        collations,
        dropGtid,
        warnings,
        events,
        choice);
  }

  /** These rules with others for events. */
  RewriteRules with(Events other) {
    return new RewriteRules(
        definers,
        databases,
        target,
        keepSandbox,
        knownCollations,
        collations,
        dropGtid,
        warnings,
        other,
        choice);
  }

  /** These rules for some tables alone. */
  RewriteRules only(TableChoice tables) {
    return new RewriteRules(
        definers,
        databases,
        target,
        keepSandbox,
        knownCollations,
        collations,
        dropGtid,
        warnings,
        events,
        Optional.of(tables));
  }

  static Definers mapped(Map<String, String> map) {
    return definer -> Optional.of(map.getOrDefault(definer, definer));
  }

  /** The collation that a database's properties tell, as the end of a statement that makes one. */
  String collationOf(Map<String, String> properties) {
    String collation = properties.getOrDefault("collation", "").toLowerCase(Locale.ROOT);
    String wanted = collations.getOrDefault(collation, collation);
    if (!wanted.matches("[a-z0-9_]{1,64}")) {
      return "";
    }
    if (!knownCollations.contains(wanted)) {
      throw BackupException.configuration(
          "the server does not know the collation "
              + wanted
              + " of the database; name one that it knows in collation_map, such as {\""
              + wanted
              + "\": \"utf8mb4_unicode_ci\"}");
    }
    return " COLLATE " + wanted;
  }

  /**
   * Whether the target surely runs a comment of that version (0: any), {@code mariadb} for one that
   * only MariaDB runs.
   */
  boolean runs(boolean mariadb, int version) {
    if (target.isEmpty()) {
      return !mariadb && version < ONLY_MYSQL;
    }
    Version server = target.get();
    boolean reached = version <= server.major() * 10_000 + server.minor() * 100 + server.patch();
    if (server.flavour() == Flavour.MYSQL) {
      return !mariadb && reached;
    }
    return reached && (mariadb || version < ONLY_MYSQL || version >= ONLY_MARIADB);
  }
}
