package digital.vya.backup.core;

import digital.vya.backup.api.Alert;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a program needs, beside a {@link Watch}, that stays and backs up by the schedule. Safe for
 * many threads; throws {@link BackupException} for what a user can mend.
 */
public final class Standby {

  private final Watch.Operations operations;

  /** What worked last, for the time in which the configuration is broken. */
  private volatile @Nullable Environment good;

  Standby(Watch.Operations operations) {
    this.operations = operations;
  }

  /** The ids of the instances that are backed up by a schedule. */
  public Set<String> scheduled() throws InterruptedException {
    return run(
        "cannot read the schedule",
        environment ->
            environment.settings().enabled().stream()
                .filter(i -> i.options().schedule().isPresent())
                .map(Settings.Instance::id)
                .collect(Collectors.toUnmodifiableSet()));
  }

  /** How well this machine is backed up, by what it remembers: no storage is reached. */
  public Status remembered() throws InterruptedException {
    return run(
        "cannot tell the status",
        environment -> {
          Known known = Known.of(environment.history(), environment.clock().instant());
          return new Status(
              environment.clock().instant(),
              List.of(new Assessment(environment, known).remembered(List.of())),
              List.of());
        });
  }

  /** Reaches every storage, and changes nothing. */
  public List<CheckResult> storages() throws InterruptedException {
    return run("cannot reach the storages", environment -> new Checking(environment).storages());
  }

  /**
   * Tells the channels of the last configuration that worked that backups are due and cannot be
   * made.
   *
   * @param instances what is due
   * @param why what is wrong, and what to do
   * @return what went wrong with that, one line each
   */
  public List<String> missed(Collection<String> instances, String why) {
    Environment environment = good;
    if (environment == null || environment.settings().channels().isEmpty()) {
      return List.of("nobody is told: no notifications are configured");
    }
    List<Alert.Finding> findings =
        environment.settings().enabled().stream()
            .filter(i -> instances.contains(i.id()))
            .map(
                i ->
                    new Alert.Finding(
                        ArtifactSource.instance(i.id(), i.driver().name()),
                        "is due and cannot be backed up: " + why))
            .toList();
    if (findings.isEmpty()) {
      return List.of();
    }
    var alert =
        new Alert(
            Alert.Kind.OVERDUE,
            environment.options().server(),
            environment.clock().instant(),
            environment.options().zone(),
            findings);
    try (RunMark mark = RunMark.begin(Ids.shortOne(), environment.mask())) {
      return environment
          .masking()
          .of(new Notifications(environment).send(environment.masking().of(alert)));
    }
  }

  private <T> T run(String what, Operation<T, InterruptedException> operation)
      throws InterruptedException {
    try {
      return operations.run(
          Ids.shortOne(),
          environment -> {
            good = environment;
            return operation.in(environment);
          });
    } catch (IOException e) {
      throw Failures.of(what, e);
    }
  }
}
