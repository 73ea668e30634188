package digital.vya.backup.api;

/**
 * What an artifact was made of.
 *
 * @param instance the id of the configured instance
 * @param dbms the name of the engine
 * @param kind what of the instance
 * @param database the database's name; empty unless the kind is {@link Kind#DATABASE}
 */
public record ArtifactSource(String instance, String dbms, Kind kind, String database) {

  /** What of an instance is meant. */
  public enum Kind {
    /** One database. */
    DATABASE,
    /** What belongs to no single database ({@link Globals}). */
    GLOBALS,
    /** The instance as a whole: used to report that its databases could not even be listed. */
    INSTANCE
  }

  /** A database of an instance. */
  public static ArtifactSource database(String instance, String dbms, String database) {
    return new ArtifactSource(instance, dbms, Kind.DATABASE, database);
  }

  /** The globals of an instance. */
  public static ArtifactSource globals(String instance, String dbms) {
    return new ArtifactSource(instance, dbms, Kind.GLOBALS, "");
  }

  /** An instance as a whole. */
  public static ArtifactSource instance(String instance, String dbms) {
    return new ArtifactSource(instance, dbms, Kind.INSTANCE, "");
  }

  /** How people read it: {@code main/orders}, {@code main (globals)} or {@code main}. */
  public String label() {
    return switch (kind) {
      case DATABASE -> instance + "/" + database;
      case GLOBALS -> instance + " (globals)";
      case INSTANCE -> instance;
    };
  }
}
