package digital.vya.backup.testkit.selftest;

/** A driver that takes some options and refuses the others passes. */
class FakeTunableTest extends FakeScratchContract {

  FakeTunableTest() {
    super(new FakeTunableDriver());
  }
}
