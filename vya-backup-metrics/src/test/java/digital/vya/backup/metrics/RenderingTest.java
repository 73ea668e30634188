package digital.vya.backup.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupEvent;
import digital.vya.backup.api.ServerFigures;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Gauge;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the figures say, and whether Prometheus can read them. */
class RenderingTest {

  private static final String ORDERS =
      "{server=\"srv\",instance=\"main\",dbms=\"postgresql\",database=\"orders\",";

  private static String text(ServerFigures status) {
    return new String(Rendering.text(status), StandardCharsets.UTF_8);
  }

  @Test
  void everyFigureSaysWhatIsKnown() {
    assertThat(text(Statuses.full("srv", "orders")).lines().filter(l -> !l.startsWith("#")))
        .containsExactly(
            "vya_backup_total" + ORDERS + "outcome=\"complete\",} 10.0",
            "vya_backup_total" + ORDERS + "outcome=\"partial\",} 2.0",
            "vya_backup_total" + ORDERS + "outcome=\"failed\",} 1.0",
            "vya_backup_errors_total" + ORDERS + "} 3.0",
            "vya_backup_duration_seconds" + ORDERS + "} 94.5",
            "vya_backup_size_bytes" + ORDERS + "} 1.23456789E8",
            "vya_backup_raw_size_bytes" + ORDERS + "} 1.23456789E9",
            "vya_backup_tables" + ORDERS + "} 42.0",
            "vya_backup_rows" + ORDERS + "} 1000001.0",
            "vya_backup_last_success_timestamp_seconds" + ORDERS + "} 1.7951346955E9",
            "vya_backup_last_attempt_timestamp_seconds" + ORDERS + "} 1.7952210355E9",
            "vya_backup_last_outcome" + ORDERS + "} 1.0",
            "vya_backup_evidence_level" + ORDERS + "} 4.0",
            "vya_backup_verified_timestamp_seconds" + ORDERS + "} 1.7951350955E9",
            "vya_backup_recovery_seconds" + ORDERS + "} 181.0",
            "vya_backup_next_due_timestamp_seconds" + ORDERS + "} 1.7953074955E9",
            "vya_backup_overdue_timestamp_seconds" + ORDERS + "} 1.7953110955E9",
            "vya_backup_overdue" + ORDERS + "} 1.0",
            "vya_backup_shrunk" + ORDERS + "} 1.0",
            "vya_backup_damaged" + ORDERS + "} 1.0",
            "vya_backup_kept" + ORDERS + "destination=\"local\",} 7.0",
            "vya_backup_cleanup_freed_bytes" + ORDERS + "destination=\"local\",} 12345.0",
            "vya_restore_total" + ORDERS + "outcome=\"complete\",} 3.0",
            "vya_restore_total" + ORDERS + "outcome=\"failed\",} 1.0",
            "vya_restore_duration_seconds" + ORDERS + "} 200.0",
            "vya_storage_free_bytes{server=\"srv\",destination=\"local\",} 5.0E9",
            "vya_backup_notifier_failures_total{server=\"srv\",} 2.0",
            "vya_backup_status_timestamp_seconds{server=\"srv\",} 1.7952210955E9");
  }

  @Test
  void whatIsNotKnownIsNotThere() {
    ServerFigures.Database users =
        Statuses.failed(ArtifactSource.database("main", "postgresql", "users"));

    assertThat(text(Statuses.of("srv", users)))
        .contains("vya_backup_last_outcome", "vya_backup_errors_total")
        .doesNotContain("last_success", "size_bytes", "evidence", "restore", "overdue", "NaN");
  }

  @Test
  void prometheusFindsNothingToComplainOf() throws Exception {
    Promtool.Answer answer =
        Promtool.run(Rendering.text(Statuses.full("srv", "orders", "users")), "check", "metrics");

    assertThat(answer).isEqualTo(new Promtool.Answer(0, ""));
  }

  @Test
  void hostileNamesArriveAsTheyAre() throws Exception {
    String hostile =
        "a\"b\\c\nvya_backup_kept 9\r<script>alert(1)</script>{x=\"y\"} ' 日本 😀\u001b[2J";
    byte[] text = Rendering.text(Statuses.full("se\"r\nv", hostile, "\0\ud800"));

    assertThat(Promtool.run(text, "check", "metrics")).isEqualTo(new Promtool.Answer(0, ""));
    try (PushgatewayServer parser = PushgatewayServer.start()) {
      assertThat(parser.put("/metrics/job/x", text).statusCode()).isEqualTo(200);
      assertThat(parser.databases()).containsExactlyInAnyOrder(hostile, "\ufffd?");
    }
  }

  @Test
  void globalsAndAnInstanceThatCannotBeListedHaveTheirPlace() throws Exception {
    ServerFigures status =
        Statuses.of(
            "srv",
            Statuses.full(ArtifactSource.globals("main", "postgresql")),
            Statuses.failed(ArtifactSource.instance("other", "mysql")));

    assertThat(text(status))
        .contains("instance=\"main\",dbms=\"postgresql\",database=\"@globals\"")
        .contains("instance=\"other\",dbms=\"mysql\",database=\"\"");
    assertThat(Promtool.run(Rendering.text(status), "check", "metrics").said()).isEmpty();
  }

  @Test
  void anEmptyServerHasFiguresOfItsOwn() throws Exception {
    byte[] text = Rendering.text(Statuses.of("srv"));

    assertThat(Promtool.run(text, "check", "metrics")).isEqualTo(new Promtool.Answer(0, ""));
    assertThat(new String(text, StandardCharsets.UTF_8))
        .contains("vya_backup_status_timestamp_seconds");
  }

  @Test
  void anApplicationCollectsThroughItsOwnRegistry() {
    var registry = new CollectorRegistry(true);
    var latest = new LatestFigures();
    new BackupCollector(latest).register(registry);
    assertThat(registry.metricFamilySamples().hasMoreElements()).isFalse();

    latest.on(new BackupEvent.FiguresKnown(Statuses.full("srv", "orders")));

    assertThat(
            registry.getSampleValue(
                "vya_backup_size_bytes",
                new String[] {"server", "instance", "dbms", "database"},
                new String[] {"srv", "main", "postgresql", "orders"}))
        .isEqualTo(123_456_789);
    assertThatThrownBy(() -> Gauge.build("vya_backup_rows", "mine").register(registry))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noFigureHasALabelWithoutBounds() {
    List<String> labels = new ArrayList<>();
    Stream.of(Figure.values()).forEach(f -> labels.addAll(f.labels()));

    assertThat(labels)
        .containsOnly("server", "instance", "dbms", "database", "destination", "outcome");
    assertThat(new LatestFigures().get()).isEqualTo(Optional.empty());
  }
}
