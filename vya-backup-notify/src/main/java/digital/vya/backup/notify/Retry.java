package digital.vya.backup.notify;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How often a delivery is tried that failed for a reason that may pass.
 *
 * @param attempts how often at most; 3 if missing
 * @param pause how long to wait before the second attempt, doubled before each further one; 3
 *     seconds if missing
 */
public record Retry(@Min(1) @Max(20) @Nullable Integer attempts, @Nullable Duration pause) {

  /** Gives the defaults. */
  public Retry {
    attempts = attempts == null ? 3 : attempts;
    pause = pause == null ? Duration.ofSeconds(3) : pause;
  }

  static Retry orDefault(@Nullable Retry said) {
    return said == null ? new Retry(null, null) : said;
  }
}
