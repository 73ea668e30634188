package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

@Command(
    name = "version",
    description = "Prints the version of this program and of the Java it runs on.",
    mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer>, IVersionProvider {

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("version", own());
    document.put("java", Runtime.version().toString());
    output.print(document, out -> out.println(line()));
    return ExitCode.COMPLETE;
  }

  @Override
  public String[] getVersion() {
    return new String[] {line()};
  }

  private static String line() {
    return "vya-backupdb " + own() + " (Java " + Runtime.version() + ")";
  }

  private static String own() {
    return Objects.requireNonNullElse(
        VersionCommand.class.getPackage().getImplementationVersion(), "development");
  }
}
