package digital.vya.backup.testkit.selftest;

/** A notifier that keeps its promises passes. */
class FakeNotifierTest extends FakeNotifierContract {

  FakeNotifierTest() {
    super(FakeNotifier.Defect.NONE);
  }
}
