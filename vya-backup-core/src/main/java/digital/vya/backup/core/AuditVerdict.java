package digital.vya.backup.core;

import java.util.List;

/**
 * What reading an {@link AuditLog} from its beginning to its end showed.
 *
 * @param entries how many entries there are
 * @param last the hash of the last line, to be kept elsewhere: who can write the log can write all
 *     of it anew, but not with that hash
 * @param problems what is wrong with it, each with the number of the line; the first hundred
 */
public record AuditVerdict(long entries, String last, List<String> problems) {

  /** Copies the list. */
  public AuditVerdict {
    problems = List.copyOf(problems);
  }

  /** Whether nothing was changed, removed, inserted or moved. */
  public boolean intact() {
    return problems.isEmpty();
  }
}
