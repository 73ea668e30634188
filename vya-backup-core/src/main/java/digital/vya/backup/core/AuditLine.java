package digital.vya.backup.core;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An entry as it is written: one JSON object on a line, with the hash of the line before it.
 *
 * @param previous the SHA-256 of the line before, without its line feed
 */
record AuditLine(AuditEntry entry, String previous) {

  /** What stands before the first line. */
  static final String NOTHING = "0".repeat(64);

  private static final int LONGEST_TEXT = 1000;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** The line, without a line feed. */
  String text() {
    AuditEntry.Action action = entry.action();
    ObjectNode line = MAPPER.createObjectNode();
    line.put("seq", entry.sequence()).put("time", entry.time().toString());
    line.put("user", entry.user());
    entry.sudoUser().ifPresent(user -> line.put("sudo_user", user));
    line.put("host", entry.host()).put("what", action.what()).put("on", cut(action.on()));
    line.put("outcome", action.outcome());
    if (!action.detail().isEmpty()) {
      line.put("detail", cut(action.detail()));
    }
    action.run().ifPresent(run -> line.put("run", run));
    return line.put("previous", previous).toString();
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 1) + "…";
  }

  /** Empty if it is no line of a log. */
  static Optional<AuditLine> parse(String text) {
    try {
      JsonNode line = MAPPER.readTree(text);
      if (!line.path("seq").isIntegralNumber() || !line.path("previous").isTextual()) {
        return Optional.empty();
      }
      var action =
          new AuditEntry.Action(
              line.path("what").asText(),
              line.path("on").asText(),
              line.path("outcome").asText(),
              line.path("detail").asText(),
              optional(line, "run"));
      var entry =
          new AuditEntry(
              line.path("seq").asLong(),
              Instant.parse(line.path("time").asText()),
              line.path("user").asText(),
              optional(line, "sudo_user"),
              line.path("host").asText(),
              action);
      return Optional.of(new AuditLine(entry, line.path("previous").asText()));
    } catch (JsonProcessingException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> optional(JsonNode line, String key) {
    return line.path(key).isTextual() ? Optional.of(line.path(key).textValue()) : Optional.empty();
  }

  static String hash(byte[] line) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(line));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String hash(String line) {
    return hash(line.getBytes(StandardCharsets.UTF_8));
  }
}
