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
    IGNORES_INTERRUPTS,
    TAKES_AN_INTERRUPT_FOR_A_DEFECT,
    GIVES_UP_AT_ONCE
  }

  final List<BackupReport> delivered = new ArrayList<>();
  final CountDownLatch hanging = new CountDownLatch(1);
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
    hanging.countDown();
    try {
      new CountDownLatch(defect == Defect.GIVES_UP_AT_ONCE ? 0 : 1).await();
    } catch (InterruptedException e) {
      if (defect == Defect.TAKES_AN_INTERRUPT_FOR_A_DEFECT) {
        throw new AssertionError(e);
      }
      if (defect != Defect.IGNORES_INTERRUPTS) {
        throw e;
      }
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
