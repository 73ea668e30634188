package digital.vya.backup.core;

import digital.vya.backup.api.Reason;
import java.util.Optional;

/**
 * What became of one backup that was to be copied.
 *
 * @param key where its artifact lies, in both storages
 * @param manifest its manifest in the storage it comes from; empty if that cannot be read
 * @param fate what became of it
 * @param problem why it is not there; empty if it is, or is only told of
 * @param reason whose move it is, if there is a problem
 */
public record CopyResult(
    String key, Optional<Manifest> manifest, Fate fate, String problem, Optional<Reason> reason) {

  /** What becomes of a backup. */
  public enum Fate {
    /** It was copied, and read again where it is now. */
    COPIED,
    /** It would be copied. */
    WOULD_COPY,
    /** It was there before. */
    THERE,
    /** It could not be copied, and nothing of it can be seen. */
    FAILED
  }

  static CopyResult of(Manifest manifest, Fate fate) {
    return new CopyResult(
        manifest.artifact().name(), Optional.of(manifest), fate, "", Optional.empty());
  }

  /** Whether it is where it was to be, or would be. */
  public boolean ok() {
    return fate != Fate.FAILED;
  }
}
