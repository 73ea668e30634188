package digital.vya.backup.metrics;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;

/**
 * Where {@link TextfileExporter} writes.
 *
 * @param file the file, in the folder that node_exporter reads ({@code
 *     --collector.textfile.directory}); its name ends in {@code .prom}, or it would not be read
 */
public record TextfileConfig(@NotNull Path file) {

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it does not end in {@code .prom}
   */
  public TextfileConfig {
    if (file != null && !file.toString().endsWith(".prom")) {
      throw new IllegalArgumentException(
          "file must end in .prom, such as vya_backup.prom, or node_exporter does not read it");
    }
  }
}
