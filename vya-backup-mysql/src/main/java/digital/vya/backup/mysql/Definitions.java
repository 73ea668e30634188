package digital.vya.backup.mysql;

import digital.vya.backup.api.Host;
import digital.vya.backup.api.ToolFailedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a database defines beside its tables, as the statements that its own dump program writes:
 * with the mode, the character sets and the definer of each.
 *
 * @param of the name of the database as the statements say it
 * @param held the events that are switched off as long as they are in a scratch database
 */
record Definitions(String of, Map<Part, byte[]> parts, Set<String> held) {

  /** In the order in which they can be made: events last, as they begin to work at once. */
  enum Part {
    ROUTINES,
    VIEWS,
    TRIGGERS,
    EVENTS
  }

  private static final String OF = "of";
  private static final String HELD = "held";

  private static final List<String> WHERE_KNOWN =
      List.of("--no-tablespaces", "--set-gtid-purged=OFF", "--column-statistics=0");

  Definitions {
    parts = Map.copyOf(parts);
    held = Set.copyOf(held);
  }

  /** Those of a database, or those that are kept for it. */
  static Definitions of(Server server, Contents contents, String database, Tools tools)
      throws IOException, InterruptedException {
    Map<String, byte[]> notes = new Notes(server, database).read();
    if (notes.containsKey(OF)) {
      return read(notes, "");
    }
    var parts = new EnumMap<Part, byte[]>(Part.class);
    for (Part part : Part.values()) {
      if (!named(part, contents).isEmpty()) {
        var sink = new ByteArrayOutputStream();
        tools.dump(options(part), database, part, contents, sink);
        parts.put(part, sink.toByteArray());
      }
    }
    byte[] held = notes.getOrDefault(HELD, new byte[0]);
    return new Definitions(database, parts, new HashSet<>(Notes.names(held)));
  }

  private static List<String> named(Part part, Contents contents) {
    return switch (part) {
      case ROUTINES -> contents.routines();
      case VIEWS -> contents.views();
      case TRIGGERS -> contents.triggered();
      case EVENTS -> contents.events();
    };
  }

  private static List<String> options(Part part) {
    return switch (part) {
      case ROUTINES ->
          List.of("--no-create-info", "--routines", "--skip-triggers", "--skip-events");
      case VIEWS -> List.of("--skip-routines", "--skip-triggers", "--skip-events");
      case TRIGGERS ->
          List.of(
              "--no-create-info",
              "--skip-routines",
              "--triggers",
              "--add-drop-trigger",
              "--skip-events");
      case EVENTS -> List.of("--no-create-info", "--skip-routines", "--skip-triggers", "--events");
    };
  }

  /** Makes them anew, whether they are there or not. */
  void make(Part part, String database, Tools tools) throws IOException, InterruptedException {
    byte[] statements = parts.get(part);
    if (statements != null) {
      RewriteRules.Events events = (event, enabled) -> enabled || held.contains(event);
      tools.feed(of, database, statements, events);
    }
  }

  /** Makes them beside their target, where no event may run. */
  void makeBeside(Part part, String database, Tools tools)
      throws IOException, InterruptedException {
    byte[] statements = parts.get(part);
    if (statements != null) {
      tools.feed(of, database, statements, (event, enabled) -> false);
    }
  }

  /** Notes from which {@link #read} makes them again. */
  Map<String, byte[]> notes(String prefix) {
    var notes = new TreeMap<String, byte[]>();
    notes.put(prefix + OF, of.getBytes(StandardCharsets.UTF_8));
    notes.put(prefix + HELD, Notes.bytes(List.copyOf(held)));
    parts.forEach((part, statements) -> notes.put(prefix + part, statements));
    return notes;
  }

  static Definitions read(Map<String, byte[]> notes, String prefix) {
    var parts = new EnumMap<Part, byte[]>(Part.class);
    for (Part part : Part.values()) {
      byte[] statements = notes.get(prefix + part);
      if (statements != null) {
        parts.put(part, statements);
      }
    }
    byte[] held = notes.getOrDefault(prefix + HELD, new byte[0]);
    return new Definitions(Notes.text(notes, prefix + OF), parts, new HashSet<>(Notes.names(held)));
  }

  /** Notes on a scratch database whose events were switched off. */
  static Map<String, byte[]> held(Set<String> events) {
    return Map.of(HELD, Notes.bytes(List.copyOf(events)));
  }

  /** The programs of a server. */
  record Tools(MysqlConfig config, Version version, Host host) {

    private void dump(
        List<String> options, String database, Part part, Contents contents, OutputStream sink)
        throws IOException, InterruptedException {
      var arguments = new ArrayList<>(options);
      // The programs look at every view, and end at one that is broken.
      contents.brokenViews().stream()
          .map(view -> "--ignore-table=" + database + "." + view)
          .forEach(arguments::add);
      arguments.addAll(List.of("--", database));
      if (part == Part.VIEWS || part == Part.TRIGGERS) {
        arguments.addAll(named(part, contents));
      }
      dump(arguments, sink);
    }

    /** All of a database but its rows. */
    byte[] structure(String database, List<String> brokenViews)
        throws IOException, InterruptedException {
      var sink = new ByteArrayOutputStream();
      var arguments = new ArrayList<>(List.of("--routines", "--triggers", "--events"));
      brokenViews.forEach(view -> arguments.add("--ignore-table=" + database + "." + view));
      arguments.addAll(List.of("--", database));
      dump(arguments, sink);
      return sink.toByteArray();
    }

    private void dump(List<String> more, OutputStream sink)
        throws IOException, InterruptedException {
      var clients = new Clients(config, host);
      Clients.Client client = clients.dump(version);
      try (var options = OptionFile.write(config, client.version().flavour(), host)) {
        var marked = new EndMark(sink, options::remove);
        var arguments = new ArrayList<>(List.of(options.argument(), "--no-data"));
        arguments.addAll(List.of("--skip-lock-tables", "--default-character-set=utf8mb4"));
        arguments.addAll(clients.known(client, WHERE_KNOWN));
        arguments.addAll(more);
        host.tools().dump(Clients.tool(client.path(), arguments), marked);
        marked.require(String.valueOf(client.path().getFileName()));
      } catch (ToolFailedException e) {
        throw new Troubles(config).of(e);
      }
    }

    void feed(String from, String to, byte[] statements, RewriteRules.Events events)
        throws IOException, InterruptedException {
      var rules = RewriteRules.none().between(from, to).to(version).with(events);
      new Feeding(config, rules, host).run(version, to, new ByteArrayInputStream(statements));
    }
  }
}
