package digital.vya.backup.launcher;

import digital.vya.backup.api.RestoreMode;
import digital.vya.backup.api.RestoreOptions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to restore. */
final class RestoreChoices {

  /** The modes that can be ordered. */
  enum Mode {
    SAFE(RestoreMode.SAFE),
    FAST(RestoreMode.FAST),
    TEST(RestoreMode.TEST);

    private final RestoreMode mode;

    Mode(RestoreMode mode) {
      this.mode = mode;
    }
  }

  @Option(
      names = "--mode",
      paramLabel = "M",
      defaultValue = "SAFE",
      description = {
        "safe: beside the target, compared, then in its place (default).",
        "fast: straight into the target; asks first.",
        "test: beside the target, where it stays for a look."
      })
  private Mode mode = Mode.SAFE;

  @Option(
      names = "--force",
      description =
          "In safe mode and for --undo: throw out who uses the target. In fast mode: replace what"
              + " is there without asking.")
  private boolean force;

  @Option(
      names = "--tables",
      paramLabel = "T",
      split = ",",
      description = "Only these tables; * and ? are wildcards.")
  private List<String> tables = List.of();

  @Option(
      names = "--schema",
      paramLabel = "S",
      split = ",",
      description = "Only what is in these schemas; * and ? are wildcards.")
  private List<String> schemas = List.of();

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "1",
      description = "Work with so many connections at once, where the dump's format allows it.")
  private int jobs = 1;

  @Option(
      names = "--owner",
      paramLabel = "ROLE",
      description = "Let everything belong to this role, whoever owned it.")
  private @Nullable String owner;

  @Option(
      names = "--recreate",
      description = "In fast mode: drop and create the target instead of emptying it.")
  private boolean recreate;

  RestoreMode mode() {
    return mode.mode;
  }

  boolean force() {
    return force;
  }

  RestoreOptions options() {
    return new RestoreOptions(
        tables, schemas, jobs, Optional.ofNullable(owner), recreate, recreate);
  }
}
