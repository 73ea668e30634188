package digital.vya.backup.testkit.selftest;

import digital.vya.backup.api.MetricsExporter;
import digital.vya.backup.api.Secret;
import digital.vya.backup.testkit.MetricsContract;
import digital.vya.backup.testkit.selftest.FakeExporter.Config;
import digital.vya.backup.testkit.selftest.FakeNotifier.Answer;
import java.util.List;
import java.util.Optional;

/** The contract on a fake exporter with or without a defect. */
abstract class FakeExporterContract extends MetricsContract<Config> {

  private final FakeExporter exporter;

  FakeExporterContract(FakeExporter.Defect defect) {
    exporter = new FakeExporter(defect);
  }

  @Override
  protected MetricsExporter<Config> exporter() {
    return exporter;
  }

  @Override
  protected Config config() {
    return answering(Answer.TAKES);
  }

  @Override
  protected Config brokenConfig() {
    return answering(Answer.REFUSES);
  }

  @Override
  protected Optional<Config> hangingConfig() {
    return Optional.of(answering(Answer.NEVER));
  }

  private static Config answering(Answer answer) {
    return new Config(answer, new Secret(FakeExporter.TOKEN));
  }

  @Override
  protected void awaitHanging() throws InterruptedException {
    exporter.hanging.await();
  }

  @Override
  protected List<String> databases() {
    return List.copyOf(exporter.there);
  }

  @Override
  protected List<String> secrets() {
    return List.of(FakeExporter.TOKEN);
  }
}
