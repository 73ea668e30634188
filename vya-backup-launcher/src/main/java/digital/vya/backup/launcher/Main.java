package digital.vya.backup.launcher;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.core.LoggingOptions;
import digital.vya.backup.core.Mask;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry point. */
@Command(
    name = "vya-backupdb",
    description = "Backs up databases and files, and proves that the backups restore.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:complete",
      "1:a defect of this program or a plugin; please report it",
      "2:the configuration or the command line is wrong",
      "3:partial: something is stored and something is not; of status: not all is well",
      "4:the environment (server, tool, disk) failed; nothing is stored",
      "5:another run works on the instance",
      "6:stored data is damaged",
      "130:interrupted"
    })
public final class Main implements Runnable {

  private static final long PATIENCE_MILLIS = 15_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "The configuration; else the file named by "
              + ConfiguredCommand.VARIABLE
              + ", or vya-backup.json or .yaml here or in /etc/vya-backupdb.")
  @Nullable Path config;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      scope = ScopeType.INHERIT,
      description =
          "What is logged, to standard error and to the log file if there is one:"
              + " ${COMPLETION-CANDIDATES}; else what the configuration says.")
  LoggingOptions.@Nullable Level logLevel;

  /** Knows the secrets of all configurations that were read. */
  static final Mask MASK = new Mask();

  private static volatile boolean done;

  private final Map<String, String> lost = new TreeMap<>();

  Main() {}

  /** Secrets that an old configuration had in a form nobody can read, and where. */
  void lost(Map<String, String> secrets) {
    lost.putAll(secrets);
  }

  /** Runs a command and exits with its code. */
  public static void main(String[] arguments) {
    endOnSignals(Thread.currentThread());
    int code =
        run(
            new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
            new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
            arguments);
    done = true;
    System.exit(code);
  }

  static int run(PrintWriter out, PrintWriter err, String... given) {
    String[] arguments = OldArguments.translated(given);
    var main = new CommandLine(new Main());
    Commands.addTo(main, List.of(arguments));
    return main.setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::explain)
        .setParameterExceptionHandler(Main::usage)
        .execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command, such as backup --all");
  }

  private static int usage(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    command.getErr().println("vya-backupdb: " + MASK.text(told(e)));
    command.getErr().println("try: " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.CONFIGURATION;
  }

  private static String told(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return String.valueOf(e.getMessage()).replaceFirst("^Error: ", "");
    }
    String word = unmatched.getUnmatched().get(0);
    String what = unmatched.isUnknownOption() ? "option" : "command or argument";
    List<String> near = unmatched.getSuggestions();
    return "there is no "
        + what
        + " "
        + Output.plain(word)
        + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?");
  }

  private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof BackupException failure) {
      command.getErr().println("vya-backupdb: " + shown(failure));
      ((Main) command.getCommandSpec().root().userObject()).explainLost(failure, command);
      return ExitCode.of(failure.reason());
    }
    if (e instanceof InterruptedException) {
      command.getErr().println("vya-backupdb: interrupted");
      return ExitCode.INTERRUPTED;
    }
    if (e instanceof java.io.IOException) {
      command.getErr().println("vya-backupdb: " + shown(e));
      return ExitCode.ENVIRONMENT;
    }
    command.getErr().println("vya-backupdb: a defect, please report it with what follows");
    var stack = new StringWriter();
    e.printStackTrace(new PrintWriter(stack, true));
    command.getErr().println(MASK.text(stack.toString()));
    return ExitCode.BUG;
  }

  private void explainLost(BackupException failure, CommandLine command) {
    lost.forEach(
        (id, where) -> {
          String message = String.valueOf(failure.getMessage());
          if (message.contains("secret " + id) || message.contains("no secret store")) {
            command
                .getErr()
                .println(
                    "%s holds a hash that nobody can turn back: give the password once with"
                            .formatted(where)
                        + " vya-backupdb secrets add "
                        + id);
          }
        });
  }

  private static String shown(Exception e) {
    return Output.plain(MASK.text(String.valueOf(e.getMessage())));
  }

  /** A signal cancels what runs and waits until it has cleaned up. */
  private static void endOnSignals(Thread main) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (!done) {
                    main.interrupt();
                    if (!Dialog.isWaiting()) {
                      join(main);
                    }
                    Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
                  }
                }));
  }

  private static void join(Thread main) {
    long until = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    // The main thread ends in System.exit, which waits for this very hook: done is its last word.
    while (!done && System.nanoTime() < until) {
      try {
        main.join(20);
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
