package digital.vya.backup.core;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.ServerInfo;
import digital.vya.backup.api.StorageSession;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reaches every instance, storage, notifier and metrics exporter, changes nothing and tells nobody.
 */
final class Checking {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Environment environment;

  Checking(Environment environment) {
    this.environment = environment;
  }

  List<CheckResult> run() throws InterruptedException {
    var results = new ArrayList<CheckResult>();
    for (Settings.Instance<?> instance : environment.settings().enabled()) {
      results.add(result("instance", instance.id(), () -> check(instance)));
    }
    for (Settings.Destination<?> destination : environment.settings().destinations()) {
      results.add(reached(destination));
    }
    for (Settings.Channel<?> channel : environment.settings().channels()) {
      results.add(result("notification", channel.id(), () -> check(channel)));
    }
    for (Settings.Exporter<?> exporter : environment.settings().exporters()) {
      results.add(result("metrics", exporter.id(), () -> check(exporter)));
    }
    List<CheckResult> masked = results.stream().map(environment.masking()::of).toList();
    masked.forEach(RunLog::checked);
    return masked;
  }

  /** Reaches the storages alone. */
  List<CheckResult> storages() throws InterruptedException {
    var results = new ArrayList<CheckResult>();
    for (Settings.Destination<?> destination : environment.settings().destinations()) {
      results.add(environment.masking().of(reached(destination)));
    }
    return results;
  }

  private CheckResult reached(Settings.Destination<?> destination) throws InterruptedException {
    return result("storage", destination.id(), () -> check(destination));
  }

  /** Reaches a secret source. */
  static CheckResult of(SecretSources.Source<?> source) throws InterruptedException {
    return result("secret source", source.id(), () -> told(source.reach()));
  }

  /** What is found out about one thing. */
  private interface Look {
    List<String> details() throws IOException, InterruptedException;
  }

  private static CheckResult result(String kind, String id, Look look) throws InterruptedException {
    try {
      List<String> details =
          new Attempt("checking " + id, LIMIT, LIMIT, () -> 0, () -> {}).run(look::details);
      return new CheckResult(kind, id, Optional.empty(), details);
    } catch (BackupException e) {
      return new CheckResult(
          kind,
          id,
          Optional.of(new CheckResult.Failure(e.reason(), String.valueOf(e.getMessage()))),
          List.of());
    }
  }

  private <C extends Record> List<String> check(Settings.Instance<C> instance)
      throws IOException, InterruptedException {
    try (LocalHost host = environment.host()) {
      ServerInfo server = instance.driver().check(instance.config(), host);
      List<String> databases = instance.driver().databases(instance.config(), host);
      var details = new ArrayList<String>();
      details.add((server.product() + " " + server.version()).strip());
      details.addAll(server.tools());
      details.add(counted(databases.size()) + ": " + String.join(", ", databases));
      details.addAll(host.warnings());
      return details;
    }
  }

  private List<String> check(Settings.Destination<?> destination)
      throws IOException, InterruptedException {
    try (LocalHost host = environment.host();
        OpenDestination open = OpenDestination.open(destination.once(), host)) {
      StorageSession session = open.require();
      OptionalLong free = session.freeBytes();
      var details = new ArrayList<String>();
      free.ifPresent(bytes -> details.add(Sizes.text(bytes) + " free"));
      details.addAll(host.warnings());
      return details;
    }
  }

  private <C extends Record> List<String> check(Settings.Channel<C> channel)
      throws IOException, InterruptedException {
    try (LocalHost host = environment.host()) {
      var details = new ArrayList<>(told(channel.notifier().reach(channel.config(), host)));
      details.addAll(host.warnings());
      return details;
    }
  }

  private <C extends Record> List<String> check(Settings.Exporter<C> exporter)
      throws IOException, InterruptedException {
    try (LocalHost host = environment.host()) {
      var details = new ArrayList<>(told(exporter.exporter().reach(exporter.config(), host)));
      details.addAll(host.warnings());
      return details;
    }
  }

  private static List<String> told(List<String> details) {
    return details.isEmpty() ? List.of("cannot be tried without using it") : details;
  }

  private static String counted(int databases) {
    return databases == 1 ? "1 database" : databases + " databases";
  }
}
