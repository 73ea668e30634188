package digital.vya.backup.testkit.selftest;

import digital.vya.backup.testkit.ChangesRows;
import java.io.IOException;

/** The contract on a driver that has all that a safe restore needs. */
abstract class FakeScratchContract extends FakeDriverContract implements ChangesRows {

  FakeScratchContract(FakeScratchDriver driver) {
    super(driver);
  }

  @Override
  public void changeRow(String database) throws IOException {
    server.changeRow(database);
  }
}
