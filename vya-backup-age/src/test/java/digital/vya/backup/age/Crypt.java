package digital.vya.backup.age;

import digital.vya.backup.core.LocalHost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/** Encrypts and decrypts in memory. */
final class Crypt {

  private final AgeArchiver archiver = new AgeArchiver();
  private final Path work;

  Crypt(Path folder) {
    this.work = folder.resolve("host");
  }

  byte[] encrypt(AgeConfig config, byte[] content) throws IOException {
    var sink = new ByteArrayOutputStream();
    try (LocalHost host = LocalHost.open(work);
        var archive = archiver.archive(config, "orders.sql", sink, host)) {
      archive.write(content);
    }
    return sink.toByteArray();
  }

  byte[] decrypt(AgeConfig config, byte[] archive) throws IOException {
    try (LocalHost host = LocalHost.open(work);
        var plain = archiver.extract(config, new ByteArrayInputStream(archive), host)) {
      return plain.readAllBytes();
    }
  }

  static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
