package digital.vya.backup.core;

import digital.vya.backup.api.RestoreReport.Step;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a restore did so far, and how long each step took; a step that failed counts, too. */
final class RestoreSteps {

  private final Clock clock;
  private final List<Step> done = new ArrayList<>();

  RestoreSteps(Clock clock) {
    this.clock = clock;
  }

  /** Something that takes time. */
  interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  <T> T step(String name, Work<T> work) throws IOException, InterruptedException {
    Instant begun = clock.instant();
    try {
      return work.run();
    } finally {
      add(new Step(name, Duration.between(begun, clock.instant())));
    }
  }

  private synchronized void add(Step step) {
    done.add(step);
  }

  synchronized List<Step> all() {
    return List.copyOf(done);
  }
}
