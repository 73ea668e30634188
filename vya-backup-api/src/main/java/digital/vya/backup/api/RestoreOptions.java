package digital.vya.backup.api;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How to restore, beyond what every engine can do.
 *
 * @param tables restore only these tables, each by its name or as {@code schema.name}, with {@code
 *     *} and {@code ?} as wildcards; all where empty
 * @param schemas restore only what is in these schemas, with the same wildcards; all where empty
 * @param jobs how many connections may work at once; 1 unless asked for more
 * @param owner the role that is to own what is restored; where empty, whoever owned it
 * @param direct put everything straight into the target, which is made empty first if it may be
 *     replaced: needs no right to create databases, and a failure need not leave it as it was
 * @param recreate with {@code direct}: drop and create the target instead of emptying it
 */
public record RestoreOptions(
    List<String> tables,
    List<String> schemas,
    int jobs,
    Optional<String> owner,
    boolean direct,
    boolean recreate) {

  /** Nothing beyond what every engine can do. */
  public static final RestoreOptions NONE =
      new RestoreOptions(List.of(), List.of(), 1, Optional.empty(), false, false);

  /** One of the options. */
  public enum Kind {
    /** {@link RestoreOptions#tables}. */
    TABLES,
    /** {@link RestoreOptions#schemas}. */
    SCHEMAS,
    /** {@link RestoreOptions#jobs}. */
    JOBS,
    /** {@link RestoreOptions#owner}. */
    OWNER,
    /** {@link RestoreOptions#direct}. */
    DIRECT,
    /** {@link RestoreOptions#recreate}. */
    RECREATE
  }

  /** Copies the lists. */
  public RestoreOptions {
    tables = List.copyOf(tables);
    schemas = List.copyOf(schemas);
  }

  /** Whether only a part of the dump is wanted. */
  public boolean isPartial() {
    return !tables.isEmpty() || !schemas.isEmpty();
  }

  /** The same, straight into the target or not. */
  public RestoreOptions direct(boolean straight) {
    return new RestoreOptions(tables, schemas, jobs, owner, straight, straight && recreate);
  }

  /** What is asked for. */
  public Set<Kind> asked() {
    Set<Kind> asked = EnumSet.noneOf(Kind.class);
    add(asked, Kind.TABLES, !tables.isEmpty());
    add(asked, Kind.SCHEMAS, !schemas.isEmpty());
    add(asked, Kind.JOBS, jobs != 1);
    add(asked, Kind.OWNER, owner.isPresent());
    add(asked, Kind.DIRECT, direct);
    add(asked, Kind.RECREATE, recreate);
    return asked;
  }

  private static void add(Set<Kind> asked, Kind kind, boolean is) {
    if (is) {
      asked.add(kind);
    }
  }
}
