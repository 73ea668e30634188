package digital.vya.backup.testkit.selftest;

import digital.vya.backup.api.Notifier;
import digital.vya.backup.api.Secret;
import digital.vya.backup.testkit.NotifierContract;
import digital.vya.backup.testkit.selftest.FakeNotifier.Answer;
import digital.vya.backup.testkit.selftest.FakeNotifier.Config;
import java.util.List;

/** The contract on a fake notifier with or without a defect. */
abstract class FakeNotifierContract extends NotifierContract<Config> {

  private final FakeNotifier notifier;

  FakeNotifierContract(FakeNotifier.Defect defect) {
    notifier = new FakeNotifier(defect);
  }

  @Override
  protected Notifier<Config> notifier() {
    return notifier;
  }

  @Override
  protected Config config() {
    return new Config(Answer.TAKES, new Secret(FakeNotifier.TOKEN));
  }

  @Override
  protected Config brokenConfig() {
    return new Config(Answer.REFUSES, new Secret(FakeNotifier.TOKEN));
  }

  @Override
  protected Config hangingConfig() {
    return new Config(Answer.NEVER, new Secret(FakeNotifier.TOKEN));
  }

  @Override
  protected void awaitHanging() throws InterruptedException {
    notifier.hanging.await();
  }

  @Override
  protected int delivered() {
    return notifier.delivered.size();
  }

  @Override
  protected List<String> secrets() {
    return List.of(FakeNotifier.TOKEN);
  }
}
