package digital.vya.backup.testkit.selftest;

/** A storage that keeps its promises passes. */
class FakeStorageTest extends FakeStorageContract {

  FakeStorageTest() {
    super(FakeStorage.Defect.NONE);
  }
}
