package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "config",
    description = "Looks at the configuration, or makes one.",
    mixinStandardHelpOptions = true,
    subcommands = {ConfigCommand.Validate.class, ImportCommand.class})
final class ConfigCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "name a command: config validate, config import");
  }

  @Command(
      name = "validate",
      description = "Reports every problem of the configuration at once, and reaches nothing.",
      mixinStandardHelpOptions = true)
  static final class Validate implements Callable<Integer> {

    @Mixin private ConfiguredCommand configured = new ConfiguredCommand();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
      configured.builder().validate();
      ObjectNode document = JsonNodeFactory.instance.objectNode();
      document.put("file", configured.name());
      document.put("valid", true);
      output.print(document, out -> out.println(configured.name() + " is valid"));
      return ExitCode.COMPLETE;
    }
  }
}
