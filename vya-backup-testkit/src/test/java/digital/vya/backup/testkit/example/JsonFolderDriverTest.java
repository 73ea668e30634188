package digital.vya.backup.testkit.example;

import digital.vya.backup.api.DbmsDriver;
import digital.vya.backup.testkit.BrokenTool;
import digital.vya.backup.testkit.DbmsDriverContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;

/** The promises of every engine, kept by {@link JsonFolderDriver}. */
class JsonFolderDriverTest extends DbmsDriverContract<JsonFolderDriver.Config> {

  @TempDir Path folder;

  @Override
  protected DbmsDriver<JsonFolderDriver.Config> driver() {
    return new JsonFolderDriver();
  }

  @Override
  protected JsonFolderDriver.Config config() {
    return new JsonFolderDriver.Config(folder);
  }

  @Override
  protected JsonFolderDriver.Config brokenConfig() {
    return new JsonFolderDriver.Config(folder.resolve("not there"));
  }

  /** No other program has a part in it. */
  @Override
  protected Optional<JsonFolderDriver.Config> configWith(BrokenTool tool, Path tools) {
    return Optional.empty();
  }

  @Override
  protected List<String> secrets() {
    return List.of(); // It has none.
  }

  @Override
  protected List<String> oddNames() {
    // What lies beyond ASCII depends on the locale the tests run in.
    return List.of("with space", "quo\"te", "apo'strophe", "-dash", "per%cent", "back\\slash");
  }

  @Override
  protected void create(String database) throws IOException {
    Files.createDirectory(folder.resolve(database));
  }

  @Override
  protected void fill(String database) throws IOException {
    Path documents = folder.resolve(database);
    for (int n = 0; n < 10; n++) {
      String text = "{\"n\": %d,\n\"text\": \"%s\"}".formatted(n, "ol\u00e1 ".repeat(60_000));
      Files.writeString(documents.resolve("a + b %d%%.json".formatted(n)), text);
    }
    Files.writeString(documents.resolve("braces.json"), "[\"}\", {\"name\": \"\\\"\"}]");
  }

  @Override
  protected void drop(String database) throws IOException {
    Path documents = folder.resolve(database);
    if (Files.exists(documents)) {
      try (var files = Files.walk(documents)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Override
  protected Optional<Object> content(String database) throws IOException {
    Path documents = folder.resolve(database);
    if (!Files.exists(documents)) {
      return Optional.empty();
    }
    var content = new TreeMap<String, String>();
    try (var files = Files.list(documents)) {
      for (Path file : files.toList()) {
        content.put(file.getFileName().toString(), Files.readString(file).replace('\n', ' '));
      }
    }
    return Optional.of(content);
  }
}
