package digital.vya.backup.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What restores left beside their targets: a file for each, forced to disk before anything is done,
 * so that a restore that was killed is known to the next run.
 */
final class RestoreJournal {

  private static final Logger LOG = LoggerFactory.getLogger(RestoreJournal.class);
  private static final String SUFFIX = ".json";
  private static final Pattern OWNER = Pattern.compile("[0-9a-f-]{36}");
  private static final JsonMapper JSON = new JsonMapper();

  private final Path folder;

  RestoreJournal(Path folder) {
    this.folder = folder;
  }

  void put(RestoreRecord restore) throws IOException {
    OwnerOnly.createFolder(folder);
    if (restore.owner().token().equals(OwnerLock.SELF)) {
      OwnerLock.hold(owners());
    }
    ObjectNode node = JSON.createObjectNode();
    node.put("id", restore.id());
    node.put("instance", restore.instance());
    node.put("target", restore.target());
    node.put("scratch", restore.scratch());
    node.put("kept", restore.kept());
    node.put("stage", restore.stage().name());
    node.put("existed", restore.existed());
    node.put("undoes", restore.undoes());
    node.put("at", restore.at().toString());
    node.put("owner", restore.owner().token());
    Path unfinished = folder.resolve(restore.id() + ".tmp");
    try (var channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(node));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(unfinished, file(restore), StandardCopyOption.ATOMIC_MOVE);
    force();
  }

  void remove(RestoreRecord restore) throws IOException {
    if (Files.deleteIfExists(file(restore))) {
      force();
    }
  }

  private void force() throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** All, the oldest first. */
  List<RestoreRecord> all() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    var all = new ArrayList<RestoreRecord>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
        read(file).ifPresent(all::add);
      }
    }
    all.sort(Comparator.comparing(RestoreRecord::at));
    return all;
  }

  private Optional<RestoreRecord> read(Path file) throws IOException {
    try {
      JsonNode node = JSON.readTree(Files.readAllBytes(file));
      return Optional.of(
          new RestoreRecord(
              node.path("id").asText(),
              node.path("instance").asText(),
              node.path("target").asText(),
              node.path("scratch").asText(),
              node.path("kept").asText(),
              RestoreRecord.Stage.valueOf(node.path("stage").asText()),
              node.path("existed").asBoolean(),
              node.path("undoes").asText(),
              Instant.parse(node.path("at").asText()),
              owner(node.path("owner").asText())));
    } catch (NoSuchFileException e) {
      // Whoever it is about has just ended.
      return Optional.empty();
    } catch (com.fasterxml.jackson.core.JsonProcessingException
        | IllegalArgumentException
        | DateTimeException e) {
      LOG.warn(
          "{} is damaged and left out; look for databases named ..._vya_... beside yours, then"
              + " remove it",
          file);
      return Optional.empty();
    }
  }

  private RestoreRecord.Owner owner(String token) throws IOException {
    return OWNER.matcher(token).matches()
        ? new RestoreRecord.Owner(token, OwnerLock.isAlive(owners(), token))
        : RestoreRecord.Owner.NOBODY;
  }

  private Path owners() {
    return folder.resolve("owners");
  }

  private Path file(RestoreRecord restore) {
    return folder.resolve(ArtifactKeys.encode(restore.id()) + SUFFIX);
  }
}
