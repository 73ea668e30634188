package digital.vya.backup.launcher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import digital.vya.backup.core.DatabaseStatus;
import digital.vya.backup.core.ServerStatus;
import digital.vya.backup.core.Sizes;
import digital.vya.backup.core.Status;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** How well everything is backed up, for people and for programs. */
final class StatusTexts {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
  private static final String FORMAT = "%-8s %-30s  %-16s  %6s  %-9s  %10s  %-14s  %s";

  private StatusTexts() {}

  static void print(Status status, boolean bars, PrintWriter out) {
    for (ServerStatus server : status.servers()) {
      Texts.line(
          out,
          "server %s, as of %s".formatted(server.server(), shown(server.written(), server.zone())));
      Texts.line(
          out,
          FORMAT.formatted(
              "", "WHAT", "LAST GOOD", "AGE", "EVIDENCE", "DUMP", "TREND", "NEXT DUE"));
      for (DatabaseStatus database : server.databases()) {
        line(database, server.zone(), status.at(), bars, out);
        database
            .problems(status.at())
            .forEach(problem -> Texts.line(out, "         " + problem.replace("\n", " ")));
      }
      for (ServerStatus.Room room : server.storages()) {
        Texts.line(
            out,
            "storage %s: %s"
                .formatted(
                    room.id(),
                    room.freeBytes().isPresent()
                        ? Sizes.text(room.freeBytes().getAsLong()) + " free"
                        : "does not tell how much is free"));
      }
    }
    status.problems().forEach(problem -> Texts.line(out, "problem: " + problem));
    Texts.line(out, conclusion(status));
  }

  private static void line(
      DatabaseStatus database, ZoneId zone, Instant now, boolean bars, PrintWriter out) {
    String state =
        database.gone()
            ? "gone"
            : database.overdue(now) ? "OVERDUE" : database.ok(now) ? "ok" : "NOT WELL";
    Texts.line(
        out,
        FORMAT
            .formatted(
                state,
                database.source().label(),
                database.good().map(g -> shown(g.at(), zone)).orElse("never"),
                database.good().map(g -> age(g.at(), now)).orElse("-"),
                database.good().map(g -> Json.lower(g.evidence())).orElse("-"),
                database.good().map(g -> Sizes.text(g.rawBytes())).orElse("-"),
                Sparkline.of(database.trend(), bars),
                database.due().map(d -> shown(d, zone)).orElse("-"))
            .stripTrailing());
  }

  private static String conclusion(Status status) {
    List<DatabaseStatus> all =
        status.servers().stream()
            .flatMap(server -> server.databases().stream())
            .filter(database -> !database.gone())
            .toList();
    long well = all.stream().filter(database -> database.ok(status.at())).count();
    return "%s: %d of %d as they should be"
        .formatted(status.ok() ? "ALL IS WELL" : "NOT ALL IS WELL", well, all.size());
  }

  static String shown(Instant at, ZoneId zone) {
    return TIME.format(at.atZone(zone));
  }

  /** Such as {@code 5m}, {@code 7h} or {@code 3d}. */
  static String age(Instant at, Instant now) {
    Duration age = Duration.between(at, now);
    return age.toMinutes() < 120
        ? Math.max(0, age.toMinutes()) + "m"
        : age.toHours() < 72 ? age.toHours() + "h" : age.toDays() + "d";
  }

  static ObjectNode json(Status status) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("ok", status.ok()).put("at", status.at().toString());
    ArrayNode servers = root.putArray("servers");
    for (ServerStatus server : status.servers()) {
      ObjectNode node = servers.addObject();
      node.put("server", server.server()).put("zone", server.zone().getId());
      node.put("written", server.written().toString());
      ArrayNode databases = node.putArray("databases");
      server.databases().forEach(d -> database(databases.addObject(), d, status.at()));
      ArrayNode storages = node.putArray("storages");
      for (ServerStatus.Room room : server.storages()) {
        ObjectNode one = storages.addObject().put("id", room.id());
        room.freeBytes().ifPresent(free -> one.put("free_bytes", free));
      }
    }
    status.problems().forEach(root.putArray("problems")::add);
    return root;
  }

  private static void database(ObjectNode node, DatabaseStatus database, Instant now) {
    Json.source(node, database.source());
    node.put("ok", database.ok(now)).put("overdue", database.overdue(now));
    node.put("gone", database.gone());
    database
        .good()
        .ifPresent(
            good ->
                node.putObject("last_good")
                    .put("id", good.id())
                    .put("at", good.at().toString())
                    .put("age_seconds", Duration.between(good.at(), now).toSeconds())
                    .put("seconds", good.elapsed().toMillis() / 1000.0)
                    .put("raw_bytes", good.rawBytes())
                    .put("stored_bytes", good.storedBytes())
                    .put("evidence", Json.lower(good.evidence())));
    database
        .last()
        .ifPresent(
            last ->
                node.putObject("last_attempt")
                    .put("at", last.at().toString())
                    .put("outcome", Json.lower(last.outcome()))
                    .put("problem", last.problem()));
    database.trend().forEach(node.putArray("trend")::add);
    database.due().ifPresent(due -> node.put("due", due.toString()));
    database.overdueAt().ifPresent(at -> node.put("overdue_at", at.toString()));
    database.problems(now).forEach(node.putArray("problems")::add);
  }
}
