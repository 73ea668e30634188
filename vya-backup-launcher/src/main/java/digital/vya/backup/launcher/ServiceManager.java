package digital.vya.backup.launcher;

import java.time.Duration;
import java.util.Optional;

/** Whoever started the daemon and wants to know how it is. */
interface ServiceManager extends AutoCloseable {

  /** It works from now on. */
  void ready(String status);

  /** It still works. */
  void alive(String status);

  /** It is about to end. */
  void stopping(String status);

  /** How long it may be silent before it is taken for dead; empty if nobody minds. */
  default Optional<Duration> patience() {
    return Optional.empty();
  }

  @Override
  default void close() throws InterruptedException {}

  /** Nobody. */
  ServiceManager NOBODY =
      new ServiceManager() {
        @Override
        public void ready(String status) {}

        @Override
        public void alive(String status) {}

        @Override
        public void stopping(String status) {}
      };
}
