package digital.vya.backup.testkit.selftest;

/** A driver that keeps its promises of safe restores passes. */
class FakeScratchTest extends FakeScratchContract {

  FakeScratchTest() {
    super(new FakeScratchDriver());
  }
}
