package digital.vya.backup.archive;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * Settings of {@code zstd}.
 *
 * @param level 1 (fast) to 22 (small); 3 if not set. Up to 9 compression takes some 20 MiB of
 *     memory beside the heap; each worker takes about 50 MiB at 15 and 800 MiB at 22
 * @param workers threads that compress: the machine's processors, at most 2, if not set. Their
 *     number does not change the bytes
 */
public record ZstdConfig(@Min(1) @Max(22) Integer level, @Min(1) @Max(64) Integer workers) {

  private static final int LEVEL = 3;

  /** Gives what is not set its default. */
  public ZstdConfig {
    level = level == null ? LEVEL : level;
    workers = workers == null ? Workers.byDefault() : workers;
  }

  /** The settings of someone who set nothing. */
  public static ZstdConfig defaults() {
    return new ZstdConfig(LEVEL, Workers.byDefault());
  }
}
