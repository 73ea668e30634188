package digital.vya.backup.testkit.selftest;

import digital.vya.backup.api.Storage;
import digital.vya.backup.api.StorageSession;
import digital.vya.backup.testkit.SessionOpener;
import digital.vya.backup.testkit.StorageContract;
import digital.vya.backup.testkit.selftest.FakeStorage.Defect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a fake storage with or without a defect. */
abstract class FakeStorageContract extends StorageContract<FakeStorage.Config> {

  private final Defect defect;

  @TempDir private Path folder;

  FakeStorageContract(Defect defect) {
    this.defect = defect;
  }

  @Override
  protected Storage<FakeStorage.Config> storage() {
    return new FakeStorage(defect);
  }

  @Override
  protected FakeStorage.Config newPlace() throws IOException {
    return new FakeStorage.Config(Files.createDirectory(folder.resolve("place")));
  }

  @Override
  protected String place(FakeStorage.Config place) {
    return defect + ":" + place.folder();
  }

  @Override
  protected Class<? extends SessionOpener> opener() {
    return Opener.class;
  }

  /** Opens the folder with the same defect. */
  public static final class Opener implements SessionOpener {

    /** For the killed JVM. */
    public Opener() {}

    @Override
    public StorageSession open(String place) {
      String[] parts = place.split(":", 2);
      return new FakeStorage.Session(Path.of(parts[1]), Defect.valueOf(parts[0]));
    }
  }
}
