package digital.vya.backup.api;

import java.util.List;
import java.util.OptionalLong;

/**
 * What there is at a place that is to be restored to.
 *
 * @param exists whether there is a database, a file or a folder of that name
 * @param holdsAnything whether it is not empty
 * @param free how many bytes a scratch database may take there; empty where the server does not
 *     tell
 * @param sessions who uses it now, one line each, without secrets and without the text of
 *     statements
 * @param fixed why nothing can take its place by {@link ScratchDatabases#swap}, and what to do
 *     instead; empty if something can
 */
public record TargetState(
    boolean exists, boolean holdsAnything, OptionalLong free, List<String> sessions, String fixed) {

  /** A place where something can be swapped in. */
  public TargetState(
      boolean exists, boolean holdsAnything, OptionalLong free, List<String> sessions) {
    this(exists, holdsAnything, free, sessions, "");
  }

  /** Copies the list. */
  public TargetState {
    sessions = List.copyOf(sessions);
  }
}
