package digital.vya.backup.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Notifier;
import digital.vya.backup.api.Reason;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that tell secrets wherever they can, and everything that the core hands out then. */
final class LeaksTest {

  private static final String SECRET = "pa'ss \"w\\rd";

  @TempDir Path folder;

  private Setup setup;
  private final List<BackupReport> sent = new ArrayList<>();

  @BeforeEach
  void aDriverThatWarnsOfItsPassword() {
    setup = new Setup(folder.resolve("state"));
    setup.secrets = Set.of(SECRET);
    setup.audit = Optional.of(folder.resolve("state/audit.jsonl"));
    setup.driver.databases.put("orders", "data");
    setup.driver.warning = "listed with " + SECRET;
    setup.attempts = 2;
  }

  @Test
  void reportsEventsManifestsAndTheAuditLogHoldNone() throws IOException {
    setup.driver.dump =
        (database, sink, host) -> {
          host.warn("dumping with " + SECRET);
          host.omit("table " + SECRET, "denied");
          sink.write("data".getBytes(StandardCharsets.UTF_8));
        };
    setup.notify(new Leaking(sent), new Leaking.Config(), Duration.ofMinutes(1));

    BackupReport report = setup.backup();

    clean(report);
    clean(setup.events);
    clean(sent);
    setup.first.objects.forEach((key, bytes) -> clean(new String(bytes, StandardCharsets.UTF_8)));
    assertThat(report.warnings()).anyMatch(w -> w.contains("cannot send with ***"));
    assertThat(report.stored().get(0).omissions().first()).containsExactly("table ***: denied");
    clean(Files.readString(folder.resolve("state/audit.jsonl")));
  }

  @Test
  void failuresHoldNone() {
    setup.driver.dump =
        (database, sink, host) -> {
          throw BackupException.passing("refused " + SECRET, new IOException(SECRET));
        };

    clean(setup.backup());
    clean(setup.events);
    assertThat(setup.events.toString()).contains("refused ***");
  }

  @Test
  void whatIsThrownHoldsNone() {
    setup.driver.listing =
        () -> {
          throw new IOException("no list for " + SECRET, new IllegalStateException(SECRET));
        };
    clean(setup.backup());
    setup.driver.databases.clear();
    var order = RestoreOrder.of(new RestoreOrder.Origin.Id(SECRET));
    BackupException thrown =
        catchThrowableOfType(BackupException.class, () -> setup.facade().restore(order));

    assertThat(thrown.reason()).isEqualTo(Reason.CONFIGURATION);
    assertThat(thrown).hasMessageContaining("***");
    clean(stack(thrown));
  }

  @Test
  void aFailureKeepsAllButItsSecrets() {
    BackupException leaking =
        BackupException.passing(
            "lost " + SECRET, new IOException("at " + SECRET, new IllegalStateException(SECRET)));
    leaking.addSuppressed(new IOException(SECRET));
    BackupException masked = MaskedFailure.of(leaking, Mask.of(Set.of(SECRET)));

    clean(stack(masked));
    assertThat(masked).hasMessage("lost ***");
    assertThat(masked.worthRetrying()).isTrue();
    assertThat(masked.getStackTrace()).isEqualTo(leaking.getStackTrace());
    assertThat(stack(masked)).contains("java.io.IOException: at ***", "IllegalStateException: ***");
    BackupException harmless = BackupException.data("no secret");
    assertThat(MaskedFailure.of(harmless, Mask.of(Set.of(SECRET)))).isSameAs(harmless);
  }

  @Test
  void theSearchOfThisTestFindsWhatItSearches() {
    assertThatThrownBy(() -> clean("a text with " + SECRET)).isInstanceOf(AssertionError.class);
  }

  @Test
  void aRestoreIsNotBegunIfNobodyWouldKnow() throws IOException {
    setup.backup();
    Files.createDirectories(folder.resolve("blocked.jsonl"));
    setup.audit = Optional.of(folder.resolve("blocked.jsonl"));

    assertThat(setup.backup().stored()).hasSize(1);
    var order = RestoreOrder.of(new RestoreOrder.Origin.Latest("main", Optional.of("orders")));
    assertThatThrownBy(() -> setup.facade().restore(order))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("cannot write the audit log")
        .hasMessageContaining("nothing was done");
    assertThat(setup.driver.restored).isEmpty();
  }

  @Test
  void theAuditLogTellsWhatWasDone() throws Exception {
    setup.secrets = Set.of();
    BackupReport report = setup.backup();
    var order =
        RestoreOrder.of(new RestoreOrder.Origin.Latest("main", Optional.of("orders"))).to("copy");
    setup.facade().restore(order);
    setup.facade().verify(VerifyOrder.all(), result -> {});

    var log = AuditLog.in(folder.resolve("state/audit.jsonl"));
    assertThat(log.verify().problems()).isEmpty();
    assertThat(log.newest(10))
        .extracting(e -> e.action().what() + " " + e.action().on() + ": " + e.action().outcome())
        .containsExactly(
            "backup all: complete",
            "restore latest backup of main/orders to copy, safe: began",
            "restore latest backup of main/orders to copy, safe: complete",
            "verify all: complete");
    assertThat(log.newest(10).get(0).action().run()).contains(report.runId());
  }

  private static void clean(Object handedOut) {
    assertThat(handedOut.toString())
        .doesNotContain(SECRET, SECRET.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  private static String stack(Throwable thrown) {
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  /** Keeps what it is given and tells a secret when it fails. */
  record Leaking(List<BackupReport> sent) implements Notifier<Leaking.Config> {

    public record Config() {}

    @Override
    public String name() {
      return "leaking";
    }

    @Override
    public Class<Config> configType() {
      return Config.class;
    }

    @Override
    public void send(Config config, BackupReport report, Host host) throws IOException {
      sent.add(report);
      throw new IOException("cannot send with " + SECRET);
    }
  }
}
