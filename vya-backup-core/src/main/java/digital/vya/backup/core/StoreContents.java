package digital.vya.backup.core;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a store holds, and its JSON form. */
final class StoreContents {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private StoreContents() {}

  /** One secret, and when it was given this value. */
  record Entry(Secret value, Instant changed) {}

  static byte[] write(Map<String, Entry> secrets) {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode all = root.putObject("secrets");
    secrets.forEach(
        (id, entry) ->
            all.putObject(id)
                .put("value", entry.value().reveal())
                .put("changed", entry.changed().toString()));
    try {
      return JSON.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("writing a text in memory failed", e);
    }
  }

  static SortedMap<String, Entry> read(Path file, byte[] json) {
    var secrets = new TreeMap<String, Entry>();
    try {
      for (Map.Entry<String, JsonNode> one : JSON.readTree(json).path("secrets").properties()) {
        String value = one.getValue().path("value").textValue();
        String changed = one.getValue().path("changed").textValue();
        if (value == null || changed == null) {
          throw StoreHeader.damaged(file);
        }
        secrets.put(one.getKey(), new Entry(new Secret(value), Instant.parse(changed)));
      }
    } catch (IOException | DateTimeException e) {
      // Not as a cause: it may quote a secret.
      throw StoreHeader.damaged(file);
    }
    return secrets;
  }
}
