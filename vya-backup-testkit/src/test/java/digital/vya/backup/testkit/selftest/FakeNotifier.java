package digital.vya.backup.testkit.selftest;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.Notifier;
import digital.vya.backup.api.Secret;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Keeps reports in a list, and has one defect where a test wants it. */
final class FakeNotifier implements Notifier<FakeNotifier.Config> {

  static final String TOKEN = "the-secret-token";

  /** How the other side answers. */
  public record Config(Answer answer, Secret token) {}

  enum Answer {
    TAKES,
    REFUSES,
    NEVER
  }

  enum Defect {
    NONE,
    LOSES_FAILURES,
    CHOKES_ON_ODD_NAMES,
    SWALLOWS_REFUSALS,
    SHOWS_THE_TOKEN,
    IGNORES_INTERRUPTS
  }

  final List<BackupReport> delivered = new ArrayList<>();
  private final Defect defect;

  FakeNotifier(Defect defect) {
    this.defect = defect;
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public void send(Config config, BackupReport report, Host host)
      throws IOException, InterruptedException {
    if (config.answer() == Answer.NEVER) {
      hang();
    } else if (config.answer() == Answer.REFUSES) {
      refuse(config);
    } else if (defect == Defect.CHOKES_ON_ODD_NAMES
        && report.artifacts().stream().anyMatch(a -> a.source().label().contains("\n"))) {
      throw new IOException("malformed header");
    } else if (defect != Defect.LOSES_FAILURES || !report.stored().isEmpty()) {
      delivered.add(report);
    }
  }

  private void hang() throws InterruptedException {
    if (defect != Defect.IGNORES_INTERRUPTS) {
      new CountDownLatch(1).await();
    }
  }

  private void refuse(Config config) {
    if (defect == Defect.SHOWS_THE_TOKEN) {
      throw BackupException.configuration("401 for " + config.token().reveal());
    }
    if (defect != Defect.SWALLOWS_REFUSALS) {
      throw BackupException.configuration("401 for " + config.token());
    }
  }
}
