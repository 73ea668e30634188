package digital.vya.backup.testkit.selftest;

import digital.vya.backup.api.ArtifactSource;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.Host;
import digital.vya.backup.api.MetricsExporter;
import digital.vya.backup.api.Secret;
import digital.vya.backup.api.ServerFigures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** Keeps the names of databases in a list, and has one defect where a test wants it. */
final class FakeExporter implements MetricsExporter<FakeExporter.Config> {

  static final String TOKEN = "the-secret-token";

  /** How the other side answers. */
  public record Config(FakeNotifier.Answer answer, Secret token) {}

  enum Defect {
    NONE,
    LOSES_WHAT_NEVER_WORKED,
    KEEPS_WHAT_IS_GONE,
    CHOKES_ON_ODD_NAMES,
    CHOKES_ON_TWICE_THE_SAME,
    SWALLOWS_REFUSALS,
    FORGETS_WHEN_REFUSED,
    SHOWS_THE_TOKEN,
    REACHES_BY_EXPORTING,
    IGNORES_INTERRUPTS,
    GIVES_UP_AT_ONCE
  }

  final List<String> there = new ArrayList<>();
  final CountDownLatch hanging = new CountDownLatch(1);
  private final Defect defect;

  FakeExporter(Defect defect) {
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
  public void export(Config config, ServerFigures status, Host host)
      throws IOException, InterruptedException {
    switch (config.answer()) {
      case NEVER -> hang();
      case REFUSES -> refuse(config);
      case TAKES -> take(status);
    }
  }

  private void take(ServerFigures status) throws IOException {
    Set<ArtifactSource> seen = new HashSet<>();
    if (defect != Defect.KEEPS_WHAT_IS_GONE) {
      there.clear();
    }
    for (ServerFigures.Database database : status.databases()) {
      String name = database.source().database();
      if (defect == Defect.CHOKES_ON_ODD_NAMES && name.contains("\n")) {
        throw new IOException("malformed line");
      }
      boolean fresh = seen.add(database.source());
      if (defect == Defect.CHOKES_ON_TWICE_THE_SAME && !fresh) {
        throw new IOException("the same figure twice");
      }
      if (fresh && (defect != Defect.LOSES_WHAT_NEVER_WORKED || database.good().isPresent())) {
        there.add(name);
      }
    }
  }

  @Override
  public List<String> reach(Config config, Host host) {
    if (defect == Defect.REACHES_BY_EXPORTING) {
      there.clear();
    }
    return List.of();
  }

  private void hang() throws InterruptedException {
    hanging.countDown();
    try {
      new CountDownLatch(defect == Defect.GIVES_UP_AT_ONCE ? 0 : 1).await();
    } catch (InterruptedException e) {
      if (defect != Defect.IGNORES_INTERRUPTS) {
        throw e;
      }
    }
  }

  private void refuse(Config config) {
    if (defect == Defect.SHOWS_THE_TOKEN) {
      throw BackupException.configuration("401 for " + config.token().reveal());
    }
    if (defect == Defect.FORGETS_WHEN_REFUSED) {
      there.clear();
    }
    if (defect != Defect.SWALLOWS_REFUSALS) {
      throw BackupException.configuration("401 for " + config.token());
    }
  }
}
