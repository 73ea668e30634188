package digital.vya.backup.core;

import digital.vya.backup.api.ArtifactResult;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Globals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides what of an instance is backed up. */
final class Planning {

  private final Environment environment;

  Planning(Environment environment) {
    this.environment = environment;
  }

  /** The instances a selection means; never none. */
  List<Settings.Instance<?>> instances(BackupSelection selection) {
    var chosen = new ArrayList<Settings.Instance<?>>();
    for (Settings.Instance<?> instance : environment.settings().enabled()) {
      if (selection.instance().map(instance.id()::equals).orElse(true)
          && selection.dbms().map(instance.driver().name()::equals).orElse(true)) {
        chosen.add(instance);
      }
    }
    if (chosen.isEmpty()) {
      throw BackupException.configuration(
          "no instance fits "
              + selection
              + "; configured are: "
              + environment.settings().enabled().stream()
                  .map(i -> i.id() + " (" + i.driver().name() + ")")
                  .toList());
    }
    return chosen;
  }

  /** What a selection means now, without the secrets that a plugin may have told. */
  BackupPlan all(BackupSelection selection) throws InterruptedException {
    var sources = new ArrayList<ArtifactSource>();
    var problems = new ArrayList<ArtifactResult.Failed>();
    var warnings = new ArrayList<String>();
    for (Settings.Instance<?> instance : instances(selection)) {
      try {
        Planned plan = plan(instance, selection);
        sources.addAll(plan.sources());
        warnings.addAll(plan.warnings());
      } catch (BackupException e) {
        problems.add(
            new ArtifactResult.Failed(
                ArtifactSource.instance(instance.id(), instance.driver().name()),
                environment.clock().instant(),
                Duration.ZERO,
                e.reason(),
                String.valueOf(e.getMessage()),
                Failures.causes(e),
                List.of(),
                Optional.empty()));
      }
    }
    return environment.masking().of(new BackupPlan(sources, problems, warnings));
  }

  /**
   * What of an instance is backed up, globals first; never nothing.
   *
   * @throws BackupException if its databases cannot be listed, or none is left after filtering
   */
  <C extends Record> Planned plan(Settings.Instance<C> instance, BackupSelection selection)
      throws InterruptedException {
    Listed listed =
        ArtifactJob.retrying(
            instance.options().retry(), (pause, failure) -> {}, () -> list(instance));
    var sources = new ArrayList<ArtifactSource>();
    if (selection.database().isEmpty()
        && instance.options().globals()
        && instance.driver() instanceof Globals) {
      sources.add(ArtifactSource.globals(instance.id(), instance.driver().name()));
    }
    for (String database : filtered(instance, listed.databases(), selection)) {
      sources.add(ArtifactSource.database(instance.id(), instance.driver().name(), database));
    }
    var warnings = new ArrayList<String>();
    listed.warnings().forEach(w -> warnings.add(instance.id() + ": " + w));
    if (selection.database().isEmpty()) {
      missing(instance, listed.databases())
          .forEach(d -> warnings.add(instance.id() + " has no database " + d));
    }
    return new Planned(sources, warnings);
  }

  /** What of an instance is backed up, and what a user should know about that. */
  record Planned(List<ArtifactSource> sources, List<String> warnings) {

    Planned {
      sources = List.copyOf(sources);
      warnings = List.copyOf(warnings);
    }
  }

  /** What an engine listed. */
  private record Listed(List<String> databases, List<String> warnings) {}

  private <C extends Record> Listed list(Settings.Instance<C> instance)
      throws InterruptedException {
    var options = instance.options();
    var attempt =
        new Attempt(
            "listing " + instance.id(), options.timeout(), options.timeout(), () -> 0, () -> {});
    return attempt.run(
        () -> {
          try (LocalHost host = environment.host()) {
            List<String> databases = instance.driver().databases(instance.config(), host);
            return new Listed(databases, host.warnings());
          }
        });
  }

  private static List<String> filtered(
      Settings.Instance<?> instance, List<String> listed, BackupSelection selection) {
    if (selection.database().isPresent()) {
      String wanted = selection.database().get();
      if (!listed.contains(wanted)) {
        throw BackupException.configuration(
            "there is no database " + wanted + " in " + instance.id() + "; it has " + some(listed));
      }
      return List.of(wanted);
    }
    List<Glob> include = instance.options().include().stream().map(Glob::of).toList();
    List<Glob> exclude = instance.options().exclude().stream().map(Glob::of).toList();
    List<String> kept =
        listed.stream()
            .filter(d -> include.isEmpty() || include.stream().anyMatch(g -> g.matches(d)))
            .filter(d -> exclude.stream().noneMatch(g -> g.matches(d)))
            .toList();
    if (kept.isEmpty()) {
      throw BackupException.configuration(
          "no database of "
              + instance.id()
              + " is left to back up: it has "
              + some(listed)
              + ", include is "
              + instance.options().include()
              + ", exclude is "
              + instance.options().exclude());
    }
    return kept;
  }

  /** Names that the configuration includes literally but the server does not have. */
  private static List<String> missing(Settings.Instance<?> instance, List<String> listed) {
    return instance.options().include().stream()
        .filter(name -> name.chars().noneMatch(c -> "*?[{\\".indexOf(c) >= 0))
        .filter(name -> !listed.contains(name))
        .toList();
  }

  private static String some(List<String> names) {
    return names.isEmpty()
        ? "none"
        : names.size() <= 10
            ? String.join(", ", names)
            : String.join(", ", names.subList(0, 10)) + " and " + (names.size() - 10) + " more";
  }
}
