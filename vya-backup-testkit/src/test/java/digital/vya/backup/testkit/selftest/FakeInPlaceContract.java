package digital.vya.backup.testkit.selftest;

import digital.vya.backup.testkit.RestoresInPlace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;

/** The contract on a driver that says it restores in place. */
abstract class FakeInPlaceContract extends FakeDriverContract implements RestoresInPlace {

  FakeInPlaceContract(FakeDriver driver) {
    super(driver);
  }

  @Override
  public void addOwn(String database) throws IOException {
    Files.write(server.own(database), new byte[] {1, 2, 3});
  }

  @Override
  public Object own(String database) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(server.own(database)));
  }
}
