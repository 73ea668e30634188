package digital.vya.backup.mysql;

import digital.vya.backup.api.BackupException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a scratch or kept database has to remember is in a table of its own: it outlives whoever
 * wrote it. All notes of one writing are there, or none.
 */
final class Notes {

  static final String TABLE = "_vya_notes";

  private static final String FRESH = TABLE + "_new";
  private static final String OLD = TABLE + "_old";
  private static final int PART = 1 << 20;
  private static final String SEPARATOR = "\0";

  private final Server server;
  private final String table;
  private final String database;

  Notes(Server server, String database) {
    this.server = server;
    this.database = database;
    this.table = Sql.identifier(database, TABLE);
  }

  /** All that are kept here, also what a crash has left. */
  static boolean isNotes(String table) {
    return table.startsWith(TABLE);
  }

  /** Empty if there are none. */
  Map<String, byte[]> read() {
    if (!exists(server, database)) {
      return Map.of();
    }
    String query = "SELECT topic, text FROM " + table + " ORDER BY topic, part";
    return server.with(
        connection -> {
          try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            return read(statement.executeQuery(query));
          }
        });
  }

  static boolean exists(Server server, String database) {
    String query =
        "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME"
            + " = ?";
    return !server.texts(query, database, TABLE).isEmpty();
  }

  /** The databases of names like that which hold notes, as far as the account may see. */
  static List<String> databases(Server server, String pattern) {
    return server.texts(
        "SELECT TABLE_SCHEMA FROM information_schema.TABLES WHERE TABLE_NAME = ? AND TABLE_SCHEMA"
            + " LIKE ? ORDER BY 1",
        TABLE,
        pattern);
  }

  private static Map<String, byte[]> read(ResultSet rows) throws SQLException {
    var notes = new TreeMap<String, ByteArrayOutputStream>();
    while (rows.next()) {
      notes
          .computeIfAbsent(rows.getString(1), topic -> new ByteArrayOutputStream())
          .writeBytes(rows.getBytes(2));
    }
    var read = new TreeMap<String, byte[]>();
    notes.forEach((topic, bytes) -> read.put(topic, bytes.toByteArray()));
    return read;
  }

  /**
   * Puts these in the place of all that there are. They are renamed there, which is on the disk
   * when it returns: a commit need not be, as a server may be set.
   */
  void write(Map<String, byte[]> notes) {
    String fresh = Sql.identifier(database, FRESH);
    String old = Sql.identifier(database, OLD);
    server.execute("DROP TABLE IF EXISTS " + fresh + ", " + old);
    server.execute(
        "CREATE TABLE "
            + fresh
            + " (topic VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, part INT NOT"
            + " NULL, text LONGBLOB NOT NULL, PRIMARY KEY (topic, part)) ENGINE=InnoDB");
    server.with(
        connection -> {
          fill(connection, fresh, notes);
          return true;
        });
    if (exists(server, database)) {
      server.execute("RENAME TABLE " + table + " TO " + old + ", " + fresh + " TO " + table);
      server.execute("DROP TABLE " + old);
    } else {
      server.execute("RENAME TABLE " + fresh + " TO " + table);
    }
  }

  private static void fill(Connection connection, String table, Map<String, byte[]> notes)
      throws SQLException {
    String insert = "INSERT INTO " + table + " VALUES (?, ?, ?)";
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      for (var note : notes.entrySet()) {
        byte[] bytes = note.getValue();
        int part = 0;
        do {
          int from = part * PART;
          int to = Math.min(bytes.length, from + PART);
          statement.setString(1, note.getKey());
          statement.setInt(2, part++);
          statement.setBytes(3, Arrays.copyOfRange(bytes, from, to));
          statement.execute();
        } while (part * PART < bytes.length);
      }
    }
  }

  static byte[] bytes(List<String> names) {
    return String.join(SEPARATOR, names).getBytes(StandardCharsets.UTF_8);
  }

  static List<String> names(byte[] bytes) {
    return bytes.length == 0
        ? List.of()
        : List.of(new String(bytes, StandardCharsets.UTF_8).split(SEPARATOR, -1));
  }

  static String text(Map<String, byte[]> notes, String topic) {
    byte[] bytes = notes.get(topic);
    if (bytes == null) {
      throw BackupException.data(
          "the notes of a swap lack " + topic + "; somebody has changed the table " + TABLE);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
