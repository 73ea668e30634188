package digital.vya.backup.testkit.selftest;

/** A driver that keeps its promises passes. */
class FakeDriverTest extends FakeDriverContract {

  FakeDriverTest() {
    super(new FakeDriver());
  }
}
