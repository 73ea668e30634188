package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.core.Due;
import digital.vya.backup.core.Upcoming;
import digital.vya.backup.core.VyaBackup;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "schedule",
    description = "Looks at the schedule.",
    mixinStandardHelpOptions = true,
    subcommands = {ScheduleCommand.Check.class, ScheduleCommand.Next.class})
final class ScheduleCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "name a command: schedule check or schedule next");
  }

  @Command(
      name = "check",
      description = "Tells of each instance whether backup --if-due would back it up now, and why.",
      mixinStandardHelpOptions = true)
  static final class Check implements Callable<Integer> {

    @Mixin private ConfiguredCommand configured = new ConfiguredCommand();
    @Mixin private Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
      List<Due> all;
      try (VyaBackup vya = configured.open()) {
        all = vya.watch().due();
      }
      ObjectNode root = JsonNodeFactory.instance.objectNode();
      ArrayNode instances = root.putArray("instances");
      for (Due due : all) {
        ObjectNode node = instances.addObject();
        node.put("instance", due.instance()).put("due", due.now()).put("why", due.why());
        due.next().ifPresent(at -> node.put("next", at.toString()));
      }
      output.print(
          root,
          out ->
              all.forEach(
                  due ->
                      Texts.line(
                          out,
                          "%-10s %s: %s"
                              .formatted(
                                  due.now() ? "DUE" : "not due", due.instance(), due.why()))));
      return ExitCode.COMPLETE;
    }
  }

  @Command(
      name = "next",
      description = "Tells the next times at which anything is backed up.",
      mixinStandardHelpOptions = true)
  static final class Next implements Callable<Integer> {

    @Mixin private ConfiguredCommand configured = new ConfiguredCommand();
    @Mixin private Output output = new Output();

    @Option(
        names = "-n",
        paramLabel = "N",
        defaultValue = "5",
        description = "So many (default: ${DEFAULT-VALUE}).")
    private int count;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
      if (count < 1 || count > 10_000) {
        throw new ParameterException(spec.commandLine(), "-n is 1 to 10000");
      }
      List<Upcoming> times;
      ZoneId zone;
      try (VyaBackup vya = configured.open()) {
        times = vya.watch().next(count);
        zone = vya.options().zone();
      }
      ObjectNode root = JsonNodeFactory.instance.objectNode();
      ArrayNode next = root.putArray("next");
      for (Upcoming one : times) {
        next.addObject().put("at", one.at().toString()).put("instance", one.instance());
      }
      output.print(
          root,
          out -> {
            if (times.isEmpty()) {
              out.println("nothing has a schedule");
            }
            times.forEach(
                one ->
                    Texts.line(
                        out,
                        StatusTexts.shown(one.at(), zone) + " (" + zone + ")  " + one.instance()));
          });
      return ExitCode.COMPLETE;
    }
  }
}
