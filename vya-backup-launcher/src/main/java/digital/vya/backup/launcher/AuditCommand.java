package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.core.AuditEntry;
import digital.vya.backup.core.AuditLog;
import digital.vya.backup.core.AuditVerdict;
import digital.vya.backup.core.VyaBackup;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "audit",
    description = "Looks at the audit log: who did what, when and to what.",
    mixinStandardHelpOptions = true,
    subcommands = {AuditCommand.Verify.class, AuditCommand.Show.class})
final class AuditCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command: audit verify or audit list");
  }

  private static AuditLog log(@Nullable Path named, ConfiguredCommand configured) {
    Path file = named == null ? file(configured) : named;
    AuditLog log = AuditLog.in(file);
    if (!log.exists()) {
      throw BackupException.configuration("there is no audit log " + file);
    }
    return log;
  }

  private static Path file(ConfiguredCommand configured) {
    try (VyaBackup vya = configured.open()) {
      return vya.options()
          .audit()
          .orElseThrow(
              () ->
                  BackupException.configuration(
                      "no audit log is kept (audit.enabled: false); name one with --file"));
    }
  }

  @Command(
      name = "verify",
      description =
          "Looks for lines that were changed, removed, inserted or moved, and for an end that was cut"
              + " off.",
      mixinStandardHelpOptions = true)
  static final class Verify implements Callable<Integer> {

    @Mixin private ConfiguredCommand configured = new ConfiguredCommand();

    @Option(
        names = "--file",
        paramLabel = "FILE",
        description = "This log, such as one that was put away; else that of the configuration.")
    private @Nullable Path file;

    @Mixin private Output output = new Output();

    @Override
    public Integer call() throws IOException {
      AuditVerdict verdict = log(file, configured).verify();
      ObjectNode document = JsonNodeFactory.instance.objectNode();
      document.put("intact", verdict.intact()).put("entries", verdict.entries());
      document.put("last", verdict.last());
      verdict.problems().forEach(document.putArray("problems")::add);
      output.print(document, out -> tell(verdict, out));
      return verdict.intact() ? ExitCode.COMPLETE : ExitCode.DAMAGED;
    }

    private static void tell(AuditVerdict verdict, PrintWriter out) {
      verdict.problems().forEach(out::println);
      out.println(
          verdict.intact()
              ? verdict.entries() + " entries, none changed; the last is " + verdict.last()
              : "the log is not what was written");
    }
  }

  @Command(
      name = "list",
      description = "Shows the newest entries, the newest last.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {

    @Mixin private ConfiguredCommand configured = new ConfiguredCommand();

    @Option(
        names = "--file",
        paramLabel = "FILE",
        description = "This log, such as one that was put away; else that of the configuration.")
    private @Nullable Path file;

    @Mixin private Output output = new Output();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "50",
        description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Override
    public Integer call() throws IOException {
      if (limit < 1) {
        throw new ParameterException(spec.commandLine(), "--limit must be 1 or more");
      }
      List<AuditEntry> entries = log(file, configured).newest(limit);
      ObjectNode document = JsonNodeFactory.instance.objectNode();
      var list = document.putArray("entries");
      entries.forEach(entry -> list.add(json(entry)));
      output.print(document, out -> entries.forEach(entry -> out.println(text(entry))));
      return ExitCode.COMPLETE;
    }

    private static ObjectNode json(AuditEntry entry) {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      node.put("seq", entry.sequence()).put("time", entry.time().toString());
      node.put("user", entry.user());
      entry.sudoUser().ifPresent(user -> node.put("sudo_user", user));
      node.put("host", entry.host()).put("what", entry.action().what());
      node.put("on", entry.action().on()).put("outcome", entry.action().outcome());
      node.put("detail", entry.action().detail());
      entry.action().run().ifPresent(run -> node.put("run", run));
      return node;
    }

    private static String text(AuditEntry entry) {
      AuditEntry.Action action = entry.action();
      return Output.plain(
          "%s %s%s@%s %s %s: %s%s%s"
              .formatted(
                  entry.time(),
                  entry.sudoUser().map(user -> user + " as ").orElse(""),
                  entry.user(),
                  entry.host(),
                  action.what(),
                  action.on(),
                  action.outcome(),
                  action.detail().isEmpty() ? "" : " (" + action.detail() + ")",
                  action.run().map(run -> " [" + run + "]").orElse(""))
              .replace('\n', ' '));
    }
  }
}
