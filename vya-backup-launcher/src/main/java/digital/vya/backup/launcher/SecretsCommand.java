package digital.vya.backup.launcher;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "secrets",
    description = {
      "Keeps secrets in one sealed file, for settings that name them as $${secret:ID}.",
      "No secret is ever an argument: it is typed hidden, or comes from a file or standard input."
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      SecretsAddCommand.class,
      SecretsGetCommand.class,
      SecretsListCommand.class,
      SecretsRemoveCommand.class,
      SecretsInfoCommand.class,
      SecretsImportCommand.class,
      SecretsRekeyCommand.class,
      SecretsNewKeyCommand.class
    })
final class SecretsCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "name a command: secrets add, get, list, remove, info, import, rekey or new-key");
  }
}
