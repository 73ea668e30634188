package digital.vya.backup.metrics;

import digital.vya.backup.api.ServerFigures;
import io.prometheus.client.Collector;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is known of backups, for an application's own registry:
 *
 * <pre>{@code
 * var latest = new LatestFigures();
 * new BackupCollector(latest).register(CollectorRegistry.defaultRegistry);
 * VyaBackup.builder().listener(latest)…
 * }</pre>
 *
 * <p>Names and labels are those of all other ways out. Safe for many threads if the supplier is.
 */
public final class BackupCollector extends Collector implements Collector.Describable {

  private final Supplier<Optional<ServerFigures>> known;

  /**
   * A collector.
   *
   * @param known gives what is known, empty while nothing is; asked at every scrape, so it should
   *     not take long
   */
  public BackupCollector(Supplier<Optional<ServerFigures>> known) {
    this.known = known;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    return known.get().map(Rendering::families).orElse(List.of());
  }

  @Override
  public List<MetricFamilySamples> describe() {
    return Sheet.described();
  }
}
