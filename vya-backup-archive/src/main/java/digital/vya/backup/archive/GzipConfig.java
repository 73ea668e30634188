package digital.vya.backup.archive;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * Settings of {@code gzip}.
 *
 * @param level 1 (fast) to 9 (small); 6 if not set
 * @param workers threads that compress: the machine's processors, at most 2, if not set. Their
 *     number does not change the bytes; each takes about 3 MiB
 */
public record GzipConfig(@Min(1) @Max(9) Integer level, @Min(1) @Max(64) Integer workers) {

  private static final int LEVEL = 6;

  /** Gives what is not set its default. */
  public GzipConfig {
    level = level == null ? LEVEL : level;
    workers = workers == null ? Workers.byDefault() : workers;
  }

  /** The settings of someone who set nothing. */
  public static GzipConfig defaults() {
    return new GzipConfig(LEVEL, Workers.byDefault());
  }
}
