package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.Evidence;
import java.time.Instant;
import java.util.List;

/**
 * What a cleanup did in one storage, or would do.
 *
 * @param destination the id of the storage
 * @param items the backups that were looked at, by what they are of, the newest first
 * @param refused why nothing was deleted although something would have to go; empty if it was
 * @param warnings what a user should know, such as manifests that cannot be read
 */
public record CleanupResult(
    String destination, List<Item> items, String refused, List<String> warnings) {

  /** Copies the lists. */
  public CleanupResult {
    items = List.copyOf(items);
    warnings = List.copyOf(warnings);
  }

  /**
   * A backup.
   *
   * @param source what it is of
   * @param id its id
   * @param key where its artifact lies
   * @param started the moment it shows
   * @param bytes what it takes in the storage
   * @param evidence how far it is proven
   * @param keptBy the rules that keep it; empty if it goes
   * @param fate what became of it
   * @param problem why it could not be deleted; empty if it was, or was not to be
   */
  public record Item(
      ArtifactSource source,
      String id,
      String key,
      Instant started,
      long bytes,
      Evidence evidence,
      List<String> keptBy,
      Fate fate,
      String problem) {

    /** Copies the list. */
    public Item {
      keptBy = List.copyOf(keptBy);
    }
  }

  /** What becomes of a backup. */
  public enum Fate {
    /** A rule keeps it. */
    STAYS,
    /** It would go, and was not touched. */
    WOULD_GO,
    /** It is deleted. */
    DELETED,
    /**
     * The storage does not let it be deleted: the credentials can only add to it, or it is locked
     * for a time. That is as somebody has set it up, and no failure.
     */
    DENIED,
    /** It was to be deleted and could not be. */
    FAILED
  }

  /** How many bytes the deleted ones took. */
  public long freedBytes() {
    return items.stream().filter(i -> i.fate() == Fate.DELETED).mapToLong(Item::bytes).sum();
  }

  /** How many there are of a fate. */
  public long count(Fate fate) {
    return items.stream().filter(i -> i.fate() == fate).count();
  }
}
