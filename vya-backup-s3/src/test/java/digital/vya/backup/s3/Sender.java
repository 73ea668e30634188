package digital.vya.backup.s3;

import digital.vya.backup.api.PendingObject;
import digital.vya.backup.api.StorageSession;
import java.io.InputStream;

/** Sends an object of so many MiB and reads it back: run in a JVM of its own. */
final class Sender {

  private Sender() {}

  public static void main(String[] arguments) throws Exception {
    Place place = new Place(arguments[0], arguments[1]);
    place.prefix = arguments[2];
    place.partSize = 8L << 20;
    byte[] piece = Objects.random(Objects.MIB);
    int pieces = Integer.parseInt(arguments[3]);
    try (StorageSession session = new S3Storage().open(place.config(), new Told())) {
      try (PendingObject object = session.create("sent")) {
        for (int n = 0; n < pieces; n++) {
          object.stream().write(piece);
        }
        object.commit();
      }
      try (InputStream stream = session.read("sent")) {
        for (int n = 0; n < pieces; n++) {
          if (!java.util.Arrays.equals(stream.readNBytes(piece.length), piece)) {
            throw new AssertionError("piece " + n + " is another one");
          }
        }
        if (stream.read() >= 0) {
          throw new AssertionError("there is more");
        }
      }
    }
  }
}
