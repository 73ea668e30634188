package digital.vya.backup.files;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where {@link LocalStorage} keeps its objects.
 *
 * @param path the folder, absolute. Where it lies on a disk of its own, name a folder on that disk
 *     and not its mount point: then a disk that is not mounted is an error and does not fill the
 *     disk below it
 * @param create whether the folder and its parents are created where they are missing; by default
 *     they are not, and a missing folder is an error
 * @param minFreeBytes no object is begun while fewer bytes are free; 64 MiB by default
 * @param sweepAfter what a killed run has left behind is removed once nobody has written to it for
 *     this time; 24 hours by default
 */
public record LocalStorageConfig(
    @NotNull Path path, Boolean create, @PositiveOrZero Long minFreeBytes, Duration sweepAfter) {

  private static final long MIN_FREE_BYTES = 64L << 20;
  private static final Duration SWEEP_AFTER = Duration.ofHours(24);

  /** Gives the defaults. */
  public LocalStorageConfig {
    create = create != null && create;
    minFreeBytes = minFreeBytes == null ? MIN_FREE_BYTES : minFreeBytes;
    sweepAfter = sweepAfter == null ? SWEEP_AFTER : sweepAfter;
  }

  /** A folder that exists, with the defaults. */
  public static LocalStorageConfig of(Path path) {
    return new LocalStorageConfig(path, false, MIN_FREE_BYTES, SWEEP_AFTER);
  }

  /** A folder that is created where it is missing, with the defaults. */
  public static LocalStorageConfig creating(Path path) {
    return new LocalStorageConfig(path, true, MIN_FREE_BYTES, SWEEP_AFTER);
  }
}
