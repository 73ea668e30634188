package digital.vya.backup.archive;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * Settings of {@code zip}.
 *
 * @param level 1 (fast) to 9 (small); 6 if not set
 */
public record ZipConfig(@Min(1) @Max(9) Integer level) {

  private static final int LEVEL = 6;

  /** Gives what is not set its default. */
  public ZipConfig {
    level = level == null ? LEVEL : level;
  }

  /** The settings of someone who set nothing. */
  public static ZipConfig defaults() {
    return new ZipConfig(LEVEL);
  }
}
