package digital.vya.backup.files;

import digital.vya.backup.api.Storage;
import digital.vya.backup.api.StorageSession;
import digital.vya.backup.core.LocalHost;
import digital.vya.backup.testkit.SessionOpener;
import digital.vya.backup.testkit.StorageContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class LocalStorageContractTest extends StorageContract<LocalStorageConfig> {

  @TempDir Path folder;

  @Override
  protected Storage<LocalStorageConfig> storage() {
    return new LocalStorage();
  }

  @Override
  protected LocalStorageConfig newPlace() throws IOException {
    return LocalStorageConfig.of(Files.createDirectory(folder.resolve("store")));
  }

  @Override
  protected String place(LocalStorageConfig place) {
    return place.path().toString();
  }

  @Override
  protected Class<? extends SessionOpener> opener() {
    return Opener.class;
  }

  /** Opens the folder in the process that is killed. */
  public static final class Opener implements SessionOpener {

    /** For the killed process. */
    public Opener() {}

    @Override
    public StorageSession open(String place) throws IOException {
      Path store = Path.of(place);
      return new LocalStorage()
          .open(LocalStorageConfig.of(store), LocalHost.open(store.resolveSibling("work")));
    }
  }
}
