package digital.vya.backup.testkit.selftest;

/** A driver that restores in place and says so passes. */
class FakeInPlaceTest extends FakeInPlaceContract {

  FakeInPlaceTest() {
    super(new BrokenRestore.InPlace());
  }
}
