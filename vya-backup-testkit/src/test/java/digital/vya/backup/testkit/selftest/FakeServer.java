package digital.vya.backup.testkit.selftest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A folder with one file for each database; its name is percent-encoded. */
record FakeServer(Path folder) {

  static final String PASSWORD = "the-right-password";

  private static final String SUFFIX = ".db";

  Path file(String database) {
    return folder.resolve(URLEncoder.encode(database, UTF_8) + SUFFIX);
  }

  /** Beside a database, where no dump looks. */
  Path own(String database) {
    return folder.resolve(URLEncoder.encode(database, UTF_8) + ".own");
  }

  List<String> databases() throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .map(name -> URLDecoder.decode(name, UTF_8))
          .sorted()
          .toList();
    }
  }

  void create(String database) throws IOException {
    Files.write(file(database), new byte[0]);
  }

  void fill(String database) throws IOException {
    var bytes = new byte[1 << 19];
    new Random(7).nextBytes(bytes);
    Files.write(file(database), bytes);
  }

  void changeRow(String database) throws IOException {
    try (var rows = FileChannel.open(file(database), StandardOpenOption.WRITE)) {
      rows.write(ByteBuffer.wrap(new byte[] {'n', 'e', 'w'}), 100);
    }
  }

  void drop(String database) throws IOException {
    Files.deleteIfExists(file(database));
  }

  Optional<Object> content(String database) throws IOException {
    return Files.exists(file(database))
        ? Optional.of(ByteBuffer.wrap(Files.readAllBytes(file(database))))
        : Optional.empty();
  }
}
