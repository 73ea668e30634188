package digital.vya.backup.core;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import digital.vya.backup.api.ArtifactSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Which overdue backups people were told of, so that they are told of each once. */
final class OverdueMemory {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  OverdueMemory(Path stateDir) {
    this.file = stateDir.resolve("overdue.json");
  }

  /** What was told, and when that was due; nothing if it cannot be read. */
  Map<String, String> read() throws IOException {
    try {
      return JSON.readValue(
          Files.readAllBytes(file), new TypeReference<TreeMap<String, String>>() {});
    } catch (NoSuchFileException | JsonProcessingException e) {
      // Told twice is better than never.
      return Map.of();
    }
  }

  void write(Map<String, String> told) throws IOException {
    StateFile.replace(file, JSON.writeValueAsBytes(told));
  }

  /** How one is known again. */
  static String key(String server, ArtifactSource source) {
    return String.join(
        "/",
        ArtifactKeys.encode(server),
        ArtifactKeys.encode(source.instance()),
        source.kind().name(),
        ArtifactKeys.encode(source.database()));
  }
}
