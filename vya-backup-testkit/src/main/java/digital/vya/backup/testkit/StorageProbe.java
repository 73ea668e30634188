package digital.vya.backup.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.PendingObject;
import digital.vya.backup.api.Reason;
import digital.vya.backup.api.StorageSession;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What {@link StorageContract} does again and again with a storage. */
record StorageProbe(StorageSession session) {

  void write(String key, byte[] content) throws IOException, InterruptedException {
    try (PendingObject object = session.create(key)) {
      object.stream().write(content);
      object.commit();
    }
  }

  byte[] read(String key) throws IOException, InterruptedException {
    try (InputStream stream = session.read(key)) {
      return stream.readAllBytes();
    }
  }

  List<String> keys(String prefix) throws IOException, InterruptedException {
    try (var objects = session.list(prefix)) {
      return objects.map(o -> o.key()).toList();
    }
  }

  void refuses(String key) {
    List<ThrowingCallable> calls =
        List.of(
            () -> session.create(key).close(),
            () -> session.read(key).close(),
            () -> session.delete(key));
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .as("the key <%s>", key)
          .isInstanceOfSatisfying(
              BackupException.class,
              e ->
                  org.assertj.core.api.Assertions.assertThat(e.reason())
                      .isEqualTo(Reason.CONFIGURATION));
    }
  }

  static Optional<byte[]> rest(InputStream stream) {
    try {
      return Optional.of(stream.readAllBytes());
    } catch (IOException e) {
      // Allowed: an error is no mixture.
      return Optional.empty();
    }
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
