package digital.vya.backup.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import digital.vya.backup.api.BackupException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a plugin may throw; anything else is a defect of it, which no test may take for an answer.
 */
final class Failures {

  private Failures() {}

  static void assertAllowed(@Nullable Throwable failure) {
    assertThat(failure)
        .as("what the plugin threw")
        .isInstanceOfAny(BackupException.class, IOException.class, InterruptedException.class);
  }
}
