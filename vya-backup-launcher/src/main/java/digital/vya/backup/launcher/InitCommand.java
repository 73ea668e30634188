package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.core.PluginRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "init",
    description = "Asks what is to be backed up and where to, tries it, and writes the file.",
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {

  private static final Path USUAL = Path.of("/etc/vya-backupdb/vya-backup.json");

  @Mixin private Output output = new Output();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "The file to write; else /etc/vya-backupdb/vya-backup.json for who may write there, else"
              + " vya-backup.json here.")
  private @Nullable Path out;

  @Option(names = "--non-interactive", description = "Ask nothing: the options say everything.")
  private boolean nonInteractive;

  @Option(names = "--force", description = "Replace a file that is there without asking.")
  private boolean force;

  @Option(names = "--no-test", description = "With --non-interactive: write it without trying it.")
  private boolean noTest;

  @ArgGroup(exclusive = false)
  private InitAnswers answers = new InitAnswers();

  @Override
  public Integer call() throws IOException, InterruptedException {
    PluginRegistry registry = Plugins.discover();
    var config = new NewConfig(out == null ? usual() : out);
    var trial = new Trial(config, registry);
    requireWritable(config.file());
    if (nonInteractive) {
      refuseReplacing(config.file());
      answers
          .readablePassword()
          .ifPresent(f -> output.err().println("note: others can read " + f + "; chmod 600 it"));
      answers.fill(config, new PluginSettings(registry));
      if (!noTest) {
        trial.requireAll();
      }
    } else if (!asked(config, trial, registry)) {
      output.err().println("vya-backupdb: nothing was written");
      return ExitCode.INTERRUPTED;
    }
    config.write();
    trial.validateWritten();
    tell(config.file());
    return ExitCode.COMPLETE;
  }

  private static Path usual() {
    Path folder = Objects.requireNonNull(USUAL.getParent());
    Path needed = Files.exists(folder) ? folder : Path.of("/etc");
    return Files.isWritable(needed) ? USUAL : Path.of("vya-backup.json");
  }

  /** Better told before the questions than after them. */
  private static void requireWritable(Path file) {
    Path folder = file.getParent();
    while (folder != null && !Files.exists(folder)) {
      folder = folder.getParent();
    }
    if (folder == null || !Files.isWritable(folder)) {
      throw BackupException.configuration(
          file + " cannot be written by this user; name another file with --out");
    }
  }

  private void refuseReplacing(Path file) {
    if (Files.exists(file) && !force) {
      throw BackupException.configuration(
          file + " is there already, and nothing was written; --force replaces it");
    }
  }

  private boolean asked(NewConfig config, Trial trial, PluginRegistry registry)
      throws IOException, InterruptedException {
    Optional<Dialog> dialog = Dialog.onTerminal(output);
    if (dialog.isEmpty()) {
      throw BackupException.configuration(
          "config init asks questions, and nobody sits at a terminal; say everything by options, as"
              + " config init --help tells, and --non-interactive");
    }
    boolean go =
        force
            || !Files.exists(config.file())
            || dialog.get().agrees(config.file() + " is there already and would be replaced.");
    return go
        && new InitWizard(dialog.get(), config, trial, new PluginSettings(registry)).run(answers);
  }

  private void tell(Path file) {
    String line = answers.crontab(file);
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("file", file.toString()).put("crontab", line);
    output.print(
        document,
        text -> {
          text.println("wrote " + Output.plain(file.toString()));
          text.println("to back up every day, add this line with crontab -e:");
          text.println(Output.plain(line));
        });
  }
}
