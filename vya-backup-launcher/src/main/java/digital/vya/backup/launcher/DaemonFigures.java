package digital.vya.backup.launcher;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.ServerFigures;
import digital.vya.backup.core.VyaBackup;
import digital.vya.backup.metrics.BackupCollector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The figures of all backups, as Prometheus reads them. */
final class DaemonFigures implements DaemonPages.MetricsText {

  private final VyaBackup vya;
  private final CollectorRegistry registry = new CollectorRegistry();

  DaemonFigures(VyaBackup vya) {
    this.vya = vya;
    new BackupCollector(this::known).register(registry);
  }

  @Override
  public String text() {
    var text = new StringWriter();
    try {
      TextFormat.write004(text, registry.metricFamilySamples());
    } catch (IOException e) {
      throw new UncheckedIOException("writing a text in memory failed", e);
    }
    return text.toString();
  }

  /** Nothing while the configuration is broken: the daemon's own figures tell that. */
  private Optional<ServerFigures> known() {
    try {
      return Optional.of(vya.watch().figures());
    } catch (BackupException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
