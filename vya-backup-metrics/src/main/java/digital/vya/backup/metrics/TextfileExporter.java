package digital.vya.backup.metrics;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.MetricsExporter;
import digital.vya.backup.api.ServerFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes figures to a file that node_exporter reads: {@code textfile}. */
public final class TextfileExporter implements MetricsExporter<TextfileConfig> {

  /** For {@link java.util.ServiceLoader}. */
  public TextfileExporter() {}

  @Override
  public String name() {
    return "textfile";
  }

  @Override
  public Class<TextfileConfig> configType() {
    return TextfileConfig.class;
  }

  @Override
  public void export(TextfileConfig config, ServerFigures status, Host host) throws IOException {
    new Textfile(folder(config), config.file()).replace(Rendering.text(status), host.clock());
  }

  @Override
  public List<String> reach(TextfileConfig config, Host host) {
    Path folder = folder(config);
    if (!Files.isWritable(folder)) {
      throw BackupException.environment(
          "the folder %s may not be written by this user; give it the right".formatted(folder));
    }
    return List.of(folder + " is there and can be written");
  }

  private static Path folder(TextfileConfig config) {
    Path folder = config.file().toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw BackupException.configuration(
          "the folder of %s is not there; create it, or name a file in the folder of node_exporter's --collector.textfile.directory"
              .formatted(config.file()));
    }
    return folder;
  }
}
