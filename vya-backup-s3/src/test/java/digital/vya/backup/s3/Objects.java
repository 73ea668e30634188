package digital.vya.backup.s3;

import digital.vya.backup.api.PendingObject;
import digital.vya.backup.api.StorageSession;
import digital.vya.backup.api.StoredObject;
import java.io.InputStream;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import software.amazon.awssdk.retries.api.BackoffStrategy;

/** What tests do with objects. */
final class Objects {

  static final int MIB = 1 << 20;

  private Objects() {}

  /** A storage that tries again at once. */
  static S3Storage hasty() {
    var atOnce = BackoffStrategy.retryImmediately();
    return new S3Storage(new Clients.Pauses(atOnce, atOnce));
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  static void put(StorageSession session, String key, byte[] content) throws Exception {
    try (PendingObject object = session.create(key)) {
      object.stream().write(content);
      object.commit();
    }
  }

  static byte[] read(StorageSession session, String key) throws Exception {
    try (InputStream stream = session.read(key)) {
      return stream.readAllBytes();
    }
  }

  static List<String> keys(StorageSession session, String prefix) throws Exception {
    try (Stream<StoredObject> objects = session.list(prefix)) {
      return objects.map(StoredObject::key).toList();
    }
  }
}
