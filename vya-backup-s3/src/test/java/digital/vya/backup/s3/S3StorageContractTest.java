package digital.vya.backup.s3;

import digital.vya.backup.api.Storage;
import digital.vya.backup.api.StorageSession;
import digital.vya.backup.testkit.SessionOpener;
import digital.vya.backup.testkit.StorageContract;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class S3StorageContractTest extends StorageContract<S3StorageConfig> {

  private static S3Server server;

  @BeforeAll
  static void start() {
    server = S3Server.inMemory();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Override
  protected Storage<S3StorageConfig> storage() {
    return new S3Storage();
  }

  @Override
  protected S3StorageConfig newPlace() {
    Place place = server.newPlace();
    place.prefix = "backups/of vya";
    return place.config();
  }

  @Override
  protected String place(S3StorageConfig place) {
    return place.bucket() + " " + place.endpoint();
  }

  @Override
  protected Class<? extends SessionOpener> opener() {
    return Opener.class;
  }

  /** Opens the bucket in the process that is killed. */
  public static final class Opener implements SessionOpener {

    /** For the killed process. */
    public Opener() {}

    @Override
    public StorageSession open(String place) throws IOException, InterruptedException {
      String[] parts = place.split(" ");
      Place opened = new Place(parts[0], parts[1]);
      opened.prefix = "backups/of vya";
      return new S3Storage().open(opened.config(), new Told());
    }
  }
}
