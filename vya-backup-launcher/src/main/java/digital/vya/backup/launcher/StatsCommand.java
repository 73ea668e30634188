package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.core.Sizes;
import digital.vya.backup.core.VyaBackup;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "stats",
    description =
        "Counts what this machine remembers of its runs: how many were good, how large and how long.",
    mixinStandardHelpOptions = true)
final class StatsCommand implements Callable<Integer> {

  private static final String FORMAT = "%-30s  %5s  %5s  %5s  %5s  %7s  %-28s  %s";

  @Mixin private ConfiguredCommand configured = new ConfiguredCommand();
  @Mixin private Output output = new Output();

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "30",
      description = "Of so many days until now (default: ${DEFAULT-VALUE}).")
  private int days;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    if (days < 1 || days > 36_500) {
      throw new ParameterException(spec.commandLine(), "--days is 1 to 36500");
    }
    var each =
        new TreeMap<ArtifactSource, Numbers>(
            Comparator.comparing(ArtifactSource::label).thenComparing(ArtifactSource::dbms));
    var all = new Numbers();
    Instant since = Instant.now().minus(Duration.ofDays(days));
    try (VyaBackup vya = configured.open()) {
      vya.watch()
          .history(
              result -> {
                if (!result.at().isBefore(since)) {
                  each.computeIfAbsent(result.source(), any -> new Numbers()).add(result);
                  all.add(result);
                }
              });
    }
    output.print(json(each, all), out -> print(each, all, out));
    return ExitCode.COMPLETE;
  }

  private ObjectNode json(Map<ArtifactSource, Numbers> each, Numbers all) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("days", days);
    all.json(root.putObject("all"));
    ArrayNode databases = root.putArray("databases");
    each.forEach(
        (source, numbers) -> {
          ObjectNode node = databases.addObject();
          Json.source(node, source);
          numbers.json(node);
        });
    return root;
  }

  private void print(Map<ArtifactSource, Numbers> each, Numbers all, PrintWriter out) {
    if (all.attempts() == 0) {
      out.println("nothing is remembered of the last " + days + " days");
      return;
    }
    Texts.line(
        out,
        FORMAT.formatted(
            "LAST " + days + " DAYS",
            "RUNS",
            "GOOD",
            "PART",
            "FAIL",
            "SUCCESS",
            "TOOK (MIN / MEDIAN / MAX)",
            "DUMP (MIN / MEDIAN / MAX)"));
    each.forEach((source, numbers) -> line(source.label(), numbers, out));
    line("in all", all, out);
  }

  private static void line(String what, Numbers numbers, PrintWriter out) {
    Texts.line(
        out,
        FORMAT.formatted(
            what,
            numbers.attempts(),
            numbers.complete(),
            numbers.partial(),
            numbers.failed(),
            String.format(Locale.ROOT, "%.1f %%", numbers.rate()),
            numbers.durations(millis -> Texts.seconds(Duration.ofMillis(millis))),
            numbers.dumps(Sizes::text)));
  }
}
