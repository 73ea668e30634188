package digital.vya.backup.testkit.selftest;

/** A driver with a tool that keeps its promises passes. */
class FakeToolDriverTest extends FakeDriverContract {

  FakeToolDriverTest() {
    super(new FakeToolDriver());
  }
}
