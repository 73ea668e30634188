package digital.vya.backup.core;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads how often and when something is tried again. */
final class RetryReader {

  private final Problems problems;

  RetryReader(Problems problems) {
    this.problems = problems;
  }

  /** What is said there, and for all else {@code otherwise}; of no use if problems were found. */
  InstanceOptions.Retry read(
      ConfigShape.@Nullable RetryKeys said, String path, InstanceOptions.Retry otherwise) {
    InstanceOptions.Retry retry = merge(said, otherwise);
    if (said != null) {
      positive(said.pause(), path + ".pause");
      if (retry.maxPause().compareTo(retry.pause()) < 0) {
        problems.add(path + ".max_pause", "must not be shorter than pause");
      }
    }
    return retry;
  }

  private void positive(@Nullable Duration said, String path) {
    if (said != null && said.isZero()) {
      problems.add(path, "must be longer than 0s");
    }
  }

  static InstanceOptions.Retry merge(
      ConfigShape.@Nullable RetryKeys said, InstanceOptions.Retry otherwise) {
    ConfigShape.RetryKeys keys = said == null ? ConfigShape.RetryKeys.NONE : said;
    return new InstanceOptions.Retry(
        Objects.requireNonNullElse(keys.attempts(), otherwise.attempts()),
        Objects.requireNonNullElse(keys.pause(), otherwise.pause()),
        Objects.requireNonNullElse(keys.maxPause(), otherwise.maxPause()));
  }
}
