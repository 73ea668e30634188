package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.Reason;
import digital.vya.backup.core.ConfigSchema;
import digital.vya.backup.core.ConnectReport;
import digital.vya.backup.core.EffectiveConfig;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "config",
    description = "Looks at the configuration, or makes one.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ConfigCommand.Validate.class,
      ConfigCommand.Show.class,
      ConfigCommand.Schema.class,
      InitCommand.class,
      ImportCommand.class
    })
final class ConfigCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "name a command: config " + String.join(", ", spec.subcommands().keySet()));
  }

  @Command(
      name = "validate",
      description = "Reports every problem of the configuration at once, and reaches nothing.",
      mixinStandardHelpOptions = true)
  static final class Validate implements Callable<Integer> {

    @Mixin private ConfiguredCommand configured = new ConfiguredCommand();
    @Mixin private Output output = new Output();

    @Option(
        names = "--connect",
        description =
            "Reach every server, storage, notifier, exporter of metrics and secret source as well, and"
                + " tell nobody.")
    private boolean connect;

    @Override
    public Integer call() throws InterruptedException {
      ObjectNode document = JsonNodeFactory.instance.objectNode();
      document.put("file", configured.name());
      if (connect) {
        return connect(document);
      }
      List<String> notes = configured.builder().validate();
      document.put("valid", true);
      notes.forEach(document.putArray("notes")::add);
      output.print(document, out -> valid(notes, out));
      return ExitCode.COMPLETE;
    }

    private void valid(List<String> notes, PrintWriter out) {
      notes.forEach(note -> Texts.line(out, "note: " + note));
      out.println(configured.name() + " is valid");
    }

    private int connect(ObjectNode document) throws InterruptedException {
      ConnectReport report = configured.builder().connect();
      document.put("valid", report.problems().isEmpty());
      report.problems().forEach(document.putArray("problems")::add);
      report.notes().forEach(document.putArray("notes")::add);
      Json.checks(report.checks(), document);
      output.print(document, out -> connected(report, out));
      if (!report.problems().isEmpty()) {
        return ExitCode.CONFIGURATION;
      }
      List<Reason> failures =
          report.checks().stream().flatMap(r -> r.failure().stream()).map(f -> f.reason()).toList();
      return failures.isEmpty() ? ExitCode.COMPLETE : ExitCode.worst(failures);
    }

    private void connected(ConnectReport report, PrintWriter out) {
      report.problems().forEach(problem -> Texts.line(out, "WRONG      " + problem));
      Texts.checks(report.checks(), out);
      if (report.problems().isEmpty()) {
        valid(report.notes(), out);
      }
    }
  }

  @Command(
      name = "show",
      description = "Prints the configuration as it works, with all defaults and without secrets.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {

    @Mixin private ConfiguredCommand configured = new ConfiguredCommand();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print it as JSON; the default.")
    private boolean json;

    @Option(names = "--yaml", description = "Print it as YAML.")
    private boolean yaml;

    @Override
    public Integer call() {
      if (json && yaml) {
        throw new ParameterException(spec.commandLine(), "choose one of --json and --yaml");
      }
      EffectiveConfig effective = configured.builder().effective();
      spec.commandLine()
          .getOut()
          .println((yaml ? effective.yaml() : effective.json()).stripTrailing());
      return ExitCode.COMPLETE;
    }
  }

  @Command(
      name = "schema",
      description = "Prints the JSON Schema of configurations, for editors.",
      mixinStandardHelpOptions = true)
  static final class Schema implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      spec.commandLine().getOut().print(ConfigSchema.of(Plugins.discover()));
      spec.commandLine().getOut().flush();
      return ExitCode.COMPLETE;
    }
  }
}
