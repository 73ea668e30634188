package digital.vya.backup.core;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.api.BackupException;
import digital.vya.backup.api.BackupReport.Outcome;
import digital.vya.backup.api.Evidence;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The form in which a machine tells others how well it is backed up: docs/status.md. */
final class StatusJson {

  static final int FORMAT = 1;

  private static final int LONGEST = 16 << 20;
  private static final int LONGEST_TEXT = 1 << 16;
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(10)
                      .maxStringLength(LONGEST_TEXT)
                      .build())
              .build());

  private StatusJson() {}

  static byte[] write(ServerStatus status) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    server(root, status);
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static void server(ObjectNode node, ServerStatus status) {
    node.put("server", status.server());
    node.put("zone", status.zone().getId());
    node.put("written", status.written().toString());
    ArrayNode databases = node.putArray("databases");
    status.databases().forEach(one -> database(databases.addObject(), one));
    ArrayNode storages = node.putArray("storages");
    for (ServerStatus.Room room : status.storages()) {
      ObjectNode storage = storages.addObject().put("id", room.id());
      room.freeBytes().ifPresent(free -> storage.put("free_bytes", free));
    }
  }

  private static void database(ObjectNode node, DatabaseStatus one) {
    HistoryLine.Json.source(node, one.source());
    one.last()
        .ifPresent(
            last ->
                node.putObject("last")
                    .put("at", last.at().toString())
                    .put("outcome", HistoryLine.Json.lower(last.outcome()))
                    .put("problem", last.problem()));
    one.good()
        .ifPresent(
            good ->
                node.putObject("good")
                    .put("id", good.id())
                    .put("at", good.at().toString())
                    .put("seconds", good.elapsed().toMillis() / 1000.0)
                    .put("raw_bytes", good.rawBytes())
                    .put("stored_bytes", good.storedBytes())
                    .put("evidence", HistoryLine.Json.lower(good.evidence())));
    ArrayNode trend = node.putArray("trend");
    one.trend().forEach(trend::add);
    one.due().ifPresent(due -> node.put("due", due.toString()));
    one.overdueAt().ifPresent(at -> node.put("overdue_at", at.toString()));
    if (one.gone()) {
      node.put("gone", true);
    }
  }

  /**
   * Reads what another machine wrote, of which nothing is taken on trust.
   *
   * @throws BackupException with reason DATA if it is not that
   */
  static ServerStatus read(InputStream stream) throws IOException {
    byte[] bytes = stream.readNBytes(LONGEST + 1);
    if (bytes.length > LONGEST) {
      throw BackupException.data("it is longer than 16 MiB");
    }
    try {
      JsonNode root = JSON.readTree(bytes);
      int format = root.path("format").asInt();
      if (format > FORMAT) {
        throw BackupException.data(
            "it has format " + format + ", which a newer version of this program wrote; update");
      }
      if (format < 1) {
        throw BackupException.data("it is no status of this program");
      }
      return server(root);
    } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
      throw BackupException.data("it is damaged, or no status of this program");
    }
  }

  private static ServerStatus server(JsonNode root) {
    var databases = new ArrayList<DatabaseStatus>();
    root.path("databases").forEach(node -> databases.add(database(node)));
    var storages = new ArrayList<ServerStatus.Room>();
    root.path("storages")
        .forEach(
            node ->
                storages.add(
                    new ServerStatus.Room(
                        node.path("id").asText(),
                        node.has("free_bytes")
                            ? OptionalLong.of(node.path("free_bytes").asLong())
                            : OptionalLong.empty())));
    return new ServerStatus(
        root.path("server").asText(),
        ZoneId.of(root.path("zone").asText()),
        Instant.parse(root.path("written").asText()),
        databases,
        storages);
  }

  private static DatabaseStatus database(JsonNode node) {
    List<Long> trend = new ArrayList<>();
    node.path("trend").forEach(size -> trend.add(HistoryLine.Json.bytes(size)));
    return new DatabaseStatus(
        HistoryLine.Json.source(node),
        part(node, "last").map(StatusJson::last),
        part(node, "good").map(StatusJson::good),
        trend.size() > Known.TREND ? trend.subList(0, Known.TREND) : trend,
        part(node, "due").map(due -> Instant.parse(due.asText())),
        part(node, "overdue_at").map(at -> Instant.parse(at.asText())),
        node.path("gone").asBoolean());
  }

  private static Optional<JsonNode> part(JsonNode node, String name) {
    return node.hasNonNull(name) ? Optional.of(node.path(name)) : Optional.empty();
  }

  private static DatabaseStatus.Last last(JsonNode node) {
    return new DatabaseStatus.Last(
        Instant.parse(node.path("at").asText()),
        HistoryLine.Json.constant(Outcome.class, node.path("outcome")),
        node.path("problem").asText());
  }

  private static DatabaseStatus.Good good(JsonNode node) {
    return new DatabaseStatus.Good(
        node.path("id").asText(),
        Instant.parse(node.path("at").asText()),
        HistoryLine.Json.seconds(node.path("seconds")),
        HistoryLine.Json.bytes(node.path("raw_bytes")),
        HistoryLine.Json.bytes(node.path("stored_bytes")),
        HistoryLine.Json.constant(Evidence.class, node.path("evidence")));
  }
}
