package digital.vya.backup.launcher;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks for servers on this host: their sockets, their usual ports, their programs. */
final class HostLook {

  private static final int PATIENCE_MILLIS = 500;
  private static final int LONGEST_GREETING = 200;
  private static final String HERE = "127.0.0.1";

  private static final List<Path> POSTGRES =
      List.of(Path.of("/var/run/postgresql"), Path.of("/tmp"));
  private static final List<Path> MYSQL =
      List.of(
          Path.of("/run/mysqld/mysqld.sock"),
          Path.of("/var/lib/mysql/mysql.sock"),
          Path.of("/tmp/mysql.sock"));
  private static final List<Path> PROGRAMS =
      List.of(Path.of("/usr/bin"), Path.of("/usr/local/bin"));

  private HostLook() {}

  /**
   * A server, or at least the programs of an engine.
   *
   * @param dbms the engine
   * @param shown how a person sees it
   * @param settings what is known already
   */
  record Found(String dbms, String shown, Map<String, String> settings) {}

  /** What is there, the surest first. */
  static List<Found> look() {
    var found = new ArrayList<Found>();
    found.addAll(postgresSockets());
    postgres(5432).ifPresent(found::add);
    mysql(3306).ifPresent(found::add);
    found.addAll(mysqlSockets(found));
    program("sqlite", "sqlite3").ifPresent(found::add);
    return found;
  }

  private static List<Found> postgresSockets() {
    var found = new ArrayList<Found>();
    for (Path folder : POSTGRES) {
      try (DirectoryStream<Path> sockets =
          Files.newDirectoryStream(folder, ".s.PGSQL.[0-9]*[0-9]")) {
        for (Path socket : sockets) {
          String port = socket.toString().replaceFirst(".*\\.", "");
          found.add(
              new Found(
                  "postgresql",
                  "PostgreSQL, socket " + socket,
                  Map.of("host", folder.toString(), "port", port)));
        }
      } catch (IOException e) {
        // There is no such folder, or it is not ours to look into.
      }
    }
    return found;
  }

  private static Optional<Found> postgres(int port) {
    try (Socket socket = connected(port)) {
      return Optional.of(
          new Found(
              "postgresql",
              "PostgreSQL, " + HERE + ":" + port,
              Map.of("host", HERE, "port", Integer.toString(port))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Found> mysql(int port) {
    try (Socket socket = connected(port)) {
      String version = greeting(socket);
      String dbms = version.contains("MariaDB") ? "mariadb" : "mysql";
      return Optional.of(
          new Found(
              dbms,
              dbms + " " + version + ", " + HERE + ":" + port,
              Map.of("host", HERE, "port", Integer.toString(port))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Socket connected(int port) throws IOException {
    var socket = new Socket();
    try {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * The version a server of MySQL's protocol begins with; empty if it begins with anything else.
   */
  private static String greeting(Socket socket) throws IOException {
    var in = new DataInputStream(socket.getInputStream());
    in.skipNBytes(4);
    var version = new StringBuilder();
    if (in.read() == 10) {
      for (int c = in.read(); c > ' ' && version.length() < LONGEST_GREETING; c = in.read()) {
        version.append(new String(new byte[] {(byte) c}, StandardCharsets.US_ASCII));
      }
    }
    return version.toString().replace("5.5.5-", "");
  }

  private static List<Found> mysqlSockets(List<Found> known) {
    String dbms =
        known.stream()
            .map(Found::dbms)
            .filter(name -> name.equals("mysql") || name.equals("mariadb"))
            .findFirst()
            .orElse(program("mariadb", "mariadb-dump").isPresent() ? "mariadb" : "mysql");
    return MYSQL.stream()
        .filter(Files::exists)
        .map(
            socket ->
                new Found(dbms, dbms + ", socket " + socket, Map.of("socket", socket.toString())))
        .toList();
  }

  private static Optional<Found> program(String dbms, String name) {
    return PROGRAMS.stream()
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(file -> new Found(dbms, dbms + ", " + file + " is installed", Map.of()));
  }
}
