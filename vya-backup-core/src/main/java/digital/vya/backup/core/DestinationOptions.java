package digital.vya.backup.core;

import java.time.Duration;
import java.util.Optional;

/**
 * How a storage is used, whatever its type.
 *
 * @param required whether a backup that is not there is not complete
 * @param bandwidth how fast bytes go there and come back; empty for as fast as they can
 * @param retry how often and when to try again what may pass
 */
record DestinationOptions(
    boolean required, Optional<Bandwidth> bandwidth, InstanceOptions.Retry retry) {

  static final DestinationOptions DEFAULT =
      new DestinationOptions(
          true,
          Optional.empty(),
          new InstanceOptions.Retry(3, Duration.ofSeconds(1), Duration.ofSeconds(30)));

  /** The same, but nothing is tried twice: for those who want to know how it is now. */
  DestinationOptions once() {
    return new DestinationOptions(
        required, bandwidth, new InstanceOptions.Retry(1, retry.pause(), retry.maxPause()));
  }
}
