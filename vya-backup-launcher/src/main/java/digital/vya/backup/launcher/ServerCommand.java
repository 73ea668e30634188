package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.core.ConfigException;
import digital.vya.backup.core.PluginRegistry;
import digital.vya.backup.core.VyaBackup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "server",
    description = "Makes configurations for many servers.",
    mixinStandardHelpOptions = true,
    subcommands = ServerCommand.Generate.class)
final class ServerCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command: server generate");
  }

  @Command(
      name = "generate",
      description = "Makes a configuration for each server from one template with {{VARIABLES}}.",
      mixinStandardHelpOptions = true)
  static final class Generate implements Callable<Integer> {

    @Mixin private Output output = new Output();

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "The servers' names.")
    private List<String> names = List.of();

    @Option(
        names = "--template",
        required = true,
        paramLabel = "FILE",
        description = "A configuration, JSON or YAML by its name, with {{SERVER_NAME}} and more.")
    private Path template = Path.of("");

    @Option(
        names = "--var",
        paramLabel = "KEY=VALUE",
        description = "A variable of all servers; goes before --vars.")
    private Map<String, String> variables = new LinkedHashMap<>();

    @Option(
        names = "--vars",
        paramLabel = "FILE",
        description =
            "Variables of each server: CSV whose first column is SERVER_NAME, or JSON,"
                + " {\"NAME\": {\"KEY\": \"VALUE\"}}.")
    private @Nullable Path table;

    @Option(
        names = "--out",
        required = true,
        paramLabel = "DIR",
        description = "The folder for the files, one NAME.json or NAME.yaml each.")
    private Path out = Path.of("");

    @Option(names = "--force", description = "Replace files that are there.")
    private boolean force;

    @Override
    public Integer call() throws IOException {
      ServerTemplate read = ServerTemplate.read(template);
      Map<Path, String> files = files(read);
      validate(files);
      Files.createDirectories(out);
      for (Map.Entry<Path, String> file : files.entrySet()) {
        if (force) {
          NewConfig.replace(file.getKey(), file.getValue());
        } else {
          NewFile.write(file.getKey(), file.getValue());
        }
      }
      ObjectNode document = JsonNodeFactory.instance.objectNode();
      ArrayNode list = document.putArray("files");
      files.keySet().forEach(file -> list.add(file.toString()));
      output.print(document, text -> files.keySet().forEach(f -> text.println("wrote " + f)));
      return ExitCode.COMPLETE;
    }

    private Map<Path, String> files(ServerTemplate read) {
      Map<String, Map<String, String>> known =
          table == null ? Map.of() : ServerVariables.read(table);
      var files = new LinkedHashMap<Path, String>();
      var problems = new ArrayList<String>();
      for (String name : names) {
        var values = new LinkedHashMap<>(known.getOrDefault(name, Map.of()));
        if (table != null && !known.containsKey(name)) {
          problems.add(Output.plain(name) + ": is not in " + table);
        }
        values.putAll(variables);
        values.put(ServerTemplate.NAME, name);
        ServerTemplate.fileNameProblem(name).ifPresent(problems::add);
        Optional<String> text = read.fill(name, values, problems);
        Path file = out.resolve(name + read.extension());
        text.filter(any -> problems.isEmpty()).ifPresent(t -> files.put(file, t));
        if (problems.isEmpty() && Files.exists(file) && !force) {
          problems.add(file + " is there already; --force replaces it");
        }
      }
      refuse(problems);
      if (files.size() < names.size()) {
        throw BackupException.configuration("a name is there twice; nothing was written");
      }
      return files;
    }

    /** Each as a whole, before any is written. */
    private static void validate(Map<Path, String> files) {
      PluginRegistry registry = Plugins.discover();
      var problems = new ArrayList<String>();
      files.forEach(
          (file, text) -> {
            try {
              VyaBackup.builder()
                  .registry(registry)
                  .mask(Main.MASK)
                  .config(file.getFileName().toString(), () -> text)
                  .validateForElsewhere();
            } catch (ConfigException e) {
              e.problems().forEach(problem -> problems.add(file.getFileName() + ": " + problem));
            }
          });
      refuse(problems);
    }

    private static void refuse(List<String> problems) {
      if (!problems.isEmpty()) {
        throw BackupException.configuration("nothing was written:\n" + String.join("\n", problems));
      }
    }
  }
}
