package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.core.PluginRegistry;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "plugins",
    description =
        "Lists the engines, archivers, storages, notifiers, exporters of metrics and secret sources"
            + " that were found.",
    mixinStandardHelpOptions = true)
final class PluginsCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    List<PluginRegistry.Entry> entries = Plugins.discover().entries();
    output.print(json(entries), out -> text(entries, out));
    return ExitCode.COMPLETE;
  }

  private static ObjectNode json(List<PluginRegistry.Entry> entries) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    ArrayNode plugins = document.putArray("plugins");
    for (PluginRegistry.Entry entry : entries) {
      plugins
          .addObject()
          .put("kind", entry.kind())
          .put("name", entry.name())
          .put("class", entry.className())
          .put("location", entry.location())
          .put("version", entry.version());
    }
    return document;
  }

  private static void text(List<PluginRegistry.Entry> entries, PrintWriter out) {
    for (PluginRegistry.Entry entry : entries) {
      out.printf(
          "%-13s %-12s %-10s %s%n", entry.kind(), entry.name(), entry.version(), entry.location());
    }
  }
}
